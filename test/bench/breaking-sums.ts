/** How often something happened, by its name. */
export type Sums = ReadonlyMap<string, number>;

/** @param all what several came to: sums, or what a child answered instead */
export function addUp(all: readonly unknown[]): Sums {
  const sums = new Map<string, number>();
  for (const [what, count] of all.flatMap(pairsOf)) sums.set(what, (sums.get(what) ?? 0) + count);
  return sums;
}

function pairsOf(counts: unknown): (readonly [string, number])[] {
  if (counts instanceof Map) return [...counts].map(([what, count]) => [String(what), Number(count)]);
  if (typeof counts !== 'object' || counts === null) throw new Error('a child did not count');
  return Object.entries(counts).map(([what, count]) => [what, Number(count)]);
}

/** All of them together. */
export function totalOf(sums: Sums): number {
  return [...sums.values()].reduce((total, count) => total + count, 0);
}

/** In words, the most frequent first. */
export function listed(sums: Sums): string {
  return sums.size === 0 ? 'none' : [...sums].toSorted(([, a], [, b]) => b - a).map(([what, count]) => `${count} ${what}`).join(', ');
}
