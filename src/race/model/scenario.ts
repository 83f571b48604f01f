import type { Body } from './loop.ts';
import type { SharedObject } from './shared-object.ts';
import { ScenarioError } from './scenario-error.ts';
import type { Value } from './value.ts';

/** A state of all that takes part, to look at. */
export interface View {
  /** The state of a shared object. */
  of<S extends Value>(object: SharedObject<S>): S;
  /** Whether that actor has done its last step. One that has crashed has not. */
  hasEnded(actor: string): boolean;
  hasCrashed(actor: string): boolean;
  /** Whether that actor can do no step until another does one. */
  isBlocked(actor: string): boolean;
}

/** Something that is to be so. */
export interface Condition {
  /** What is to be so, as a sentence: "Both increments are kept." */
  readonly name: string;
  holds(view: View): boolean;
  /** What is wrong, said of a state in which it does not hold: "The counter is 11, not 12." */
  says?(view: View): string;
}

/** Something that every actor that waits for it gets, however the steps fall, as long as nobody who can go on stands still for ever. */
export interface Goal {
  /** As a sentence: "The writer gets in." */
  readonly name: string;
  /** Whether somebody is still waiting for it in that state. Wrong is a run in which this stays so for ever. */
  isAwaited(view: View): boolean;
}

export interface ActorOptions {
  /** Its steps: one for each yield. */
  run(): Body;
  /** It serves the others: that it waits in the end is no failure. */
  readonly serves?: boolean;
}

export type ActorOf = (() => Body) | ActorOptions;

/** What may go wrong, besides an unlucky order of steps. */
export interface Faults {
  /** Actors that may end at any step without another, at most so many of them. */
  readonly crash?: { readonly actors: readonly string[]; readonly most?: number };
  /** Actors that may stand still at any step for so many ticks (a garbage collection, a laptop asleep), at most so many times in all. */
  readonly pause?: { readonly actors: readonly string[]; readonly ticks: number; readonly most?: number };
  /** The machine may lose its power once: every actor ends, and what was not flushed may be lost. */
  readonly powerLoss?: boolean;
}

/** What takes part in a scenario, what they do, and what is to be so. */
export interface System {
  readonly shared: readonly SharedObject[];
  readonly actors: Readonly<Record<string, ActorOf>>;
  /** To hold in every state. */
  readonly invariants?: readonly Condition[];
  /** To hold in every state in which nobody can go on. */
  readonly finally?: readonly Condition[];
  readonly goals?: readonly Goal[];
  readonly faults?: Faults;
  /** Virtual time ends after so many ticks. It goes on only when nobody can do a step. */
  readonly ticks?: number;
}

export interface Variant {
  /** What this variant does, and what comes of it, in plain words. */
  readonly explanation: string;
  /** What it promises to be found to be. */
  readonly expect: 'PROVED' | 'FAILED';
  /** What mends it, and why, when it is broken. */
  readonly fix?: string;
  system(): System;
}

export interface Scenario {
  /** Lower case, with hyphens: part of a schedule. */
  readonly name: string;
  readonly title: string;
  /** One sentence that is to be so, whatever the order of the steps. */
  readonly promise: string;
  /** What it belongs to: a topic of the seeds, or a user's own. */
  readonly topic: string;
  readonly variants: Readonly<Record<string, Variant>>;
}

const nameForm = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * A scenario: one promise, and the protocols that keep or break it.
 * @throws ScenarioError when a name is not of the form that a schedule can carry, or there is no variant
 */
export function defineScenario(scenario: Scenario): Scenario {
  for (const name of [scenario.name, ...Object.keys(scenario.variants)]) {
    if (!nameForm.test(name)) throw new ScenarioError(`"${name}" cannot be part of a schedule. Use small letters, digits and single hyphens: "lost-update".`);
  }
  if (Object.keys(scenario.variants).length === 0) throw new ScenarioError(`The scenario ${scenario.name} has no variants. Give it at least one.`);
  return scenario;
}

/** What an actor throws when it has seen something that must not be. */
export class PromiseBroken extends Error {
  override readonly name = 'PromiseBroken';
}

/** What was broken last, until it is taken: an actor that catches what {@link promise} throws has broken it all the same. */
let lastBroken: PromiseBroken | null = null;

/**
 * To be so where an actor stands. It is no step of its own.
 * @throws PromiseBroken which the explorer takes as the promise being broken
 */
export function promise(holds: boolean, otherwise: string): asserts holds {
  if (holds) return;
  lastBroken = new PromiseBroken(otherwise);
  throw lastBroken;
}

/** The promise that was broken since this was asked last, or null. For the explorer, after each piece of an actor's code. */
export function takeBroken(): PromiseBroken | null {
  const taken = lastBroken;
  lastBroken = null;
  return taken;
}
