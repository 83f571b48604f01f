import type { Attempt } from '../../scenario.ts';
import { waitUnlessOver } from '../../waiting.ts';

/** How often a waiter looks again, ms. */
const lookAgainMs = 3;

/** Tries again and again, not in step with others, until it gets something. @throws the signal's reason */
export async function untilOneIsGot<T>(attempt: Attempt, tryOnce: () => T | null): Promise<T> {
  for (;;) {
    const got = tryOnce();
    if (got !== null) return got;
    attempt.retried();
    await waitUnlessOver(lookAgainMs * (0.5 + attempt.random()), attempt.signal);
  }
}

/** @throws the signal's reason when that comes first */
export function orOver<T>(awaited: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let giveUp = (): void => undefined;
  const over = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason);
  });
  signal.addEventListener('abort', giveUp, { once: true });
  return Promise.race([awaited, over]).finally(() => signal.removeEventListener('abort', giveUp));
}
