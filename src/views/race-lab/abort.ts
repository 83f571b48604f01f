import type * as vscode from 'vscode';

/** A signal for what the editor cancels by a token. The caller owns it. */
export function abortOn(token: vscode.CancellationToken): { readonly signal: AbortSignal; readonly dispose: () => void } {
  const stop = new AbortController();
  const subscription = token.onCancellationRequested(() => stop.abort());
  if (token.isCancellationRequested) stop.abort();
  return { signal: stop.signal, dispose: () => void subscription.dispose() };
}
