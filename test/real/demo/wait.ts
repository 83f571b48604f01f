import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  /** Longest wait in ms; waiting longer is an error. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Asks again and again until the answer is neither false, null nor undefined, and returns it.
 * @param what what is waited for, for the error
 * @throws when patience ends or its signal aborts
 */
export async function waitFor<T>(
  ask: () => T | Promise<T>,
  what: string | (() => string),
  { timeoutMs = 20_000, signal }: Patience = {},
): Promise<Exclude<T, false | null | undefined>> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (isAnswer(answer)) return answer;
    if (performance.now() > giveUpAt) throw new Error(`waited ${timeoutMs} ms in vain for ${typeof what === 'string' ? what : what()}`);
    await pause(15, undefined, signal === undefined ? {} : { signal });
  }
}

function isAnswer<T>(answer: T): answer is Exclude<T, false | null | undefined> {
  return answer !== false && answer !== null && answer !== undefined;
}
