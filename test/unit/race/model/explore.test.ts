import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultLimits } from '../../../../src/race/model/exploration.ts';
import { forever } from '../../../../src/race/model/loop.ts';
import { mutex, processes, register } from '../../../../src/race/model/objects/index.ts';
import { ScenarioError } from '../../../../src/race/model/scenario-error.ts';
import { defineScenario, promise } from '../../../../src/race/model/scenario.ts';
import { scenarios } from '../../../../src/race/scenarios/index.ts';
import { explored } from './exploring.ts';
import { coin, crossedLocks, greedy, killedHolder, lostUpdate, only, polite, tornWrite } from './small-scenarios.ts';

describe('exploring a variant', () => {
  test('a lost update fails by the fewest preemptions and steps, said as a person would', () => {
    const { verdict, failure } = explored(only(lostUpdate));
    assert.equal(verdict, 'FAILED');
    assert.deepEqual([failure?.kind, failure?.steps, failure?.preemptions, failure?.isMinimal], ['finally', 4, 1, true]);
    assert.equal(failure?.explanation, 'A read 10 from counter.json before B wrote 11, and wrote 11 over it; the counter is 11, not 12.');
  });

  test('a deadlock fails with its ring', () => {
    const { failure } = explored(only(crossedLocks));
    assert.deepEqual([failure?.kind, failure?.explanation], ['deadlock', 'A waits for b, which B holds; B waits for a, which A holds: none can go on.']);
  });

  test('two that give way to each other for ever fail by a round that is fair', () => {
    const { failure } = explored(only(polite));
    assert.deepEqual([failure?.kind, failure?.steps], ['never', 6]);
    assert.match(failure?.schedule ?? '', /:\(.+\)$/);
  });

  test('who is never let in fails, although the lock is free again and again', () => {
    assert.equal(explored(only(greedy)).failure?.kind, 'never');
  });

  test('chance comes up with everything in the end, but not with what it has not', () => {
    assert.equal(explored(only(() => coin(['heads', 'tails']))).verdict, 'PROVED');
    assert.equal(explored(only(() => coin(['tails', 'edge']))).failure?.kind, 'never');
  });

  test('a promise is broken also where the actor catches what it throws', () => {
    const { failure } = explored(only(() => {
      const x = register('x', 0);
      return { shared: [x], actors: { *A() { yield x.read(); try { promise(false, 'A saw it'); } catch { yield x.write(1); } } } };
    }));
    assert.deepEqual([failure?.kind, failure?.explanation], ['broken', 'A saw it.']);
  });

  test('what is to hold at the end is not proved where no run ends', () => {
    const { verdict, bound } = explored(only(() => {
      const x = register('x', 0);
      return { shared: [x], actors: { A: () => forever(function* () { yield x.read(); }) }, finally: [{ name: 'It is so.', holds: () => false }] };
    }));
    assert.deepEqual([verdict, bound], ['INCOMPLETE', 'no run comes to an end, where this is to hold: It is so. Say with a goal what everybody who waits gets']);
  });

  test('what an actor sees fails there', () => {
    const { failure } = explored(only(tornWrite));
    assert.deepEqual([failure?.kind, failure?.explanation, failure?.steps], ['broken', 'R read half a file.', 2]);
  });

  test('a lock file outlives its holder, a kernel lock does not', () => {
    const { failure } = explored(only(() => killedHolder('stays')));
    assert.equal(failure?.explanation, 'A is killed after data.lock.acquire(); B waits for ever for data.lock, which A still held at the end.');
    assert.equal(explored(only(() => killedHolder('is-released'))).verdict, 'PROVED');
  });

  test('time goes on only when nobody can do a step, and past one that stands still', () => {
    const system = (pauses: boolean) => () => {
      const lock = mutex('lock');
      const told = register('told', '');
      return {
        shared: [lock, told],
        actors: {
          *A() {
            yield lock.acquire();
            yield lock.release();
          },
          *B() {
            const isHeld = yield* lock.acquireUntil(3);
            yield told.write(isHeld ? 'got it' : 'too late');
            if (isHeld) yield lock.release();
          },
        },
        ticks: 9,
        ...(pauses ? { faults: { pause: { actors: ['A'], ticks: 5 } } } : {}),
        finally: [{ name: 'B gets it.', holds: (view: { of(object: typeof told): string }) => view.of(told) === 'got it' }],
      };
    };
    assert.equal(explored(only(system(false))).verdict, 'PROVED');
    assert.match(explored(only(system(true))).failure?.explanation ?? '', /^A stands still after lock\.acquire\(\); not so: B gets it/i);
  });

  test('who has crashed is known to be dead', () => {
    const finding = explored(only(() => {
      const table = processes();
      return { shared: [table], actors: { *A() { yield table.isAlive('A'); }, B: { *run() { yield table.whenDead('A'); }, serves: true } }, faults: { crash: { actors: ['A'] } }, finally: [{ name: 'B wakes only for the dead.', holds: (view) => view.hasEnded('B') === view.hasCrashed('A') }] };
    }));
    assert.equal(finding.verdict, 'PROVED');
  });

  test('no bound that was hit makes a proof', () => {
    const scenario = only(() => lostUpdate(4));
    const few = { ...defaultLimits, states: 20, executions: 3 };
    for (const method of [{ is: 'states' }, { is: 'orders' }, { is: 'preemptions', most: 0 }, { is: 'chance', seed: 1, runs: 1, pctDepth: 1 }] as const) {
      const { verdict, bound } = explored(scenario, method, { limits: { ...few, stopsAtProblem: true } });
      assert.ok(verdict === 'FAILED' || (verdict === 'INCOMPLETE' && bound !== null), method.is);
    }
    const harmless = only(() => killedHolder('is-released'), 'PROVED');
    assert.deepEqual([explored(harmless, { is: 'preemptions', most: 9 }).verdict, explored(harmless, { is: 'chance', seed: 1, runs: 100, pctDepth: 3 }).verdict], ['INCOMPLETE', 'INCOMPLETE']);
    assert.deepEqual([explored(harmless, { is: 'states' }, { limits: few }).bound, explored(harmless, { is: 'states' }).verdict], [null, 'PROVED']);
    assert.equal(explored(only(() => lostUpdate(4)), { is: 'states' }, { limits: { ...few, states: 10 } }).verdict, 'INCOMPLETE');
  });

  test('runs without an end are not looked for by orders, which is said', () => {
    assert.equal(explored(only(() => coin(['heads']))).verdict, 'PROVED');
    assert.deepEqual([explored(only(() => coin(['heads'])), { is: 'orders' }).verdict, explored(only(() => coin(['heads'])), { is: 'orders' }).bound], ['INCOMPLETE', 'runs without an end are not looked for']);
  });

  test('a proof tells how many interleavings it stands for', () => {
    const system = () => ({ ...lostUpdate(3), finally: [] });
    const [states, orders] = [explored(only(system)), explored(only(system), { is: 'orders' })];
    // 3 actors of 2 steps each: 6! / (2! 2! 2!).
    assert.deepEqual([states.interleavings, orders.interleavings, orders.executions], ['90', '90', 36]);
    assert.deepEqual([explored(only(() => lostUpdate(3))).interleavings, explored(only(() => coin(['heads', 'tails']))).interleavings], [null, null]);
  });

  test('chance finds the same for the same seed', () => {
    const by = (seed: number, pctDepth: number | null): string | undefined => explored(only(() => lostUpdate(3)), { is: 'chance', seed, runs: 1000, pctDepth }).failure?.schedule;
    for (const depth of [null, 2]) assert.equal(by(7, depth), by(7, depth));
    assert.ok(new Set([1, 2, 3, 4, 5, 6].map((seed) => by(seed, null))).size > 1);
  });

  test('a bug that takes three preemptions is not found with two', () => {
    const scenario = only(() => {
      const x = register('x', 0);
      return { shared: [x], actors: { *A() { yield x.write(1); yield x.write(2); yield x.write(3); }, B: { serves: true, *run() { yield x.whenIs(1); promise((yield* x.read()) !== 2, 'B saw 2'); } } } };
    });
    assert.equal(explored(scenario, { is: 'preemptions', most: 2 }).verdict, 'INCOMPLETE');
    assert.deepEqual([explored(scenario, { is: 'preemptions', most: 3 }).failure?.preemptions, explored(scenario).failure?.preemptions], [3, 3]);
  });
});

describe('a scenario that is wrong in itself', () => {
  const rejects = (system: Parameters<typeof only>[0], message: RegExp): void => assert.throws(() => explored(only(system)), (error) => error instanceof ScenarioError && message.test(error.message));
  const here = /explore\.test\.ts:\d+\)$/;

  test('throws', () => rejects(() => ({ shared: [], actors: { *A() { yield* []; throw new TypeError('oh no'); } } }), /^A threw TypeError: oh no\. \(.*explore\.test\.ts:\d+\)$/));

  test('never ends a step', () => rejects(() => {
    const x = register('x', 0);
    return { shared: [x], actors: { *A() { for (let at = 0; ; at += 1) yield x.write(at); } } };
  }, /^A did 1000 steps without an end\. Write what it repeats with retry/));

  test('is not deterministic', () => {
    let runs = 0;
    const x = register('x', 0);
    rejects(() => ({ shared: [x], actors: { *A() { yield x.write((runs += 1)); yield x.write(0); } } }), /does not do the same again .*explore\.test\.ts:\d+\)$/);
  });

  test('changes what it was handed', () => {
    const list = register<readonly number[]>('list', []);
    rejects(() => ({ shared: [list], actors: { *A() { const found = yield* list.read(); Reflect.apply(Array.prototype.push, found, [1]); } } }), /^A threw TypeError: Cannot add property 0/);
  });

  test('uses what it does not share', () => rejects(() => ({ shared: [], actors: { *A() { yield register('x', 0).read(); } } }), /^x is used but is not among the shared objects/));

  test('shares what is no plain data', () => {
    class Box { readonly inside = 1; }
    const box: { readonly inside: number } = new Box();
    rejects(() => ({ shared: [register('x', box)], actors: { *A() { yield* []; } } }), /^A Box cannot be part of a state/);
  });

  test('calls two objects alike', () => rejects(() => ({ shared: [mutex('x'), mutex('x')], actors: { *A() { yield* []; } } }), /^Two shared objects are called x/));

  test('has a condition that throws', () => rejects(() => ({ shared: [], actors: { *A() { yield* []; } }, finally: [{ name: 'It is so.', holds: () => { throw new Error('no'); } }] }), /^The condition "It is so\." threw: no/));

  test('has a name that no schedule can carry', () => assert.throws(() => defineScenario({ name: 'Lost Update', title: '', promise: '', topic: '', variants: {} }), /cannot be part of a schedule/));

  test('the line is that of the test', () => assert.throws(() => explored(only(() => ({ shared: [], actors: { *A() { yield* []; throw new Error('x'); } } }))), here));
});

describe('every scenario that comes with Lockscope', () => {
  for (const scenario of scenarios) {
    for (const [name, { expect, fix }] of Object.entries(scenario.variants)) {
      test(`${scenario.name}/${name} is ${expect}${expect === 'FAILED' ? ', by a schedule that is minimal' : ''}`, () => {
        const { verdict, failure } = explored(scenario, undefined, { variant: name });
        assert.equal(verdict, expect);
        if (expect === 'FAILED') assert.deepEqual([failure?.isMinimal, (fix ?? '').length > 20], [true, true]);
      });
    }
  }
});
