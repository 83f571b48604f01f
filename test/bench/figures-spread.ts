/** "median 41 (38 to 55)", rounded to whole numbers. */
export function spread(figures: readonly number[]): string {
  const sorted = figures.toSorted((a, b) => a - b);
  const [least = Number.NaN, median = Number.NaN, most = Number.NaN] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return `median ${Math.round(median)} (${Math.round(least)} to ${Math.round(most)})`;
}
