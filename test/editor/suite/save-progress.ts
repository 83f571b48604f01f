// What is in progress, and its Cancel, which the editor offers no way to press from within: its function
// that shows progress is replaced while a test runs; what is reported to it is real.
import * as vscode from 'vscode';

/** A progress that was shown. */
export interface ShownProgress {
  readonly title: string;
  readonly messages: string[];
  percent: number;
  isOver: boolean;
  readonly cancel: () => void;
}

type WithProgress = typeof vscode.window.withProgress;

/** Keeps what is shown until disposed of. @param onReport told after each report */
export function watchProgress(onReport: (shown: ShownProgress) => void = () => undefined): vscode.Disposable & { readonly shown: readonly ShownProgress[] } {
  const { withProgress } = vscode.window;
  const shown: ShownProgress[] = [];
  const replacement: WithProgress = async (options, task) => {
    const source = new vscode.CancellationTokenSource();
    const one: ShownProgress = { title: options.title ?? '', messages: [], percent: 0, isOver: false, cancel: () => source.cancel() };
    shown.push(one);
    const report = ({ message = '', increment = 0 }: { message?: string; increment?: number }): void => {
      one.messages.push(message);
      one.percent += increment;
      onReport(one);
    };
    try {
      return await task({ report }, source.token);
    } finally {
      one.isOver = true;
    }
  };
  Object.assign(vscode.window, { withProgress: replacement });
  return { shown, dispose: () => void Object.assign(vscode.window, { withProgress }) };
}
