// Histories that are known to be linearizable, or not: those of Herlihy and Wing (1990), and random ones against all orders.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { callsOf, isLinearizable, linearizationOf, type Call, type HistoryEvent, type Specification } from '../../../../src/race/model/linearizability.ts';
import { keyOf, type Value } from '../../../../src/race/model/value.ts';
import { numbersFrom } from '../programs/random.ts';

const register: Specification<number> = {
  initial: 0,
  apply: (value, operation, [written]) => (operation === 'write' ? { state: Number(written), result: null } : { state: value, result: value }),
};

const fifo: Specification<readonly Value[]> = {
  initial: [],
  apply: (items, operation, [item = null]) => (operation === 'put' ? { state: [...items, item], result: null } : { state: items.slice(1), result: items[0] ?? null }),
};

function call(id: string, operation: string, ...args: readonly Value[]): HistoryEvent {
  return { is: 'call', id, operation, args };
}

function returns(id: string, result: Value = null): HistoryEvent {
  return { is: 'return', id, result };
}

/** A call that returns before anything else happens. */
function whole(id: string, operation: string, args: readonly Value[], result: Value): readonly HistoryEvent[] {
  return [call(id, operation, ...args), returns(id, result)];
}

const linearizable: Readonly<Record<string, readonly [Specification, readonly HistoryEvent[]]>> = {
  'nothing': [register, []],
  'two puts at once, taken in either order': [fifo, [call('a', 'put', 'x'), call('b', 'put', 'y'), returns('b'), returns('a'), ...whole('c', 'take', [], 'y'), ...whole('d', 'take', [], 'x')]],
  'a take of what is still being put': [fifo, [call('a', 'put', 'x'), ...whole('b', 'take', [], 'x')]],
  'a read beside a write: the old value': [register, [call('w', 'write', 1), ...whole('r', 'read', [], 0), returns('w')]],
  'a read beside a write: the new value': [register, [call('w', 'write', 1), ...whole('r', 'read', [], 1), returns('w')]],
  'a write that never returned and was never seen': [register, [call('w', 'write', 1), ...whole('r', 'read', [], 0), ...whole('s', 'read', [], 0)]],
  'a write that never returned and was seen later': [register, [call('w', 'write', 1), ...whole('r', 'read', [], 0), ...whole('s', 'read', [], 1)]],
};

const notLinearizable: Readonly<Record<string, readonly [Specification, readonly HistoryEvent[]]>> = {
  'what was put later is taken first': [fifo, [...whole('a', 'put', ['x'], null), ...whole('b', 'put', ['y'], null), ...whole('c', 'take', [], 'y')]],
  'one item is taken twice': [fifo, [...whole('a', 'put', ['x'], null), call('b', 'take'), call('c', 'take'), returns('b', 'x'), returns('c', 'x')]],
  'a stale read after a write has returned': [register, [...whole('w', 'write', [1], null), ...whole('r', 'read', [], 0)]],
  'new, and then old again': [register, [call('w', 'write', 1), ...whole('r', 'read', [], 1), ...whole('s', 'read', [], 0), returns('w')]],
  'two readers who see two writes the other way round': [
    register,
    [call('v', 'write', 1), call('w', 'write', 2), ...whole('a', 'read', [], 1), ...whole('b', 'read', [], 2), ...whole('c', 'read', [], 1), returns('v'), returns('w')],
  ],
  'a value that nobody wrote': [register, [call('w', 'write', 1), call('r', 'read'), returns('r', 7)]],
};

describe('linearizability', () => {
  for (const [name, [specification, events]] of Object.entries(linearizable)) {
    test(`${name}: is`, () => {
      assert.ok(isLinearizable(callsOf(events), specification));
    });
  }

  for (const [name, [specification, events]] of Object.entries(notLinearizable)) {
    test(`${name}: is not`, () => {
      assert.equal(linearizationOf(callsOf(events), specification), null);
    });
  }

  test('the order that is found explains the answers', () => {
    const events = [call('w', 'write', 1), ...whole('r', 'read', [], 0), call('s', 'read'), returns('w'), returns('s', 1)];
    assert.deepEqual(linearizationOf(callsOf(events), register), ['r', 'w', 's']);
  });

  test('the search agrees with trying all orders, for 2,000 random histories', () => {
    let [yes, no] = [0, 0];
    for (let seed = 0; seed < 2000; seed += 1) {
      const calls = callsOf(randomHistory(seed));
      const is = isLinearizable(calls, register);
      assert.equal(is, hasOrder(calls, register), `seed ${seed}`);
      if (is) yes += 1;
      else no += 1;
    }
    assert.ok(yes > 200 && no > 200, `${yes} are linearizable and ${no} are not`);
  });

  test('many calls at once and a wrong answer do not take for ever', () => {
    const many = Array.from({ length: 14 }, (_each, at) => `w${at}`);
    const events = [...many.map((id) => call(id, 'write', 1)), ...many.map((id) => returns(id)), ...whole('r', 'read', [], 2)];
    assert.equal(isLinearizable(callsOf(events), register), false);
  });

  test('a return without its call is refused', () => {
    assert.throws(() => callsOf([returns('a')]), /a returns and was not called/);
  });
});

/** Two or three users of a register who write and read for a while; some answers are made up. */
function randomHistory(seed: number): readonly HistoryEvent[] {
  const below = numbersFrom(seed);
  const open = new Map<number, string>();
  const events: HistoryEvent[] = [];
  let value = 0;
  for (let at = 0; at < 9; at += 1) {
    const user = below(3);
    const own = open.get(user);
    if (own === undefined) {
      const isWrite = below(2) === 0;
      const id = `${isWrite ? 'w' : 'r'}${at}`;
      if (isWrite) value = below(3);
      events.push(isWrite ? call(id, 'write', value) : call(id, 'read'));
      open.set(user, id);
    } else {
      events.push(returns(own, own.startsWith('w') ? null : below(4) === 0 ? below(3) : value));
      open.delete(user);
    }
  }
  return events;
}

/** Whether there is an order, by trying all orders of all choices of those that have not returned. */
function hasOrder(calls: readonly Call[], specification: Specification<number>): boolean {
  const choices = subsets(calls.filter(({ result }) => result === undefined));
  return choices.some((chosen) => orders([...calls.filter(({ result }) => result !== undefined), ...chosen]).some((order) => explains(order, specification)));
}

function subsets(calls: readonly Call[]): readonly (readonly Call[])[] {
  return calls.reduce<readonly (readonly Call[])[]>((all, each) => [...all, ...all.map((some) => [...some, each])], [[]]);
}

function orders(calls: readonly Call[]): readonly (readonly Call[])[] {
  if (calls.length === 0) return [[]];
  return calls.flatMap((first) => orders(calls.filter((each) => each !== first)).map((rest) => [first, ...rest]));
}

function explains(order: readonly Call[], specification: Specification<number>): boolean {
  let state = specification.initial;
  return order.every(({ operation, args, result, id }, at) => {
    const next = specification.apply(state, operation, args);
    state = next.state;
    return !order.slice(0, at).some((before) => before.after.includes(id)) && (result === undefined || keyOf(result) === keyOf(next.result));
  });
}
