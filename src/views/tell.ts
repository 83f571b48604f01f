import * as vscode from 'vscode';
import { BreakError } from '../breaking/break-error.ts';
import { messageOf } from '../base/errors.ts';
import { localize } from './localize.ts';
import { withoutLinks } from './safe-text.ts';

/** A button of a notification and what it does. */
export interface Action {
  readonly title: string;
  readonly run: () => Promise<unknown>;
}

/** Shows a notification and goes on; the user may answer it at any time or never. */
export function tell(level: 'info' | 'warning' | 'error', message: string, ...actions: readonly Action[]): void {
  const titles = actions.map(({ title }) => title);
  const show = { info: vscode.window.showInformationMessage, warning: vscode.window.showWarningMessage, error: vscode.window.showErrorMessage }[level];
  show(withoutLinks(message), ...titles).then(
    (chosen) => actions.find(({ title }) => title === chosen)?.run().catch(tellFailure),
    (error: unknown) => console.error('lockscope:', error),
  );
}

/** Tells the user what went wrong. */
export function tellFailure(error: unknown): void {
  tell('error', error instanceof BreakError ? localize(error.text) : messageOf(error));
}
