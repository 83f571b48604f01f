import path from 'node:path';
import * as vscode from 'vscode';
import { raceWords } from '../../protocol/race-words.ts';

/** Whether the scenarios of a file may run: our own always, those of a folder once it is trusted. */
export function isAllowed(file: string | null): boolean {
  return file === null || (vscode.workspace.isTrusted && path.isAbsolute(file));
}

export function notAllowed(): string {
  return vscode.l10n.t(raceWords.untrusted);
}
