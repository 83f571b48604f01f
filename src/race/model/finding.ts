/** What exploring one variant of one scenario came to. Plain data: it goes to webviews, terminals and tests as it is. */
export type Verdict = 'PROVED' | 'FAILED' | 'INCOMPLETE';

/** How a variant is explored. */
export type Method =
  /** Every state, once. Proves, finds the shortest failure, and knows of runs without an end. */
  | { readonly is: 'states' }
  /** Every order of the steps that makes a difference, once (optimal dynamic partial-order reduction). Proves. */
  | { readonly is: 'orders' }
  /** All orders with at most so many preemptions, from none on. Never proves. */
  | { readonly is: 'preemptions'; readonly most: number }
  /** So many runs by chance: each step by anybody alike, or by priorities that change at so many points (PCT). Never proves. */
  | { readonly is: 'chance'; readonly seed: number; readonly runs: number; readonly pctDepth: number | null };

export type FailureKind =
  /** An actor saw what must not be. */
  | 'broken'
  /** A condition that is to hold in every state, or where nobody can go on, does not. */
  | 'invariant' | 'finally'
  /** Actors wait for each other in a ring; actors wait for what does not come. */
  | 'deadlock' | 'stuck'
  /** A goal is awaited for ever. */
  | 'never';

export interface Failure {
  /** What it takes to see it again. @see replay */
  readonly schedule: string;
  /** One sentence that a person would say. */
  readonly explanation: string;
  readonly kind: FailureKind;
  /** The condition or the goal, or what the actor saw. */
  readonly condition: string;
  readonly steps: number;
  readonly preemptions: number;
  /**
   * Whether no schedule with fewer preemptions, or as many and fewer steps, breaks the promise; for one without an
   * end, none with fewer steps, counting its round once.
   */
  readonly isMinimal: boolean;
}

export interface Finding {
  readonly scenario: string;
  readonly variant: string;
  readonly method: Method;
  readonly verdict: Verdict;
  readonly expect: 'PROVED' | 'FAILED';
  readonly failure: Failure | null;
  /** The limit that was reached, when it is incomplete: "10000000 states". */
  readonly bound: string | null;
  /** Runs from the start to an end. */
  readonly executions: number;
  /** How many orders of the same steps these stand for, where it is counted; as digits, since it grows beyond numbers. */
  readonly interleavings: string | null;
  readonly states: number;
  readonly transitions: number;
}
