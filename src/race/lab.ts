import type { Progress } from './model/choice.ts';
import type { Finding, Method } from './model/finding.ts';
import type { Trace } from './model/trace.ts';

/** One variant of one scenario: of a user's file, or of those that come with Lockscope (null). */
export interface VariantId {
  readonly file: string | null;
  readonly scenario: string;
  readonly variant: string;
}

export interface CatalogVariant {
  readonly name: string;
  readonly explanation: string;
  readonly expect: 'PROVED' | 'FAILED';
  /** What mends it, when it is broken. */
  readonly fix: string | null;
}

export interface CatalogScenario {
  readonly file: string | null;
  readonly name: string;
  readonly title: string;
  readonly promise: string;
  readonly topic: string;
  readonly variants: readonly CatalogVariant[];
}

/** The scenarios that come with Lockscope, and those of one file. */
export interface Catalog {
  readonly scenarios: readonly CatalogScenario[];
}

/**
 * Explores scenarios outside of the thread that asks, with a limit on memory and time: each of a user's file in a
 * thread of its own, which is gone when it is over, cancelled or the lab disposed.
 */
export interface Lab {
  /** @throws ScenarioError of a file that is none, does not load, or defines none; with its line */
  catalog(file: string | null): Promise<Catalog>;
  /** @throws ScenarioError; the signal's reason */
  explore(variant: VariantId, method: Method | null, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<Finding>;
  /** A run by its schedule, or no step of it (null). A schedule may be cut short, or be gone on with (see Option). */
  trace(variant: VariantId, schedule: string | null): Promise<Trace>;
  /** The schedule of a trace with one more move. */
  further(trace: Trace, option: number): string;
  /** The text of a source that a place names; null when there is none. */
  source(file: string): Promise<string | null>;
  dispose(): void;
}
