import * as vscode from 'vscode';
import { runsWordKeys, runsWords, type RunsWords } from '../../protocol/race-runs-words.ts';

/** What the page says, in the editor's language. */
export function localizedRunsWords(): RunsWords {
  const words: Record<string, string> = { ...runsWords };
  for (const key of runsWordKeys) words[key] = vscode.l10n.t(runsWords[key]);
  return { ...runsWords, ...words };
}
