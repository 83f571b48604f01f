// Answers to what the editor asks. The editor offers no way to press a button of a dialog from
// within, so its three functions that show messages are replaced while a test runs: what is asked,
// with which buttons, is real; that the editor draws it is tested in test/workbench.
import * as vscode from 'vscode';

/** A message that was shown. */
export interface Shown {
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
  readonly detail: string;
  readonly modal: boolean;
  readonly buttons: readonly string[];
}

/** What was shown since answering began, the oldest first, and the way back. */
export interface Answers extends vscode.Disposable {
  readonly shown: readonly Shown[];
}

/** Answers every message with one of its buttons until disposed of. @param choose gives the button's title; undefined closes the message */
export function answer(choose: (shown: Shown) => string | undefined): Answers {
  const shown: Shown[] = [];
  const show = async (level: Shown['level'], message: string, rest: readonly unknown[]): Promise<unknown> => {
    const options = rest.find((item) => typeof item === 'object' && item !== null && !('title' in item));
    const items = rest.filter((item) => item !== options);
    const titles = items.map(titleOf);
    const one = { level, message, detail: detailOf(options), modal: options !== undefined, buttons: titles };
    shown.push(one);
    const chosen = choose(one);
    return chosen === undefined ? undefined : items[titles.indexOf(chosen)];
  };
  const { showInformationMessage, showWarningMessage, showErrorMessage } = vscode.window;
  const replacement = (level: Shown['level']) => (message: string, ...rest: readonly unknown[]) => show(level, message, rest);
  Object.assign(vscode.window, { showInformationMessage: replacement('info'), showWarningMessage: replacement('warning'), showErrorMessage: replacement('error') });
  return { shown, dispose: () => void Object.assign(vscode.window, { showInformationMessage, showWarningMessage, showErrorMessage }) };
}

function titleOf(item: unknown): string {
  if (typeof item === 'string') return item;
  return typeof item === 'object' && item !== null && 'title' in item ? String(item.title) : '';
}

function detailOf(options: unknown): string {
  return typeof options === 'object' && options !== null && 'detail' in options ? String(options.detail) : '';
}
