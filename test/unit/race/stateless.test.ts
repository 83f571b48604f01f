import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { countInterleavings } from '../../../src/race/model/explicit/interleavings.ts';
import { finalStateOf } from '../../../src/race/model/final-state.ts';
import { forever, retry } from '../../../src/race/model/loop.ts';
import { happen } from '../../../src/race/model/machine/happen.ts';
import { Machine } from '../../../src/race/model/machine/machine.ts';
import { chance, counter, mutex } from '../../../src/race/model/objects/index.ts';
import type { Operation } from '../../../src/race/model/operation.ts';
import type { System } from '../../../src/race/model/scenario.ts';
import { bounded } from '../../../src/race/model/stateless/bounded.ts';
import { cells } from './programs/cells.ts';
import { everything, orders } from './programs/engines.ts';
import { loopingPhilosophers, lostUpdate, readers } from './programs/reference.ts';

describe('exploring every order that makes a difference', () => {
  test('an invariant of two objects sees the states between steps that touch only one of them', () => {
    const [x, y] = [counter('x'), counter('y')];
    const toggled = (object: typeof x) => function* () {
      yield object.write(1);
      yield object.write(0);
    };
    // B's steps come first, when the invariant has not looked at y yet.
    const system: System = { shared: [x, y], actors: { B: toggled(y), A: toggled(x) } };
    assert.equal(orders(system).executions, 1);
    const watching = orders({ ...system, invariants: [{ name: 'Never both.', holds: (view) => view.of(x) === 0 || view.of(y) === 0 }] });
    assert.equal(watching.found?.problem.is, 'invariant');
    assert.equal(watching.executions, 6);
  });

  test('an invariant of how actors stand sees every state', () => {
    const [x, y] = [counter('x'), counter('y')];
    const twice = (object: typeof x) => function* () {
      yield object.write(1);
      yield object.write(2);
    };
    const { found } = orders({
      shared: [x, y],
      actors: { A: twice(x), B: twice(y) },
      invariants: [{ name: 'B ends when A has begun.', holds: (view) => !view.hasEnded('B') || view.of(x) !== 0 }],
    });
    assert.equal(found?.problem.is, 'invariant');
  });

  test('every outcome of chance is explored, once', () => {
    const dice = chance();
    const x = counter('x');
    const { executions, finals, blocked } = orders({
      shared: [dice, x],
      actors: {
        A: function* () { yield x.add(yield* dice.oneOf(1, 2, 3)); },
        B: function* () { yield x.add(10 * (yield* dice.oneOf(1, 2))); },
      },
    });
    assert.deepEqual({ executions, finals: finals.size, blocked }, { executions: 3 * 2 * 2, finals: 6, blocked: 0 });
  });

  test('who waits for two parts of an object comes before both of those that it waits for', () => {
    const both = cells('cells', 2);
    const traces = (last: () => Operation): number => orders({
      shared: [both],
      actors: {
        A: function* () { yield both.enter(0); },
        B: function* () { yield both.enter(1); },
        C: function* () { yield both.emptyWhenFull(); },
        D: function* () { yield last(); },
      },
    }).executions;
    // D comes first, or after C has emptied what A and B have filled.
    assert.equal(traces(() => both.enterBoth(0, 1)), 2);
    assert.equal(traces(() => both.whenAllFree()), 2);
  });

  test('a crash is explored at every time that makes a difference', () => {
    const [m, x] = [mutex('m'), counter('x')];
    const holder = function* () {
      yield m.acquire();
      yield x.add(1);
      yield m.release();
    };
    const { finals, found } = orders({ shared: [m, x], actors: { A: holder, B: holder }, faults: { crash: { actors: ['A'] } } });
    assert.equal(found?.problem.is, 'stuck');
    // A has not begun, holds it before or after it has added, or is done; B comes first or later.
    assert.equal([...finals].filter((final) => final.includes('A crashed')).length, 5);
  });

  test('what is found comes about again by its schedule', () => {
    const machine = new Machine(lostUpdate(3, 1));
    const system: System = { ...machine.system, finally: [{ name: 'None is lost.', holds: (view) => machine.objects.every((object) => view.of(object) === 3) }] };
    const { found } = orders(system, { ...everything, stopsAtProblem: true });
    const state = Int32Array.from(machine.initial);
    for (const { move, way } of found?.schedule ?? []) happen(machine, state, move, way);
    assert.equal(found?.problem.is, 'finally');
    assert.match(finalStateOf(machine, state), /x = [12];/);
  });

  test('no bound that was reached is passed over', () => {
    assert.equal(orders(readers(8), { ...everything, executions: 100 }).bound, '100 executions');
    const x = counter('x');
    const endless: System = { shared: [x], actors: { A: function* () { yield* forever(function* () { yield x.read(); }); } } };
    assert.equal(orders(endless, everything, 50).bound, '50 steps in one run');
  });

  test('a bounded number of rounds has an end', () => {
    const busy = mutex('busy');
    const system: System = {
      shared: [busy],
      actors: {
        A: function* () { yield busy.acquire(); },
        B: function* () { yield* retry(function* () { return (yield* busy.tryAcquire()) || undefined; }); },
      },
    };
    const { bound, executions, blocked } = orders(bounded(system, 3));
    // B gets it at once, or finds it taken three times after it was taken.
    assert.deepEqual({ bound, executions, blocked }, { bound: null, executions: 2, blocked: 0 });
    assert.equal(orders(bounded(loopingPhilosophers(3, true), 1)).bound, null);
  });
});

describe('counting interleavings', () => {
  test('of steps that all stand alone', () => assert.equal(countInterleavings(new Machine(readers(8)), everything), 362_880n));
  test('beyond what numbers can tell', () => {
    const x = counter('x');
    const eight = function* () { for (let step = 0; step < 8; step += 1) yield x.read(); };
    // 32! / (8!)^4
    assert.equal(countInterleavings(new Machine({ shared: [x], actors: { A: eight, B: eight, C: eight, D: eight } }), everything), 99_561_092_450_391_000n);
  });
  test('not of loops', () => assert.equal(countInterleavings(new Machine(loopingPhilosophers(3, true)), everything), null));
  test('not of too many states', () => assert.equal(countInterleavings(new Machine(readers(8)), { ...everything, states: 10 }), null));
});
