// Long work that is cancelled. The editor offers no way to press Cancel from within, so its function
// that shows progress is replaced while a test runs; what is reported to it is real.
import * as vscode from 'vscode';

/** What was reported, and the way back. */
export interface Cancelled extends vscode.Disposable {
  readonly reported: readonly string[];
}

type WithProgress = typeof vscode.window.withProgress;

/** Cancels whatever is in progress once it has reported so often. */
export function cancelAfter(reports: number): Cancelled {
  const { withProgress } = vscode.window;
  const reported: string[] = [];
  const replacement: WithProgress = (_options, task) => {
    const source = new vscode.CancellationTokenSource();
    const report = ({ message = '' }: { message?: string }): void => {
      reported.push(message);
      if (reported.length === reports) source.cancel();
    };
    return task({ report }, source.token);
  };
  Object.assign(vscode.window, { withProgress: replacement });
  return { reported, dispose: () => void Object.assign(vscode.window, { withProgress }) };
}
