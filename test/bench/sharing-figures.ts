import { list, number, oneOf, record } from '../../src/base/json.ts';

/** What one process did. */
export interface SharingRun {
  readonly act: 'read' | 'write';
  /** Until each operation could begin, ms. */
  readonly waits: number[];
  /** Reads that saw a write half done. */
  readonly torn: number;
}

/** @throws SyntaxError for what is none */
export function sharingRunFrom(value: unknown): SharingRun {
  const fields = record(value);
  return { act: oneOf(['read', 'write'] as const, fields['act']), waits: list(fields['waits'], number), torn: number(fields['torn']) };
}

/** One line about all who did the same. @param ms how long they did it */
export function lineOf(act: SharingRun['act'], runs: readonly SharingRun[], ms: number): string {
  const waits = runs.filter((run) => run.act === act).flatMap((run) => run.waits).toSorted((a, b) => a - b);
  const at = (share: number): string => (waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0).toFixed(1);
  return `  ${act === 'read' ? 'reads' : 'writes'}: ${waits.length} (${Math.round((waits.length / ms) * 1000)}/s), wait p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)} ms`;
}
