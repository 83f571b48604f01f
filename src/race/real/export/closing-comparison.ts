import type { Availability, Claim } from '../catalog.ts';
import type { RunResult } from '../result.ts';
import { databases, type ClosingConditions, type ClosingRow, type Database, type Load } from './closing-plan.ts';
import { contentionVerdict, deadlockVerdict, rankVerdicts, type ClaimVerdict } from './closing-verdicts.ts';

/** A row with what came of it. */
export interface MeasuredRow {
  readonly row: ClosingRow;
  /** What the seeds say of it; null for a row that is not there. */
  readonly claim: Claim | null;
  readonly availability: Availability;
  /** By load; none where it could not be measured. */
  readonly runs: Readonly<Partial<Record<Load, RunResult>>>;
}

/** Whether the claims of a row bear out beside those of the others in its table. */
export interface RowVerdicts {
  readonly latency: Readonly<Record<'low' | 'high', ClaimVerdict>>;
  readonly throughput: Readonly<Record<'low' | 'high', ClaimVerdict>>;
  readonly contention: ClaimVerdict | null;
  readonly deadlocks: ClaimVerdict;
}

/** The seeds' table on one database. */
export interface ClosingTable {
  readonly database: Database;
  readonly rows: readonly (MeasuredRow & { readonly verdicts: RowVerdicts })[];
}

export interface ClosingComparison {
  readonly conditions: Pick<ClosingConditions, 'actors' | 'seconds' | 'rounds'>;
  /** What the reader has to know of how it was measured, each a sentence. */
  readonly notes: readonly string[];
  readonly tables: readonly ClosingTable[];
  readonly further: readonly MeasuredRow[];
}

/** Puts claims and measurements together. @param rows those of the seeds' table, and further ones, which have no claim */
export function compareClaims(conditions: ClosingConditions, rows: readonly MeasuredRow[], notes: readonly string[] = []): ClosingComparison {
  const { actors, seconds, rounds } = conditions;
  const claimed = rows.filter(({ row }) => row.approach !== null);
  return {
    conditions: { actors, seconds, rounds },
    notes,
    tables: databases.map((database) => ({ database, rows: judged(claimed.filter(({ row }) => row.database === null || row.database === database)) })),
    further: rows.filter(({ row }) => row.approach === null),
  };
}

function judged(rows: readonly MeasuredRow[]): ClosingTable['rows'] {
  const ranked = (claimOf: (claim: Claim) => string, load: Load, figure: (run: RunResult) => number): readonly ClaimVerdict[] =>
    rankVerdicts(rows.map(({ claim, runs }) => ({ claim: claim === null ? null : claimOf(claim), measured: measured(runs[load], figure) })));
  const latencies = (load: Load): readonly ClaimVerdict[] => ranked(({ latency }) => latency, load, ({ latencyMs }) => latencyMs.p50);
  const throughputs = (load: Load): readonly ClaimVerdict[] => ranked(({ throughput }) => throughput, load, ({ throughput }) => throughput);
  const [latency, throughput] = [{ low: latencies('low'), high: latencies('high') }, { low: throughputs('low'), high: throughputs('high') }];
  const none: ClaimVerdict = { bearsOut: null, why: 'not measured' };
  return rows.map((each, at) => ({
    ...each,
    verdicts: {
      latency: { low: latency.low[at] ?? none, high: latency.high[at] ?? none },
      throughput: { low: throughput.low[at] ?? none, high: throughput.high[at] ?? none },
      contention: contentionOf(each),
      deadlocks: deadlocksOf(each),
    },
  }));
}

function measured(run: RunResult | undefined, figure: (run: RunResult) => number): number | null {
  return run === undefined || run.operations === 0 ? null : figure(run);
}

function contentionOf({ claim, runs: { high } }: MeasuredRow): ClaimVerdict | null {
  if (high === undefined || high.operations === 0) return null;
  const waitShare = high.latencyMs.p95 > 0 ? Math.min(1, high.waitMs.p95 / high.latencyMs.p95) : 0;
  return contentionVerdict(claim?.contention ?? null, { retries: high.retries / high.operations, waitShare });
}

function deadlocksOf({ row, claim, runs: { nested } }: MeasuredRow): ClaimVerdict {
  if (row.transfer !== null && nested === undefined) return { bearsOut: null, why: 'not measured' };
  const deadlocks = nested === undefined ? null : nested.operations === 0 ? 0 : (nested.deadlocks * 1000) / nested.operations;
  return deadlockVerdict(claim?.deadlockRisk ?? null, deadlocks);
}
