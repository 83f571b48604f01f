import type { FaultKind } from './request.ts';

/** What the seeds' closing table says of an approach. */
export interface Claim {
  readonly approach: string;
  readonly latency: string;
  readonly throughput: string;
  readonly contention: string;
  readonly complexity: string;
  readonly deadlockRisk: string;
}

/** A variant of a scenario of the model. */
export interface ModelVariant {
  readonly scenario: string;
  readonly variant: string;
}

/** Whether a strategy can run here, and else how to make that so. */
export type Availability = { readonly is: 'here' } | { readonly is: 'missing'; readonly what: string; readonly how: string };

export interface CatalogStrategy {
  readonly name: string;
  readonly title: string;
  /** One sentence: how it keeps actors apart. */
  readonly summary: string;
  /** What is claimed of it without faults: that it keeps the promise of the scenario, or that it breaks it. */
  readonly claims: 'kept' | 'broken';
  /** Faults under which it still claims what it claims. */
  readonly survives: readonly FaultKind[];
  /** Faults that make sense with it. */
  readonly faults: readonly FaultKind[];
  readonly actorsAre: 'processes' | 'threads';
  /** What the model says of the same protocol. */
  readonly model: ModelVariant | null;
  readonly claim: Claim | null;
  readonly availability: Availability;
}

export interface CatalogRealScenario {
  readonly name: string;
  readonly title: string;
  readonly promise: string;
  /** Of the seeds. */
  readonly topic: string;
  readonly strategies: readonly CatalogStrategy[];
}

export interface RealCatalog {
  readonly scenarios: readonly CatalogRealScenario[];
}
