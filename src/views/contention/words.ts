import * as vscode from 'vscode';
import { contentionWords, wordKeys, type ContentionWords } from '../../protocol/contention-words.ts';

/** What the page says, in the editor's language. */
export function localizedWords(): ContentionWords {
  const words: Record<string, string> = { ...contentionWords };
  for (const key of wordKeys) words[key] = vscode.l10n.t(contentionWords[key]);
  return { ...contentionWords, ...words };
}
