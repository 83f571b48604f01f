import { callText } from './call-text.ts';
import { explain, kindOf, conditionOf } from './explain.ts';
import type { Choice } from './exploration.ts';
import { neverIn } from './explicit/fairness.ts';
import { fingerprintOf } from './fingerprint.ts';
import { immediatelyBefore, type Footprint } from './happens-before.ts';
import { snapshotOf } from './look.ts';
import { canStep, happen, isQuiescent, waysOf } from './machine/happen.ts';
import { Machine } from './machine/machine.ts';
import { placeOf } from './place.ts';
import { Judge, type Problem } from './problem.ts';
import type { Scenario } from './scenario.ts';
import { ScenarioError } from './scenario-error.ts';
import { readMoves, readSchedule, writeMoves, writeSchedule } from './schedule.ts';
import { assertSystem } from './system-form.ts';
import type { Option, Snapshot, Trace, TraceStep } from './trace.ts';

/** A variant made ready to run. @throws ScenarioError when there is no such variant, or its system is not well-formed */
export function machineOf(scenario: Scenario, variant: string): Machine {
  const found = scenario.variants[variant];
  if (found === undefined) throw new ScenarioError(`${scenario.name} has no variant ${variant}. It has ${Object.keys(scenario.variants).join(', ')}.`);
  const system: unknown = found.system();
  assertSystem(system);
  return new Machine(system);
}

/**
 * Runs a schedule again, step by step.
 * @throws ScenarioError when the scenario has changed since, so that the schedule would tell of another one
 */
export function replay(scenario: Scenario, schedule: string): Trace {
  const read = readSchedule(schedule);
  if (read.scenario !== scenario.name) throw new ScenarioError(`The schedule is of ${read.scenario}, not of ${scenario.name}.`);
  const machine = machineOf(scenario, read.variant);
  if (fingerprintOf(machine) !== read.fingerprint) throw new ScenarioError(`${read.scenario}/${read.variant} has changed since this schedule was made, so that it would show something else. Explore it again.`);
  const { choices, loop } = readMoves(machine, read.moves);
  return traceOf(machine, { scenario: scenario.name, variant: read.variant, choices, loop });
}

/** What is to be run. */
export interface Run {
  readonly scenario: string;
  readonly variant: string;
  readonly choices: readonly Choice[];
  /** What then repeats for ever. */
  readonly loop: readonly Choice[];
}

/** The schedule of a run of this machine, as text. */
export function scheduleOf(machine: Machine, { scenario, variant, choices, loop }: Run): string {
  return writeSchedule({ scenario, variant, fingerprint: fingerprintOf(machine), moves: writeMoves(machine, choices, loop) });
}

/**
 * A run, with all there is to see after each of its steps.
 * @throws ScenarioError when a step cannot happen where it is to
 */
export function traceOf(machine: Machine, run: Run): Trace {
  const judge = new Judge(machine);
  const state = Int32Array.from(machine.initial);
  const footprints: Footprint[] = [];
  const steps: Omit<TraceStep, 'follows'>[] = [];
  let first: { readonly problem: Problem; readonly after: number } | null = withProblem(judge.problemIn(state), 0);
  let before = snapshotOf(machine, state);
  const start = before;
  for (const choice of [...run.choices, ...run.loop]) {
    if (waysOf(machine, state, choice.move) <= choice.way) throw new ScenarioError(`Step ${steps.length + 1} of the schedule cannot happen there: the scenario has changed. Explore it again.`);
    const option = optionOf(machine, state, choice);
    const isPreemption = preempts(machine, state, steps.at(-1), option);
    footprints.push(footprintOf(machine, state, choice));
    const details = detailsOf(machine, state, choice);
    happen(machine, state, choice.move, choice.way);
    const after = snapshotOf(machine, state);
    steps.push({ ...option, ...details, changes: changesOf(before, after), after, isPreemption });
    before = after;
    first ??= withProblem(judge.problemIn(state), steps.length);
  }
  const loopFrom = run.loop.length > 0 ? run.choices.length : null;
  first ??= withProblem(neverIn(machine, run.choices, run.loop), steps.length);
  const follows = immediatelyBefore(footprints);
  const all = steps.map((step, at) => ({ ...step, follows: follows[at] ?? [] }));
  return {
    scenario: run.scenario,
    variant: run.variant,
    schedule: scheduleOf(machine, run),
    start,
    steps: all,
    loopFrom,
    options: loopFrom === null ? optionsOf(machine, state) : [],
    problem: first === null ? null : { kind: kindOf(first.problem), condition: conditionOf(first.problem), explanation: explain(first.problem, all, loopFrom), after: first.after },
    isOver: isQuiescent(machine, state),
  };
}

function withProblem(problem: Problem | null, after: number): { readonly problem: Problem; readonly after: number } | null {
  return problem === null ? null : { problem, after };
}

function optionsOf(machine: Machine, state: Int32Array): readonly Option[] {
  return machine.moves.flatMap((_move, move) => Array.from({ length: waysOf(machine, state, move) }, (_way, way) => optionOf(machine, state, { move, way })));
}

function optionOf(machine: Machine, state: Int32Array, choice: Choice): Option {
  const move = machine.moves[choice.move];
  if (move === undefined) throw new RangeError(`no move has the number ${choice.move}`);
  const actor = 'actor' in move ? (machine.actors[move.actor] ?? '') : null;
  switch (move.is) {
    case 'step': {
      const { operation, result } = detailsOf(machine, state, choice);
      const object = machine.pending(state, move.actor)?.operation.target.name ?? '';
      return { choice, what: 'step', actor, label: `${object}.${operation ?? ''}${result === null ? '' : ` → ${result}`}` };
    }
    case 'crash': return { choice, what: 'crash', actor, label: `${actor} crashes` };
    case 'pause': return { choice, what: 'pause', actor, label: `${actor} stands still for ${machine.system.faults?.pause?.ticks ?? 0} ticks` };
    case 'power-loss': return { choice, what: 'power-loss', actor, label: 'The power is lost' };
    case 'tick': return { choice, what: 'tick', actor, label: 'Time goes on' };
  }
}

function detailsOf(machine: Machine, state: Int32Array, { move, way }: Choice): Pick<TraceStep, 'object' | 'operation' | 'result' | 'place'> {
  const what = machine.moves[move];
  const pending = what?.is === 'step' ? machine.pending(state, what.actor) : null;
  if (pending === null || what?.is !== 'step') return { object: null, operation: null, result: null, place: null };
  const { operation } = pending;
  const end = machine.endsOf(state, what.actor)[way];
  return { object: operation.target.name, operation: callText(operation.name, operation.args), result: end === undefined || end.result < 0 ? null : resultText(pending.resultOf(end.result)), place: placeOf(operation.site) };
}

function resultText(result: unknown): string | null {
  return result === null || result === undefined ? null : JSON.stringify(result);
}

function footprintOf(machine: Machine, state: Int32Array, { move }: Choice): Footprint {
  const what = machine.moves[move];
  if (what?.is !== 'step') return { actor: null, object: null, touches: null };
  const pending = machine.pending(state, what.actor);
  return { actor: machine.actors[what.actor] ?? '', object: pending?.operation.target.name ?? null, touches: pending?.operation.touches ?? [] };
}

function preempts(machine: Machine, state: Int32Array, last: Option | undefined, next: Option): boolean {
  return last?.what === 'step' && last.actor !== null && last.actor !== next.actor && canStep(machine, state, machine.actorNamed(last.actor));
}

function changesOf(before: Snapshot, after: Snapshot): TraceStep['changes'] {
  return after.objects.flatMap(({ name, text }, at) => {
    const old = before.objects[at]?.text ?? '';
    return old === text ? [] : [{ object: name, before: old, after: text }];
  });
}
