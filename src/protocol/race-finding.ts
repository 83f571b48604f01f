import { list, number, oneOf, orNull, record, string } from '../base/json.ts';
import type { CatalogScenario, CatalogVariant, VariantId } from '../race/lab.ts';
import type { Progress } from '../race/model/choice.ts';
import type { Failure, FailureKind, Finding, Method } from '../race/model/finding.ts';

const verdicts = ['PROVED', 'FAILED', 'INCOMPLETE'] as const;
const expected = ['PROVED', 'FAILED'] as const;
const methods = ['states', 'orders', 'preemptions', 'chance'] as const;
export const failureKinds = ['broken', 'invariant', 'finally', 'deadlock', 'stuck', 'never'] as const satisfies readonly FailureKind[];

/** What was found, as it was sent or kept. @throws SyntaxError when it is none of ours */
export function readFinding(value: unknown): Finding {
  const fields = record(value);
  return {
    scenario: string(fields['scenario']),
    variant: string(fields['variant']),
    method: readMethod(fields['method']),
    verdict: oneOf(verdicts, fields['verdict']),
    expect: oneOf(expected, fields['expect']),
    failure: orNull(fields['failure'], readFailure),
    bound: orNull(fields['bound'], string),
    interleavings: orNull(fields['interleavings'], digits),
    ...readProgress(value),
  };
}

export function readMethod(value: unknown): Method {
  const fields = record(value);
  const is = oneOf(methods, fields['is']);
  switch (is) {
    case 'states':
    case 'orders':
      return { is };
    case 'preemptions':
      return { is, most: number(fields['most']) };
    case 'chance':
      return { is, seed: number(fields['seed']), runs: number(fields['runs']), pctDepth: orNull(fields['pctDepth'], number) };
  }
}

export function readProgress(value: unknown): Progress {
  const fields = record(value);
  return { executions: number(fields['executions']), states: number(fields['states']), transitions: number(fields['transitions']) };
}

export function readVariantId(value: unknown): VariantId {
  const fields = record(value);
  return { file: orNull(fields['file'], string), scenario: string(fields['scenario']), variant: string(fields['variant']) };
}

export function readScenario(value: unknown): CatalogScenario {
  const fields = record(value);
  return {
    file: orNull(fields['file'], string),
    name: string(fields['name']),
    title: string(fields['title']),
    promise: string(fields['promise']),
    topic: string(fields['topic']),
    variants: list(fields['variants'], readVariant),
  };
}

function readVariant(value: unknown): CatalogVariant {
  const fields = record(value);
  return { name: string(fields['name']), explanation: string(fields['explanation']), expect: oneOf(expected, fields['expect']), fix: orNull(fields['fix'], string) };
}

function readFailure(value: unknown): Failure {
  const fields = record(value);
  return {
    schedule: string(fields['schedule']),
    explanation: string(fields['explanation']),
    kind: oneOf(failureKinds, fields['kind']),
    condition: string(fields['condition']),
    steps: number(fields['steps']),
    preemptions: number(fields['preemptions']),
    isMinimal: fields['isMinimal'] === true,
  };
}

function digits(value: unknown): string {
  const text = string(value);
  if (!/^\d{1,5000}$/.test(text)) throw new SyntaxError('not digits');
  return text;
}
