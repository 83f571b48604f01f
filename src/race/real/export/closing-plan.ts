import { defaultLeaseMs, noFaults, type GivenServers, type RunRequest } from '../request.ts';
import type { RunResult } from '../result.ts';

/** One row of the comparison with which the seeds close, or of those that Lockscope adds to it. */
export interface ClosingRow {
  /** Its name there; null for a row that is not there. */
  readonly approach: string | null;
  /** Of the scenario `counter`: what it is measured by. */
  readonly strategy: string;
  /** Of the scenario `transfer`, which takes two locks at once: what deadlocks are looked for with. */
  readonly transfer: string | null;
  /** The database that it stands beside; null for all. */
  readonly database: Database | null;
  /** What has to run and to be understood. */
  readonly takes: string;
}

export const databases = ['SQLite', 'PostgreSQL'] as const;
export type Database = (typeof databases)[number];

/** The seeds' four approaches, two of them on two databases. */
export const closingRows: readonly ClosingRow[] = [
  { approach: 'Pessimistic Locking', strategy: 'sqlite-immediate', transfer: 'sqlite-immediate', database: 'SQLite', takes: 'a transaction' },
  { approach: 'Pessimistic Locking', strategy: 'postgresql-for-update', transfer: 'postgresql-for-update-unordered', database: 'PostgreSQL', takes: 'a server, a transaction, an order of the rows' },
  { approach: 'Optimistic Locking', strategy: 'sqlite-optimistic', transfer: 'sqlite-optimistic', database: 'SQLite', takes: 'a version in each row, retries' },
  { approach: 'Optimistic Locking', strategy: 'postgresql-optimistic', transfer: 'postgresql-optimistic-unordered', database: 'PostgreSQL', takes: 'a server, a version in each row, an order of the rows, retries' },
  { approach: 'Redis Lock', strategy: 'redis-lock', transfer: null, database: null, takes: 'a server, a lease, a script to release' },
  { approach: 'Redlock', strategy: 'redlock', transfer: null, database: null, takes: 'five servers, a lease, a majority, a validity time' },
];

/** What the seeds do not have in that table: locks of one machine. */
export const furtherRows: readonly ClosingRow[] = [
  { approach: null, strategy: 'seed-lock-file', transfer: null, database: null, takes: 'a file' },
  { approach: null, strategy: 'proper-lockfile', transfer: null, database: null, takes: 'a folder, a heartbeat' },
  { approach: null, strategy: 'file-lock', transfer: null, database: null, takes: 'a file that names its holder' },
  { approach: null, strategy: 'owner-process', transfer: null, database: null, takes: 'a process, a socket' },
  { approach: null, strategy: 'flock', transfer: null, database: null, takes: 'an open file' },
];

/** Under what a row is measured: one actor, many, many whose holders are killed, and many that take two locks. */
export const loads = ['low', 'high', 'killed', 'nested'] as const;
export type Load = (typeof loads)[number];

export interface ClosingConditions {
  /** Of all loads but the low one, which is 1. */
  readonly actors: number;
  /** Of each run. */
  readonly seconds: number;
  /** How often each run is made, all the others in between: what else the machine does then strikes all alike. */
  readonly rounds: number;
  readonly servers: GivenServers;
}

/** A run of a row, and under what load it is. */
export type PlannedRun = readonly [load: Load, request: RunRequest];

/** The runs that a row takes, but for the one in which holders are killed. */
export function requestsFor({ strategy, transfer }: ClosingRow, conditions: ClosingConditions): readonly PlannedRun[] {
  const plain = counting(strategy, conditions);
  return [
    ['low', { ...plain, actors: 1 }],
    ['high', plain],
    ...(transfer === null ? [] : [['nested', { ...plain, scenario: 'transfer', strategy: transfer }] as const]),
  ];
}

/** So many kills are meant: enough to see how others get on, and not so many that new actors are all that is measured. */
export const killsMeant = 5;

/** A run with kills lasts so long at least, s: twice what the slowest of them takes to find that a holder is dead. */
export const leastSecondsWithKills = 5;

/** The run in which holders are killed. @param throughput without kills, operations a second */
export function requestWithKills({ strategy }: ClosingRow, conditions: ClosingConditions, throughput: number): PlannedRun {
  const seconds = Math.max(conditions.seconds, leastSecondsWithKills);
  return ['killed', { ...counting(strategy, { ...conditions, seconds }), faults: { ...noFaults, kill: Math.min(0.5, killsMeant / Math.max(1, throughput * seconds)) } }];
}

/** The run with the median throughput; of an even number the slower one. null of none */
export function medianRun(runs: readonly RunResult[]): RunResult | null {
  return runs.toSorted((a, b) => a.throughput - b.throughput)[Math.floor((runs.length - 1) / 2)] ?? null;
}

function counting(strategy: string, { actors, seconds, servers }: ClosingConditions): RunRequest {
  return { scenario: 'counter', strategy, actors, length: { is: 'seconds', seconds }, seed: 1, leaseMs: defaultLeaseMs, faults: noFaults, servers };
}
