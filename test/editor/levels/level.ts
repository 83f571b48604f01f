// What a level of the tests is.
import type { Counts } from '../counts.ts';

/** One of the levels that `npm test` goes through. */
export interface Level {
  /** As it is chosen by: `npm test -- unit`. */
  readonly name: string;
  /** Runs it with its output visible. A rejection fails the level as a whole. */
  readonly run: () => Promise<Counts>;
}

/** A level's or a step's result where all that counts is whether it went well. */
export function single(passed: boolean): Counts {
  return passed ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/** The sum of several results. */
export function sum(results: readonly Counts[]): Counts {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of results) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/** The counts as a line, such as `12 passed, 0 failed`; skipped ones only where there are some. */
export function summaryLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
