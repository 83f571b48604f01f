import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Choice } from '../../../../src/race/model/exploration.ts';
import { finalStateOf } from '../../../../src/race/model/final-state.ts';
import { happen, isQuiescent, waysOf } from '../../../../src/race/model/machine/happen.ts';
import { counter, mutex } from '../../../../src/race/model/objects/index.ts';
import { Random } from '../../../../src/race/model/random/random.ts';
import { machineOf, replay, scheduleOf, traceOf } from '../../../../src/race/model/replay.ts';
import { scenarios } from '../../../../src/race/scenarios/index.ts';
import { explored } from './exploring.ts';
import { crossedLocks, lostUpdate, only, polite } from './small-scenarios.ts';

describe('a schedule', () => {
  test('is short, and shows each step with what it changes and what it follows', () => {
    const scenario = only(lostUpdate);
    const { failure } = explored(scenario);
    assert.match(failure?.schedule ?? '', /^small\/it@[0-9a-f]{8}:abba$/);
    const trace = replay(scenario, failure?.schedule ?? '');
    assert.deepEqual(trace.steps.map(({ actor, label }) => `${actor} ${label}`), ['A counter.json.read() → 10', 'B counter.json.read() → 10', 'B counter.json.write(11)', 'A counter.json.write(11)']);
    assert.deepEqual(trace.steps.map(({ follows }) => follows), [[], [], [0, 1], [2]]);
    assert.deepEqual(trace.steps.map(({ changes }) => changes.length), [0, 0, 1, 0]);
    assert.deepEqual(trace.steps.map(({ place }) => place?.file.split('/').at(-1)), Array.from({ length: 4 }, () => 'small-scenarios.ts'));
    assert.deepEqual([trace.isOver, trace.options, trace.problem?.after, trace.problem?.kind], [true, [], 4, 'finally']);
  });

  test('shows who waits for whom where nobody can go on', () => {
    const scenario = only(crossedLocks);
    const { steps } = replay(scenario, explored(scenario).failure?.schedule ?? '');
    assert.deepEqual(steps.at(-1)?.after.actors.map(({ name, standing, waitsFor }) => [name, standing, waitsFor?.object, waitsFor?.holders]), [['A', 'waits', 'b', ['B']], ['B', 'waits', 'a', ['A']]]);
  });

  test('of a run without an end has its round in brackets, and is shown to be fair', () => {
    const scenario = only(polite);
    const trace = replay(scenario, explored(scenario).failure?.schedule ?? '');
    assert.deepEqual([trace.loopFrom, trace.problem?.kind, trace.options], [0, 'never', []]);
    assert.equal(replay(scenario, trace.schedule.replace(/\(.*$/, 'aab')).problem, null);
  });

  test('may be cut short, and then has what can happen next', () => {
    const scenario = only(lostUpdate);
    const trace = replay(scenario, (explored(scenario).failure?.schedule ?? '').slice(0, -2));
    assert.deepEqual(trace.options.map(({ actor, label }) => `${actor} ${label}`), ['A counter.json.write(11)', 'B counter.json.write(11)']);
    assert.deepEqual([trace.problem, trace.isOver], [null, false]);
  });

  test('of a scenario that has changed is refused', () => {
    const schedule = explored(only(lostUpdate)).failure?.schedule ?? '';
    const changed: Parameters<typeof only>[0][] = [
      () => lostUpdate(3),
      () => ({ ...lostUpdate(), faults: { crash: { actors: ['A'] } } }),
      () => ({ ...lostUpdate(), finally: [{ name: 'Every increment is kept.', holds: () => false }] }),
      () => {
        const file = counter('counter.json', 10, 'file');
        const add = function* () { yield file.add(1); };
        return { ...lostUpdate(), shared: [file], actors: { A: add, B: add } };
      },
    ];
    for (const system of changed) assert.throws(() => replay(only(system), schedule), /has changed since this schedule was made/);
    assert.doesNotThrow(() => replay(only(lostUpdate), schedule));
  });

  test('that is none, or of another scenario, or cannot happen, is refused', () => {
    const scenario = only(lostUpdate);
    const { schedule } = explored(scenario).failure ?? { schedule: '' };
    for (const [text, message] of [['nonsense', /is no schedule/], [schedule.replace('small/', 'other/'), /is of other/], [schedule.replace('/it', '/that'), /has no variant that/], [`${schedule}a`, /cannot happen there/], [`${schedule}z`, /nobody in this scenario does/]] as const) assert.throws(() => replay(scenario, text), message);
  });

  test('waits for nobody: a lock that is held shows its holder', () => {
    const scenario = only(() => {
      const lock = mutex('lock');
      return { shared: [lock], actors: { *A() { yield lock.acquire(); } } };
    }, 'PROVED');
    const machine = machineOf(scenario, 'it');
    const trace = traceOf(machine, { scenario: 'small', variant: 'it', choices: [{ move: 0, way: 0 }], loop: [] });
    assert.deepEqual(trace.steps[0]?.after.objects, [{ name: 'lock', kind: 'mutex', text: 'held by A', holders: ['A'] }]);
  });
});

test('1,000 random runs of all scenarios, written as schedules and run again, come to the same final states', () => {
  const random = new Random(7);
  const variants = scenarios.flatMap((scenario) => Object.keys(scenario.variants).map((variant) => ({ scenario, variant })));
  let failures = 0;
  for (let run = 0; run < 1000; run += 1) {
    const { scenario, variant } = variants[run % variants.length] ?? random.oneOf(variants);
    const machine = machineOf(scenario, variant);
    const state = Int32Array.from(machine.initial);
    const choices: Choice[] = [];
    while (!isQuiescent(machine, state) && choices.length < 300) {
      const choice = random.oneOf(machine.moves.flatMap((_move, move) => Array.from({ length: waysOf(machine, state, move) }, (_way, way) => ({ move, way }))));
      happen(machine, state, choice.move, choice.way);
      choices.push(choice);
    }
    const schedule = scheduleOf(machine, { scenario: scenario.name, variant, choices, loop: [] });
    const again = replay(scenario, schedule);
    assert.equal(again.schedule, schedule);
    assert.equal(again.steps.length, choices.length);
    const objects = machine.objects.map((object, at) => object.describe(machine.stateOf(state, at)));
    assert.deepEqual((again.steps.at(-1)?.after ?? again.start).objects.map(({ text }) => text), objects, finalStateOf(machine, state));
    failures += Number(again.problem !== null);
  }
  assert.ok(failures > 100, `only ${failures} of them broke a promise`);
});
