import { list, number, record } from '../../src/base/json.ts';
import { jain } from '../../src/race/real/figures/quantiles.ts';

/** By what means a lock is acquired. */
export type Strategy = 'file-lock' | 'proper-lockfile' | 'polling';

/** What one process saw. */
export interface LockRun {
  /** Of each acquisition, ms. */
  readonly waits: readonly number[];
  /** Acquisitions of a lock that another process had before. */
  readonly handOvers: number;
  /** Times that another was inside. */
  readonly violations: number;
  readonly cpuMs: number;
}

/** @throws SyntaxError for what is none */
export function runFrom(value: unknown): LockRun {
  const fields = record(value);
  return { waits: list(fields['waits'], number), handOvers: number(fields['handOvers']), violations: number(fields['violations']), cpuMs: number(fields['cpuMs']) };
}

/** What several processes did together. */
export interface LockFigures {
  readonly acquisitions: number;
  readonly handOversPerSecond: number;
  /** ms */
  readonly cpuPerHandOver: number;
  /** ms */
  readonly p50: number;
  /** ms */
  readonly p99: number;
  /** Jain's index of the acquisitions of each: 1 when all have as many, 1/n when one has them all. */
  readonly fairness: number;
  readonly violations: number;
}

/** @param ms how long they ran */
export function figuresOf(runs: readonly LockRun[], ms: number): LockFigures {
  const waits = runs.flatMap((run) => run.waits).toSorted((a, b) => a - b);
  const handOvers = sum(runs.map((run) => run.handOvers));
  return {
    acquisitions: waits.length,
    handOversPerSecond: (handOvers / ms) * 1000,
    cpuPerHandOver: sum(runs.map((run) => run.cpuMs)) / Math.max(1, handOvers),
    p50: quantile(waits, 0.5),
    p99: quantile(waits, 0.99),
    fairness: jain(runs.map((run) => run.waits.length)),
    violations: sum(runs.map((run) => run.violations)),
  };
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
