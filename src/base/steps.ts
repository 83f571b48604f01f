/**
 * A protocol written out step by step: before each atomic operation it yields that operation's name.
 * The product drives all steps at once; a test drives them between those of others, or no further.
 */
export type Steps<T> = Generator<string, T, void>;

/** One atomic operation, done when the driver goes on. */
export function* op<T>(name: string, act: () => T): Steps<T> {
  yield name;
  return act();
}

/** Takes a protocol from its first step to its result. */
export type Drive = <T>(steps: Steps<T>) => T;

/** With nothing between the steps, not even a turn of the event loop. */
export const atOnce: Drive = (steps) => {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
};
