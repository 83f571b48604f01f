import type { Choice } from './choice.ts';
import type { FailureKind } from './finding.ts';
import type { Place } from './scenario-error.ts';

/** A shared object in one state. */
export interface ObjectLook {
  readonly name: string;
  readonly kind: string;
  readonly text: string;
  /** Actors that hold it. */
  readonly holders: readonly string[];
}

/** How an actor stands in one state. */
export interface ActorLook {
  readonly name: string;
  readonly standing: 'ready' | 'waits' | 'paused' | 'ended' | 'crashed' | 'broken';
  /** What it does next or waits to do: "counter.json.read()"; null when nothing. */
  readonly next: string | null;
  /** The line of that. */
  readonly place: Place | null;
  /** The object that it waits for, and who holds it. */
  readonly waitsFor: { readonly object: string; readonly holders: readonly string[] } | null;
  readonly serves: boolean;
}

/** All there is to see in one state. */
export interface Snapshot {
  readonly objects: readonly ObjectLook[];
  readonly actors: readonly ActorLook[];
  /** Virtual time in ticks, or null where there is none. */
  readonly now: number | null;
}

/** Something that can happen next. */
export interface Option {
  readonly choice: Choice;
  readonly what: 'step' | 'crash' | 'pause' | 'power-loss' | 'tick';
  readonly actor: string | null;
  /** "counter.json.read() → 10", "crash of A", "the power is lost", "time goes on". */
  readonly label: string;
}

/** Something that happened. */
export interface TraceStep extends Option {
  readonly object: string | null;
  /** Without its object: "read()". */
  readonly operation: string | null;
  readonly result: string | null;
  readonly place: Place | null;
  readonly changes: readonly { readonly object: string; readonly before: string; readonly after: string }[];
  readonly after: Snapshot;
  /** The steps right before it in the happens-before order, by number. */
  readonly follows: readonly number[];
  /** Whether the actor of the step before could have gone on. */
  readonly isPreemption: boolean;
}

/** How a run breaks the promise. */
export interface TraceProblem {
  readonly kind: FailureKind;
  /** The condition or the goal, or what the actor saw. */
  readonly condition: string;
  /** One sentence that a person would say. */
  readonly explanation: string;
  /** After so many steps. */
  readonly after: number;
}

/** A run, to be looked at step by step. */
export interface Trace {
  readonly scenario: string;
  readonly variant: string;
  /** What it takes to see these steps again. */
  readonly schedule: string;
  readonly start: Snapshot;
  readonly steps: readonly TraceStep[];
  /** From which step on it repeats for ever; null when it does not. */
  readonly loopFrom: number | null;
  /** What can happen after the last step. */
  readonly options: readonly Option[];
  /** What is wrong, first; null when nothing is. */
  readonly problem: TraceProblem | null;
  /** Whether nobody can go on. */
  readonly isOver: boolean;
}
