import type { Attempt } from '../../../../src/race/real/scenario.ts';

/** An operation that nobody measures, and that nothing strikes. @param ears hear what they are for */
export function attemptThat(ears: Partial<Attempt> = {}): Attempt {
  const nothing = (): void => undefined;
  return { number: 0, signal: new AbortController().signal, random: () => 0, entered: nothing, read: nothing, fault: () => Promise.resolve(), wrote: nothing, left: nothing, retried: nothing, deadlocked: nothing, refused: nothing, gaveUp: nothing, saw: nothing, ...ears };
}
