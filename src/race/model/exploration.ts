import type { Choice, Progress } from './choice.ts';
import type { Problem } from './problem.ts';

export type { Choice, Progress } from './choice.ts';

/** A broken promise, and how it comes about. */
export interface Found {
  readonly problem: Problem;
  readonly schedule: readonly Choice[];
  /** What then repeats for ever; empty where the schedule just ends. */
  readonly loop: readonly Choice[];
}

/** What an engine has found. */
export interface Explored extends Progress {
  readonly found: Found | null;
  /** Which limit ended it before it had seen all there is, or null when it has seen all. */
  readonly bound: string | null;
  /** The final states, each as a text, when they were asked for. @see finalStateOf */
  readonly finals: ReadonlySet<string>;
}

export interface Limits {
  /** Ends after so many states. */
  readonly states: number;
  /** Ends after so many executions. */
  readonly executions: number;
  /** Ends at the first broken promise; otherwise it goes on and keeps the first. */
  readonly stopsAtProblem: boolean;
  /** Collects the final states. */
  readonly collectsFinals: boolean;
}

/** 10 million states take less than 2 GB. */
export const defaultLimits: Limits = { states: 10_000_000, executions: 10_000_000, stopsAtProblem: true, collectsFinals: false };

/** An exploration in slices: whoever runs it may show how far it has come, or stop. It knows no clock of its own. */
export type Engine = Generator<Progress, Explored>;
