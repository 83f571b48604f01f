import type { RunResult } from '../result.ts';
import { conditionWords } from './run-words.ts';
import { machinesOf } from './by-condition.ts';

/** By how much a figure of the second is that of the first; null where the first is nothing. */
export interface Ratios {
  readonly throughput: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly max: number | null;
  readonly longestWait: number | null;
  readonly cpuPerOperation: number | null;
}

/** One strategy with one number of actors in two comparisons. One that is in one of them only has no ratios. */
export interface ComparedRun {
  readonly scenario: string;
  readonly strategy: string;
  readonly actors: number;
  readonly first: RunResult | null;
  readonly second: RunResult | null;
  readonly ratios: Ratios | null;
}

export interface ComparedTwo {
  readonly runs: readonly ComparedRun[];
  /** What was not the same, so that ratios mean less: 'conditions', 'machine' (or the versions on it). */
  readonly unlike: readonly ('conditions' | 'machine')[];
}

/** Puts two comparisons side by side: those of the first in their order, and then what only the second has. */
export function compareTwo(first: readonly RunResult[], second: readonly RunResult[]): ComparedTwo {
  const seconds = new Map(second.map((run) => [keyOf(run), run]));
  const firsts = new Map(first.map((run) => [keyOf(run), run]));
  const keys = new Set([...firsts.keys(), ...seconds.keys()]);
  const runs = [...keys].flatMap((key) => comparedOf(firsts.get(key) ?? null, seconds.get(key) ?? null));
  const differs = (of: (run: RunResult) => string): boolean => runs.some((run) => run.first !== null && run.second !== null && of(run.first) !== of(run.second));
  return {
    runs,
    unlike: [
      ...(differs(({ request }) => conditionWords(request)) ? ['conditions' as const] : []),
      ...(differs((run) => machinesOf([run]).join()) ? ['machine' as const] : []),
    ],
  };
}

/** How the figures of two runs are to each other. */
export function ratiosOf(first: RunResult, second: RunResult): Ratios {
  const ratio = (of: (run: RunResult) => number): number | null => (of(first) > 0 ? of(second) / of(first) : null);
  return {
    throughput: ratio(({ throughput }) => throughput),
    p50: ratio(({ latencyMs }) => latencyMs.p50),
    p95: ratio(({ latencyMs }) => latencyMs.p95),
    p99: ratio(({ latencyMs }) => latencyMs.p99),
    max: ratio(({ latencyMs }) => latencyMs.max),
    longestWait: ratio(({ waitMs }) => waitMs.max),
    cpuPerOperation: first.operations > 0 && second.operations > 0 ? ratio(({ cpuMs, operations }) => cpuMs / operations) : null,
  };
}

function comparedOf(first: RunResult | null, second: RunResult | null): readonly ComparedRun[] {
  const run = first ?? second;
  if (run === null) return [];
  const { scenario, strategy, actors } = run;
  return [{ scenario, strategy, actors, first, second, ratios: first === null || second === null ? null : ratiosOf(first, second) }];
}

function keyOf({ scenario, strategy, actors }: RunResult): string {
  return JSON.stringify([scenario, strategy, actors]);
}
