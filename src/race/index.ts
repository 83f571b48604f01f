/**
 * The race lab without a screen, as `lockscope/core` has it, and as a user's `*.race.ts` imports it from there.
 * @module
 */
export { defineScenario, promise, PromiseBroken, type ActorOf, type ActorOptions, type Condition, type Faults, type Goal, type Scenario, type System, type Variant, type View } from './model/scenario.ts';
export { again, Again, forever, loop, LoopHead, retry, type Body, type Yielded } from './model/loop.ts';
export { Operation, readsAll, writesAll, type Caller, type Done, type Effect, type Touch } from './model/operation.ts';
export { blocked, done, SharedObject } from './model/shared-object.ts';
export * from './model/objects/index.ts';
export type { Semaphore as ModelSemaphore } from './model/objects/semaphore.ts';
export { ScenarioError, type Place } from './model/scenario-error.ts';
export type { Choice, Progress } from './model/choice.ts';
export type { Failure, FailureKind, Finding, Method, Verdict } from './model/finding.ts';
export type { ActorLook, ObjectLook, Option, Snapshot, Trace as RaceTrace, TraceProblem, TraceStep } from './model/trace.ts';
export type { Value } from './model/value.ts';
export { explore, type ExploreOptions } from './explore.ts';
export { replay } from './model/replay.ts';
