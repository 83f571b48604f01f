import type { RunRequest } from './request.ts';

/** Of many durations, ms. */
export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** How a promise was broken. */
export const breachKinds = [
  /** An update that was made is not in what stands at the end. */
  'lost-update',
  /** More stands at the end than was done. */
  'counted-twice',
  /** More were inside at once than may be. */
  'two-inside',
  /** Somebody saw what was half-written, or half of what belongs together. */
  'torn',
  /** Something was handed out or stands there twice. */
  'doubled',
  /** More than was there was taken: a negative balance. */
  'overdrawn',
  /** Actors waited, and nobody got on any more. */
  'stuck',
] as const;
export type BreachKind = (typeof breachKinds)[number];

/** One way in which the promise was broken in a run, told by its first case. */
export interface Breach {
  readonly kind: BreachKind;
  readonly times: number;
  /** What a person would say of the first case. */
  readonly explanation: string;
  /** The operations around the first case, in the order in which they were asked for. */
  readonly history: readonly Happened[];
}

/** How an operation ended. */
export const endings = ['done', 'refused', 'gave-up', 'died'] as const;
export type Ending = (typeof endings)[number];

/** One operation of one actor. Times are ms since the start of the run; what did not happen is null. */
export interface Happened {
  readonly actor: number;
  readonly asked: number;
  /** When it was let into its critical section. */
  readonly entered: number | null;
  readonly left: number | null;
  readonly ended: number;
  /** What it read and what it wrote, where the scenario has numbers for that. */
  readonly read: number | null;
  readonly wrote: number | null;
  readonly ending: Ending;
  /** How long it was stopped inside, ms. */
  readonly paused: number;
}

/** Where and with what it was measured. */
export interface Machine {
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryMb: number;
  /** Versions of what took part: `node`, `lockscope`, `redis`, `postgresql`, `sqlite`, and the packages used. */
  readonly versions: Readonly<Record<string, string>>;
}

/** What one strategy came to in one run. */
export interface RunResult {
  readonly id: string;
  readonly request: RunRequest;
  /** As the request has them, at the top, for those who read the JSON. */
  readonly scenario: string;
  readonly strategy: string;
  readonly actors: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly elapsedMs: number;
  /** Those that were done; what was refused or given up is no operation. */
  readonly operations: number;
  /** Operations a second. */
  readonly throughput: number;
  /** From asking until done. */
  readonly latencyMs: Quantiles;
  /** From asking until let in. */
  readonly waitMs: Quantiles;
  /** Jain's index of the operations of the actors: 1 when all did as many, 1/n when one did them all. */
  readonly fairness: number;
  readonly perActor: readonly number[];
  /** Operations in each tenth of a second since the start. */
  readonly series: readonly number[];
  readonly lostUpdates: number;
  /** How often the promise was broken, in whatever way, lost updates included. */
  readonly violations: number;
  readonly breaches: readonly Breach[];
  /** Whether the promise held. */
  readonly kept: boolean;
  /** Whether that is what the strategy claims, with these faults. */
  readonly asClaimed: boolean;
  /** Attempts beyond the first: conflicts of versions, locks not got. */
  readonly retries: number;
  readonly deadlocks: number;
  /** Writes that the resource refused for their token. */
  readonly refused: number;
  readonly gaveUp: number;
  readonly killed: number;
  readonly paused: number;
  /** Of the actors, user and system, ms. */
  readonly cpuMs: number;
  /** Of the servers that took part, where that can be told. */
  readonly serverCpuMs: number | null;
  readonly machine: Machine;
}
