import { setTimeout as pause } from 'node:timers/promises';

/** Waits so many ms, unless the run is over before. @throws the signal's reason */
export async function waitUnlessOver(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await pause(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}
