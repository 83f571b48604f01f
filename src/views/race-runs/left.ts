import { isOver, type ComparisonState } from '../../protocol/race-runs.ts';

/** Before any run has shown how long starting and ending one takes, ms. */
const usualOverheadMs = 700;

/**
 * How long the runs of a comparison still take, ms: those to come as long as those before, beyond what was asked for.
 * @param wallMs how long each run took from its start to its end, by its place; of those that are done
 * @param runningMs how long the one that runs has been running
 * @returns null where nobody can know: of a number of operations, before the first run is done
 */
export function leftOf(runs: ComparisonState['runs'], wallMs: ReadonlyMap<number, number>, runningMs: number): number | null {
  const known = [...wallMs.values()];
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const askedMs = (at: number): number | null => {
    const length = runs[at]?.request.length;
    return length?.is === 'seconds' ? length.seconds * 1000 : null;
  };
  const overheads = [...wallMs].flatMap(([at, ms]) => [ms - (askedMs(at) ?? ms)]);
  const overhead = overheads.length === 0 ? usualOverheadMs : Math.max(mean(overheads), 0);
  let left = 0;
  for (const [at, { standing }] of runs.entries()) {
    if (isOver(standing)) continue;
    const asked = askedMs(at);
    if (asked === null && known.length === 0) return null;
    const whole = asked === null ? mean(known) : asked + overhead;
    left += standing.is === 'running' ? Math.max(whole - runningMs, 0) : whole;
  }
  return left;
}
