/** "median 41 (38 to 55)", rounded to whole numbers. */
export function spread(figures: readonly number[]): string {
  return `median ${Math.round(median(figures))} (${Math.round(Math.min(...figures))} to ${Math.round(Math.max(...figures))})`;
}

export function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;
}
