import { list, number, oneOf, orNull, record, string } from '../base/json.ts';
import type { Choice } from '../race/model/choice.ts';
import type { Place } from '../race/model/scenario-error.ts';
import { failureKinds } from './race-finding.ts';
import type { ActorLook, ObjectLook, Option, Snapshot, Trace, TraceProblem, TraceStep } from '../race/model/trace.ts';

const standings = ['ready', 'waits', 'paused', 'ended', 'crashed', 'broken'] as const;
const happenings = ['step', 'crash', 'pause', 'power-loss', 'tick'] as const;

/** A run as it was sent. @throws SyntaxError when it is none, or its numbers name no step */
export function readTrace(value: unknown): Trace {
  const fields = record(value);
  const steps = list(fields['steps'], readStep);
  const within = (at: number): number => (Number.isInteger(at) && at >= 0 && at < steps.length ? at : rejectStep());
  steps.forEach(({ follows }) => follows.forEach(within));
  return {
    scenario: string(fields['scenario']),
    variant: string(fields['variant']),
    schedule: string(fields['schedule']),
    start: readSnapshot(fields['start']),
    steps,
    loopFrom: orNull(fields['loopFrom'], (each) => within(number(each))),
    options: list(fields['options'], readOption),
    problem: orNull(fields['problem'], (each) => readProblem(each, steps.length)),
    isOver: fields['isOver'] === true,
  };
}

export function readPlace(value: unknown): Place {
  const fields = record(value);
  return { file: string(fields['file']), line: number(fields['line']), column: number(fields['column']) };
}

function readChoice(value: unknown): Choice {
  const fields = record(value);
  return { move: number(fields['move']), way: number(fields['way']) };
}

function rejectStep(): never {
  throw new SyntaxError('not a step of the run');
}

export function readOption(value: unknown): Option {
  const fields = record(value);
  return { choice: readChoice(fields['choice']), what: oneOf(happenings, fields['what']), actor: orNull(fields['actor'], string), label: string(fields['label']) };
}

function readStep(value: unknown): TraceStep {
  const fields = record(value);
  return {
    ...readOption(value),
    object: orNull(fields['object'], string),
    operation: orNull(fields['operation'], string),
    result: orNull(fields['result'], string),
    place: orNull(fields['place'], readPlace),
    changes: list(fields['changes'], readChange),
    after: readSnapshot(fields['after']),
    follows: list(fields['follows'], number),
    isPreemption: fields['isPreemption'] === true,
  };
}

function readChange(value: unknown): TraceStep['changes'][number] {
  const fields = record(value);
  return { object: string(fields['object']), before: string(fields['before']), after: string(fields['after']) };
}

function readSnapshot(value: unknown): Snapshot {
  const fields = record(value);
  return { objects: list(fields['objects'], readObject), actors: list(fields['actors'], readActor), now: orNull(fields['now'], number) };
}

function readObject(value: unknown): ObjectLook {
  const fields = record(value);
  return { name: string(fields['name']), kind: string(fields['kind']), text: string(fields['text']), holders: list(fields['holders'], string) };
}

function readActor(value: unknown): ActorLook {
  const fields = record(value);
  return {
    name: string(fields['name']),
    standing: oneOf(standings, fields['standing']),
    next: orNull(fields['next'], string),
    place: orNull(fields['place'], readPlace),
    waitsFor: orNull(fields['waitsFor'], readWait),
    serves: fields['serves'] === true,
  };
}

function readWait(value: unknown): NonNullable<ActorLook['waitsFor']> {
  const fields = record(value);
  return { object: string(fields['object']), holders: list(fields['holders'], string) };
}

function readProblem(value: unknown, steps: number): TraceProblem {
  const fields = record(value);
  const after = number(fields['after']);
  if (after > steps) throw new SyntaxError('not a step of the run');
  return { kind: oneOf(failureKinds, fields['kind']), condition: string(fields['condition']), explanation: string(fields['explanation']), after };
}
