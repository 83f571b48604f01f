import * as vscode from 'vscode';
import { raceWordKeys, raceWords, type RaceWords } from '../../protocol/race-words.ts';

/** What the page says, in the editor's language. */
export function localizedWords(): RaceWords {
  const words: Record<string, string> = { ...raceWords };
  for (const key of raceWordKeys) words[key] = vscode.l10n.t(raceWords[key]);
  return { ...raceWords, ...words };
}
