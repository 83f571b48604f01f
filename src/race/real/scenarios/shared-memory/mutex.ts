import { setImmediate as turn } from 'node:timers/promises';

const free = 0;
const held = 1;
/** Held, and somebody may sleep: whoever releases it must wake one. */
const contended = 2;

/** How long a thread sleeps before it looks whether the run is over, ms: a sleeping thread hears of nothing. */
export const sleepMs = 20;

/**
 * Acquires a mutex that is one cell of shared memory; a thread that waits sleeps in the kernel.
 * The second mutex of Ulrich Drepper, "Futexes are tricky" (2011).
 * @throws the signal's reason
 */
export async function acquire(memory: Int32Array, place: number, signal: AbortSignal): Promise<void> {
  if (Atomics.compareExchange(memory, place, free, held) === free) return;
  while (Atomics.exchange(memory, place, contended) !== free) await sleepWhile(memory, place, contended, signal);
}

export function release(memory: Int32Array, place: number): void {
  if (Atomics.exchange(memory, place, free) === contended) Atomics.notify(memory, place, 1);
}

/** Sleeps while that value stands there; may wake up earlier. @throws the signal's reason */
export async function sleepWhile(memory: Int32Array, place: number, value: number, signal: AbortSignal): Promise<void> {
  if (Atomics.wait(memory, place, value, sleepMs) !== 'timed-out') return;
  await turn();
  signal.throwIfAborted();
}
