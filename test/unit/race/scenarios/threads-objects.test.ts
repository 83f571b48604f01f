// What monitors, ticket locks, naps and the like do in a given state, one operation at a time.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { future, monitor, naps, permits, processor, reentrantMutex, room, ticketLock, type Monitor } from '../../../../src/race/model/objects/index.ts';
import { Operation } from '../../../../src/race/model/operation.ts';
import { PromiseBroken } from '../../../../src/race/model/scenario.ts';
import type { Value } from '../../../../src/race/model/value.ts';

/** Every state that an operation can lead to. */
function statesAfter(operation: Operation, state: Value, actor: string): readonly Value[] {
  return operation.attempt(state, { actor, now: 0 }).map((end) => end.state);
}

/** The only state that an operation leads to. */
function stateAfter(operation: Operation, state: Value, actor: string): Value {
  const states = statesAfter(operation, state, actor);
  assert.equal(states.length, 1, `${operation.name} by ${actor} has one end`);
  return states[0] ?? null;
}

function has(operation: Operation, state: Value, actor: string): boolean {
  return operation.attempt(state, { actor, now: 0 }).length > 0;
}

/** The two steps of a wait. */
function stepsOfWait(lock: Monitor): readonly [Operation, Operation] {
  const steps = [...lock.wait()].filter((step) => step instanceof Operation);
  const [wait, wakeUp] = steps;
  assert.ok(wait !== undefined && wakeUp !== undefined);
  return [wait, wakeUp];
}

describe('a monitor', () => {
  test('is let go of in the same step in which its holder falls asleep', () => {
    const lock = monitor('lock');
    const [wait] = stepsOfWait(lock);
    const asleep = stateAfter(wait, stateAfter(lock.acquire(), lock.initial, 'A'), 'A');
    assert.deepEqual(asleep, { owner: null, asleep: { A: 'changed' }, awake: [], spurious: 0 });
    assert.ok(has(lock.acquire(), asleep, 'B'));
  });

  test('wakes any one of its waiters, or all; who is woken waits for the lock', () => {
    const lock = monitor('lock');
    const [wait, wakeUp] = stepsOfWait(lock);
    const withA = stateAfter(wait, stateAfter(lock.acquire(), lock.initial, 'A'), 'A');
    const withBoth = stateAfter(wait, stateAfter(lock.acquire(), withA, 'B'), 'B');
    const held = stateAfter(lock.acquire(), withBoth, 'C');
    const woken = statesAfter(lock.notify(), held, 'C');
    assert.deepEqual(woken, [
      { owner: 'C', asleep: { B: 'changed' }, awake: ['A'], spurious: 0 },
      { owner: 'C', asleep: { A: 'changed' }, awake: ['B'], spurious: 0 },
    ]);
    const all = stateAfter(lock.notifyAll(), held, 'C');
    assert.ok(!has(wakeUp, all, 'A'), 'C still holds the lock');
    const free = stateAfter(lock.release(), all, 'C');
    assert.ok(has(wakeUp, free, 'A') && has(wakeUp, free, 'B'));
    assert.ok(!has(wakeUp, stateAfter(wakeUp, free, 'A'), 'B'), 'one after the other');
  });

  test('loses a notification that nobody waits for, and wakes only at the condition that is named', () => {
    const lock = monitor('lock');
    const held = stateAfter(lock.acquire(), lock.initial, 'A');
    assert.deepEqual(stateAfter(lock.notify(), held, 'A'), held);
    const [wait] = stepsOfWait(lock);
    const waiting = stateAfter(lock.acquire(), stateAfter(wait, held, 'A'), 'B');
    assert.deepEqual(stateAfter(lock.notifyAll('not full'), waiting, 'B'), waiting);
  });

  test('wakes without a notification only as often as it may', () => {
    const lock = monitor('lock', 1);
    const [wait, wakeUp] = stepsOfWait(lock);
    const asleep = stateAfter(wait, stateAfter(lock.acquire(), lock.initial, 'A'), 'A');
    const again = stateAfter(wait, stateAfter(wakeUp, asleep, 'A'), 'A');
    assert.ok(!has(wakeUp, again, 'A'));
  });

  test('breaks the promise of whoever uses it without its lock', () => {
    const lock = monitor('lock');
    for (const operation of [lock.release(), lock.notify(), lock.notifyAll(), stepsOfWait(lock)[0]]) {
      assert.throws(() => operation.attempt(lock.initial, { actor: 'A', now: 0 }), PromiseBroken);
    }
  });
});

describe('a reentrant mutex', () => {
  test('is free when it was released as often as it was acquired', () => {
    const lock = reentrantMutex('lock');
    const twice = stateAfter(lock.acquire(), stateAfter(lock.acquire(), lock.initial, 'A'), 'A');
    assert.ok(!has(lock.acquire(), twice, 'B'));
    const once = stateAfter(lock.release(), twice, 'A');
    assert.ok(!has(lock.acquire(), once, 'B'));
    assert.equal(stateAfter(lock.release(), once, 'A'), null);
    assert.throws(() => lock.release().attempt(once, { actor: 'B', now: 0 }), /which A held/);
  });
});

describe('permits', () => {
  test('count up without a bound, and not above one', () => {
    assert.equal(stateAfter(permits('free', 1).release(), 1, 'A'), 2);
    assert.equal(stateAfter(permits('free', 1, 1).release(), 1, 'A'), 1);
    assert.ok(!has(permits('free', 1).acquire(), 0, 'A'));
  });
});

describe('a ticket lock', () => {
  test('serves in the order of the tickets', () => {
    const lock = ticketLock('lock');
    const both = stateAfter(lock.takeTicket(), stateAfter(lock.takeTicket(), lock.initial, 'B'), 'A');
    assert.ok(has(lock.whenServed(), both, 'B') && !has(lock.whenServed(), both, 'A'));
    assert.ok(has(lock.whenServed(), stateAfter(lock.release(), both, 'B'), 'A'));
  });
});

describe('a room', () => {
  test('takes so many, readers together, and a writer alone', () => {
    const two = room('the room', 2);
    const full = stateAfter(two.enter(), stateAfter(two.enter(), two.initial, 'A'), 'B');
    assert.throws(() => two.enter().attempt(full, { actor: 'C', now: 0 }), /A, B and C are in the room at the same time, where only 2 may be/);
    const read = stateAfter(two.enterToRead(), stateAfter(two.enterToRead(), two.initial, 'A'), 'B');
    assert.throws(() => two.enterToWrite().attempt(read, { actor: 'C', now: 0 }), /C comes into the room while A still reads there/);
    const left = stateAfter(two.leave(), stateAfter(two.leave(), read, 'A'), 'B');
    const written = stateAfter(two.enterToWrite(), left, 'C');
    assert.throws(() => two.enterToRead().attempt(written, { actor: 'A', now: 0 }), /while C still writes/);
  });
});

describe('a future', () => {
  test('cannot be cancelled once somebody is at it, and is not begun once it is cancelled', () => {
    const own = future('task');
    const running = stateAfter(own.start(), own.initial, 'W');
    assert.deepEqual(own.cancel().attempt({ is: 'running', by: 'W' }, { actor: 'A', now: 0 }).map(({ result }) => result), [false]);
    assert.ok(!has(own.result(), running, 'A'));
    const cancelled = stateAfter(own.cancel(), own.initial, 'A');
    assert.deepEqual(own.start().attempt({ is: 'cancelled' }, { actor: 'W', now: 0 }).map(({ result }) => result), [false]);
    assert.ok(has(own.result(), cancelled, 'A'));
  });
});

describe('naps', () => {
  const sleep = naps('naps', ['A', 'B']);

  test('end when everybody sleeps at least as long; equal ones end together', () => {
    const both = stateAfter(sleep.lieDown(1), stateAfter(sleep.lieDown(1), sleep.initial, 'A'), 'B');
    const up = stateAfter(sleep.wakeUp(), both, 'A');
    assert.ok(has(sleep.wakeUp(), up, 'B'));
  });

  test('go on while somebody who sleeps less is up, until that one naps or leaves', () => {
    const both = stateAfter(sleep.lieDown(2), stateAfter(sleep.lieDown(1), sleep.initial, 'A'), 'B');
    assert.ok(!has(sleep.wakeUp(), both, 'B'));
    const up = stateAfter(sleep.wakeUp(), both, 'A');
    assert.ok(!has(sleep.wakeUp(), up, 'B'));
    assert.ok(has(sleep.wakeUp(), stateAfter(sleep.leave(), up, 'A'), 'B'));
  });
});

describe('a processor', () => {
  test('runs who is most important of those that want to', () => {
    const cpu = processor('processor', { low: 1 });
    assert.ok(has(cpu.run(), cpu.initial, 'low'));
    const both = stateAfter(cpu.wantToRun(3), cpu.initial, 'high');
    assert.ok(has(cpu.run(), both, 'high') && !has(cpu.run(), both, 'low'));
    assert.ok(has(cpu.run(), stateAfter(cpu.lend('low', 3), both, 'high'), 'low'));
    assert.ok(has(cpu.run(), stateAfter(cpu.rest(), both, 'high'), 'low'));
  });

  test('ages who waits, up to the priority of the one that runs', () => {
    const cpu = processor('processor', { high: 3, low: 1 });
    const once = stateAfter(cpu.runAndAge(), cpu.initial, 'high');
    assert.deepEqual(once, { high: 3, low: 2 });
    assert.deepEqual(stateAfter(cpu.runAndAge(), stateAfter(cpu.runAndAge(), once, 'high'), 'high'), { high: 3, low: 3 });
  });
});
