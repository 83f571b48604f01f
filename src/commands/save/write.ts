import * as vscode from 'vscode';
import { saveAtomically, type SaveOptions, type SaveOutcome } from '../../saving/write/save.ts';
import { Cancelled } from './lock.ts';

/** From this size on the progress of a save is shown, bytes. */
const largeBytes = 4 * 1024 * 1024;

/**
 * Saves a file atomically; of a large one the progress is shown, and it can be cancelled until its last moment.
 * @throws SaveError; Cancelled, and the file is as it was; the reason of `options.signal`
 */
export async function write(file: string, bytes: Uint8Array, name: string, options: SaveOptions): Promise<SaveOutcome> {
  if (bytes.length <= largeBytes) return saveAtomically(file, bytes, options);
  const progressOptions = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Saving {0}', name), cancellable: true };
  return vscode.window.withProgress(progressOptions, async (progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort(new Cancelled()));
    let shown = 0;
    const onProgress = (written: number, total: number): void => {
      const percent = Math.floor((100 * written) / total);
      progress.report({ increment: percent - shown, message: vscode.l10n.t('{0} of {1} MB', megabytes(written), megabytes(total)) });
      shown = percent;
    };
    const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal]);
    return saveAtomically(file, bytes, { ...options, signal, onProgress });
  });
}

function megabytes(bytes: number): string {
  return (bytes / (1024 * 1024)).toFixed(0);
}
