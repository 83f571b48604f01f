/**
 * The first values of an order, sorted, without sorting the rest: it keeps at most twice as many as
 * are wanted, and of what comes after the last of them it looks at each but once.
 * @param order tells a negative number where `a` comes before `b`
 */
export function firstOf<T>(values: Iterable<T>, count: number, order: (a: T, b: T) => number): readonly T[] {
  if (count <= 0) return [];
  let kept: T[] = [];
  let last: T | undefined;
  const cut = (): void => {
    kept = kept.sort(order).slice(0, count);
    last = kept.length === count ? kept[count - 1] : undefined;
  };
  for (const value of values) {
    if (last !== undefined && order(value, last) >= 0) continue;
    kept.push(value);
    if (kept.length >= 2 * count) cut();
  }
  cut();
  return kept;
}
