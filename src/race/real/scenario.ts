import type { Availability, Claim, ModelVariant } from './catalog.ts';
import type { FaultKind, GivenServers, RunRequest } from './request.ts';
import type { BreachKind } from './result.ts';
import type { History } from './figures/history.ts';
import type { Need } from './needs.ts';
import type { RedisServer } from './servers/redis.ts';

/** A value that goes from process to process as JSON. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain };

/** One kind of work with one promise, and the strategies that it can be done with. */
export interface RealScenario {
  readonly name: string;
  readonly title: string;
  readonly promise: string;
  readonly topic: string;
  readonly strategies: readonly Strategy[];
  /** Looks for breaches other than two inside at once. @param final what the strategy's `final` told at the end */
  judge(history: History, final: Plain, request: RunRequest): readonly Verdict[];
}

/** A breach, before it is told in words of times and actors. */
export interface Verdict {
  readonly kind: BreachKind;
  readonly times: number;
  readonly explanation: string;
  /** Places in the history of the operations of the first case. */
  readonly around: readonly number[];
}

/** One way to keep actors apart. Described in the host's words here; `setUp` runs once in the runner, `work` in each actor. */
export interface Strategy {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly claims: 'kept' | 'broken';
  readonly survives: readonly FaultKind[];
  readonly faults: readonly FaultKind[];
  readonly actorsAre: 'processes' | 'threads';
  /** Whether two that are inside at once break its promise. */
  readonly excludes: boolean;
  readonly needs: readonly Need[];
  readonly model: ModelVariant | null;
  readonly claim: Claim | null;
  /** Makes what the actors work on. @throws RealRunError */
  setUp(site: Site): Promise<Resource>;
  /** Opens it in one actor. Ends itself with `close`; whoever is killed does not get there. */
  work(site: ActorSite): Promise<Work>;
}

/** Where a run takes place, for the runner. */
export interface Site {
  /** Private to the run, empty at first; gone afterwards. */
  readonly folder: string;
  readonly request: RunRequest;
  /** Starts or joins the servers that the strategy needs; they end with the run. @throws RealRunError */
  readonly redis: (count: number) => Promise<readonly RedisServer[]>;
  /** Connection string of a database that is this run's own. */
  readonly postgresql: () => Promise<string>;
  /** Runs a process of ours (role) beside the actors until the run ends; resolves when it has said that it is ready. */
  readonly helper: (role: string, config: Plain) => Promise<void>;
  /** Notes the version of something that takes part. */
  readonly version: (name: string, version: string) => void;
}

/** What the actors work on. */
export interface Resource {
  /** Told to each actor. */
  readonly config: Plain;
  /** What stands there when all actors have ended. */
  final(): Promise<Plain>;
  /** Lets go of what `setUp` holds in the runner's process; the folder and the servers go by themselves. */
  close(): Promise<void>;
}

/** Where one actor is. */
export interface ActorSite {
  readonly folder: string;
  readonly config: Plain;
  readonly request: RunRequest;
  /** From 0 on; one that takes a killed actor's place has its number. */
  readonly actor: number;
  /** How often this actor was replaced before. */
  readonly life: number;
  /** Shared by the actors that are threads; null among processes. */
  readonly shared: SharedArrayBuffer | null;
}

/** What an actor does, one operation at a time. */
export interface Work {
  /** One operation. It tells the attempt when it enters and leaves its critical section. @throws what it cannot deal with, which ends the run */
  operate(attempt: Attempt): Promise<void> | void;
  close(): Promise<void> | void;
}

/** One operation under way. */
export interface Attempt {
  /** Counts the operations of this actor, from 0 on, over all its lives. */
  readonly number: number;
  /** The run is over: whoever still waits gives up, by throwing its reason. */
  readonly signal: AbortSignal;
  /** From 0 up to 1, by the seed. */
  readonly random: () => number;
  /** It is let in: from now on nobody else may be, if the strategy excludes. */
  entered(): void;
  /** What it read, at once after reading. */
  read(value: number): void;
  /** A place within the critical section where faults strike: the slow section, a pause, a kill. Called before what cannot be undone, and after. */
  fault(): Promise<void>;
  /** What it wrote, at once after writing, before the next `fault`. */
  wrote(value: number): void;
  /** It is about to let go. */
  left(): void;
  /** One more try was needed. */
  retried(): void;
  deadlocked(): void;
  /** The resource refused it for its token; the operation counts as refused, not as done. */
  refused(): void;
  /** It was not let in within its time; the operation counts as given up. */
  gaveUp(): void;
  /** It saw what must never be seen. */
  saw(breach: BreachKind, explanation: string): void;
}

/** What is needed on the machine, for the catalog. */
export type AvailabilityOf = (need: Need, servers: GivenServers) => Promise<Availability>;
