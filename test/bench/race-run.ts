/** Runs an engine to its end. */
export function ran<T>(engine: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = engine.next();
    if (done === true) return value;
  }
}
