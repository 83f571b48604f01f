/**
 * A reader that reads at most once in so long: for what is slow to read and asked for by many at once.
 * @param ms how long what was read serves
 */
export function shortly<T>(read: () => T, ms: number): () => T {
  let last: { readonly value: T; readonly at: number } | null = null;
  return () => {
    if (last === null || performance.now() - last.at > ms) last = { value: read(), at: performance.now() };
    return last.value;
  };
}
