import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { counter } from '../../../../src/race/model/objects/index.ts';
import { defineScenario, type Scenario } from '../../../../src/race/model/scenario.ts';
import { ScenarioError } from '../../../../src/race/model/scenario-error.ts';
import { explored } from './exploring.ts';

const sum = counter('sum');

function* count(): Generator {
  yield* sum.add(1);
}

/** As a file without types has it. */
function untyped(system: unknown): Scenario {
  const variant = { explanation: 'e', expect: 'PROVED', system: () => ({ shared: [], actors: {} }) } as const;
  Object.defineProperty(variant, 'system', { value: () => system });
  return defineScenario({ name: 'untyped', title: 't', promise: 'p', topic: 'o', variants: { it: variant } });
}

function refuses(system: unknown, message: RegExp): void {
  assert.throws(() => explored(untyped(system)), (error) => error instanceof ScenarioError && message.test(error.message), String(message));
}

const whole = { shared: [sum], actors: { A: count } };
const never = { name: 'It never counts.', holds: () => false };

describe('a system that no types have checked', () => {
  test('is explored when it is whole', () => {
    assert.equal(explored(untyped({ ...whole, finally: [never] })).verdict, 'FAILED');
  });

  test('has nothing that would not be looked at', () => {
    refuses({ ...whole, final: [never] }, /has "final", which means nothing here\. It can have .*finally/);
    refuses({ ...whole, finally: [{ ...never, hold: true }] }, /"It never counts\." of the "finally" has "hold"/);
    refuses({ ...whole, actors: { A: { run: count, server: true } } }, /actor A has "server"/);
    refuses({ ...whole, faults: { crashes: {} } }, /object "faults" has "crashes"/);
  });

  test('has each part in its form', () => {
    refuses(null, /What "system" returns has to be an object/);
    refuses(Promise.resolve(whole), /What "system" returns has to be an object/);
    refuses({ actors: { A: count } }, /"shared" .* array of shared objects/);
    refuses({ ...whole, shared: ['sum'] }, /"shared" .* array of shared objects/);
    refuses({ shared: [sum] }, /"actors" of the system has to be an object/);
    refuses({ ...whole, actors: { A: count() } }, /actor A is no function\*.*do not call it/);
    refuses({ ...whole, invariants: never }, /"invariants" .* array/);
    refuses({ ...whole, invariants: [{ name: 'i', holds: true }] }, /"i" of the "invariants" has no function "holds"/);
    refuses({ ...whole, ticks: 2.5 }, /"ticks" of the system has to be a whole number from 0/);
  });

  test('says who its faults can happen to', () => {
    refuses({ ...whole, faults: { crash: true } }, /fault "crash" has to be an object/);
    refuses({ ...whole, faults: { crash: {} } }, /which "actors"/);
    refuses({ ...whole, ticks: 3, faults: { pause: { actors: ['A'] } } }, /"ticks" of a pause has to be a whole number from 1/);
  });

  test('has conditions that say yes or no', () => {
    refuses({ ...whole, invariants: [{ name: 'i', holds: async () => Promise.resolve(false) }] }, /"i" has to return true or false, not a promise/);
    refuses({ ...whole, finally: [{ name: 'f', holds: () => undefined }] }, /"f" has to return true or false, not undefined/);
    refuses({ ...whole, goals: [{ name: 'g', isAwaited: () => 1 }] }, /"g" has to return true or false, not 1/);
  });

  test('has all objects among those that are shared, also those with the name of another', () => {
    const other = counter('sum');
    refuses({ ...whole, actors: { *A() { yield* sum.add(1); yield* other.add(1); } } }, /^sum is used but is not among the shared objects of the system: another one has its name\..*system-form/);
  });

  test('has actors with steps', () => {
    refuses({ ...whole, actors: { A: () => undefined } }, /A threw TypeError: its function is no generator function/);
    refuses({ ...whole, actors: { async *A() { yield await Promise.resolve(sum.add(1)); } } }, /A threw TypeError: its function is no generator function/);
  });
});
