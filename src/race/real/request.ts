import { number, oneOf, orNull, record, string } from '../../base/json.ts';

/** What strikes the actors of a real run. Shares are of the operations, 0 to 1; null: it does not strike. */
export interface Faults {
  /** An actor ends itself by SIGKILL within its critical section; another takes its place. */
  readonly kill: number | null;
  /** An actor stops itself by SIGSTOP within its critical section, and is continued so many ms later. */
  readonly pause: { readonly share: number; readonly ms: number } | null;
  /** Each critical section takes so much longer, ms. */
  readonly slowMs: number;
  /** The wall clock of every second actor is so far ahead, ms. */
  readonly clockOffsetMs: number;
  /** So many Redis servers are ended after a third of the run. */
  readonly redisDown: number;
  /** One Redis server after the other is ended and started again without its data, so far apart, ms. */
  readonly redisRestartMs: number | null;
}

/** The kinds of fault, by their names in Faults. */
export type FaultKind = keyof Faults;

export const noFaults: Faults = { kill: null, pause: null, slowMs: 0, clockOffsetMs: 0, redisDown: 0, redisRestartMs: null };

/** How long a run goes on: for a time, or until so many operations were done by all actors together. */
export type Length = { readonly is: 'seconds'; readonly seconds: number } | { readonly is: 'operations'; readonly operations: number };

/** Servers that the user has, by URL, used instead of private ones. */
export interface GivenServers {
  readonly redis: readonly string[];
  readonly postgresql: string | null;
}

export const noServers: GivenServers = { redis: [], postgresql: null };

/** One real run: one strategy of one scenario. */
export interface RunRequest {
  readonly scenario: string;
  readonly strategy: string;
  readonly actors: number;
  readonly length: Length;
  /** Of the pseudo-random choices of the actors. */
  readonly seed: number;
  /** After what time a lease ends by itself, ms; of strategies that have one. */
  readonly leaseMs: number;
  readonly faults: Faults;
  readonly servers: GivenServers;
}

export const limits = { actors: 256, seconds: 3600, operations: 5_000_000, leastLeaseMs: 50 } as const;
export const defaultLeaseMs = 1000;

/** What one writes who wants no more than the least. */
export function plainRequest(scenario: string, strategy: string, actors: number, length: Length): RunRequest {
  return { scenario, strategy, actors, length, seed: 1, leaseMs: defaultLeaseMs, faults: noFaults, servers: noServers };
}

/** @throws SyntaxError for what is no request */
export function requestFrom(value: unknown): RunRequest {
  const fields = record(value);
  const servers = record(fields['servers']);
  return {
    scenario: string(fields['scenario']),
    strategy: string(fields['strategy']),
    actors: number(fields['actors']),
    length: lengthFrom(fields['length']),
    seed: number(fields['seed']),
    leaseMs: number(fields['leaseMs']),
    faults: faultsFrom(fields['faults']),
    servers: { redis: Array.isArray(servers['redis']) ? servers['redis'].map(string) : [], postgresql: orNull(servers['postgresql'], string) },
  };
}

function lengthFrom(value: unknown): Length {
  const fields = record(value);
  return oneOf(['seconds', 'operations'], fields['is']) === 'seconds' ? { is: 'seconds', seconds: number(fields['seconds']) } : { is: 'operations', operations: number(fields['operations']) };
}

/** @throws SyntaxError for what are no faults */
export function faultsFrom(value: unknown): Faults {
  const fields = record(value);
  return {
    kill: orNull(fields['kill'], number),
    pause: orNull(fields['pause'], (pause) => ({ share: number(record(pause)['share']), ms: number(record(pause)['ms']) })),
    slowMs: number(fields['slowMs']),
    clockOffsetMs: number(fields['clockOffsetMs']),
    redisDown: number(fields['redisDown']),
    redisRestartMs: orNull(fields['redisRestartMs'], number),
  };
}
