/**
 * Does something that Ctrl+C and its like call off instead of ending the program.
 * @param onInterrupt called at once when that happens, beside the signal
 * @returns null when it threw after it was called off
 */
export async function untilInterrupted<T>(act: (signal: AbortSignal) => Promise<T>, onInterrupt: () => void = () => undefined): Promise<T | null> {
  const cancel = new AbortController();
  const abort = (): void => {
    cancel.abort();
    onInterrupt();
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, abort);
  try {
    return await act(cancel.signal);
  } catch (error) {
    if (cancel.signal.aborted) return null;
    throw error;
  } finally {
    for (const signal of signals) process.off(signal, abort);
  }
}
