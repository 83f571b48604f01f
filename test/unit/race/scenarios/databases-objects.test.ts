// What databases, stores of keys and stores with tokens do in a given state, one operation at a time.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { database, fencedStore, history, keyValueStore } from '../../../../src/race/model/objects/index.ts';
import type { Body } from '../../../../src/race/model/loop.ts';
import { Operation } from '../../../../src/race/model/operation.ts';
import type { SharedObject } from '../../../../src/race/model/shared-object.ts';
import { keyOf, type Value } from '../../../../src/race/model/value.ts';

/** An object that is used by one after the other. */
class Used {
  now = 0;
  state: Value;
  private readonly object: SharedObject;

  constructor(object: SharedObject) {
    this.object = object;
    this.state = object.initial;
  }

  /** Does it, and tells the result. */
  does<T>(actor: string, operation: Operation<T>): T {
    const [end, second] = operation.attempt(this.state, { actor, now: this.now });
    assert.ok(end !== undefined, `${actor} would have to wait in ${operation.name}`);
    assert.equal(second, undefined);
    this.state = end.state;
    return end.result;
  }

  waits(actor: string, operation: Operation): boolean {
    return operation.attempt(this.state, { actor, now: this.now }).length === 0;
  }

  blockersOf(actor: string, operation: Operation): readonly string[] {
    return this.object.blockers(this.state, operation, actor);
  }

  crash(actor: string): void {
    this.state = this.object.afterCrash(this.state, actor);
  }

  losePower(): void {
    const [after] = this.object.afterPowerLoss(this.state);
    assert.ok(after !== undefined);
    this.state = after;
  }

  get text(): string {
    return this.object.describe(this.state);
  }
}

describe('a database that locks rows', () => {
  const rows = { one: { balance: 100, version: 1 }, two: { balance: 0, version: 1 } };
  const bank = database('bank', rows);
  const less = bank.update('one', { add: { balance: -60 }, where: { balance: { atLeast: 60 } } });

  test('what is not committed is seen by nobody else, and by all when it is', () => {
    const used = new Used(bank);
    used.does('A', bank.begin());
    assert.equal(used.does('A', less), 1);
    assert.deepEqual(used.does('A', bank.select('one')), { balance: 40, version: 1 });
    assert.deepEqual(used.does('B', bank.select('one')), rows.one);
    assert.equal(used.text, 'one: balance 100, version 1; two: balance 0, version 1 | A has locked one, not committed: one: balance 40, version 1');
    used.does('A', bank.commit());
    assert.deepEqual(used.does('B', bank.select('one')), { balance: 40, version: 1 });
  });

  test('a rollback, the end of the client and the loss of power leave what was committed', () => {
    for (const undo of [(used: Used) => used.does('A', bank.rollback()), (used: Used) => used.crash('A'), (used: Used) => used.losePower()]) {
      const used = new Used(bank);
      used.does('A', bank.begin());
      used.does('A', less);
      undo(used);
      assert.deepEqual(used.does('B', bank.select('one')), rows.one);
      assert.equal(used.waits('B', less), false);
    }
  });

  test('a locked row is waited for by those who lock or change it, and by no reader; another row is not', () => {
    const used = new Used(bank);
    used.does('A', bank.begin());
    used.does('A', bank.selectForUpdate('one'));
    used.does('B', bank.begin());
    assert.ok(used.waits('B', bank.selectForUpdate('one')));
    assert.ok(used.waits('B', less));
    assert.ok(used.waits('C', less), 'who is in no transaction waits too');
    assert.deepEqual(used.blockersOf('B', less), ['A']);
    assert.equal(used.waits('B', bank.select('one')), false);
    assert.equal(used.waits('B', bank.selectForUpdate('two')), false);
    used.does('A', bank.commit());
    assert.equal(used.waits('B', less), false);
  });

  test('an UPDATE that has waited looks again, and one that finds no row waits for nobody', () => {
    const used = new Used(bank);
    used.does('A', bank.begin());
    used.does('A', less);
    assert.equal(used.does('B', bank.update('one', { set: { balance: 0 }, where: { version: 7 } })), 0);
    used.does('A', bank.commit());
    assert.equal(used.does('B', less), 0);
  });

  test('a snapshot stays as it was', () => {
    const used = new Used(bank);
    used.does('B', bank.beginSnapshot());
    used.does('A', less);
    assert.deepEqual(used.does('B', bank.select('one')), rows.one);
    used.does('B', bank.commit());
    assert.deepEqual(used.does('B', bank.select('one')), { balance: 40, version: 1 });
  });

  test('who waits until a tick is rolled back when it has come', () => {
    const used = new Used(bank);
    used.does('A', bank.begin());
    used.does('A', bank.selectForUpdate('one'));
    used.does('B', bank.begin());
    used.does('B', bank.selectForUpdate('two'));
    assert.ok(used.waits('B', bank.selectForUpdateUntil('one', 2)));
    used.now = 2;
    assert.equal(used.does('B', bank.selectForUpdateUntil('one', 2)), null);
    assert.equal(used.waits('A', bank.selectForUpdate('two')), false);
  });

  test('to commit without a transaction is an error of the scenario', () => {
    assert.throws(() => new Used(bank).does('A', bank.commit()), /A is in no transaction/);
  });
});

describe('a store of keys that expire', () => {
  const store = keyValueStore('redis');

  test('a key is gone at its tick, and not before', () => {
    const used = new Used(store);
    assert.equal(used.does('A', store.setIfAbsent('lock', 'A', 2)), true);
    used.now = 1;
    assert.equal(used.does('B', store.setIfAbsent('lock', 'B', 2)), false);
    assert.ok(used.waits('B', store.setWhenAbsent('lock', 'B', 2)));
    used.now = 2;
    assert.equal(used.does('B', store.get('lock')), null);
    used.does('B', store.setWhenAbsent('lock', 'B', 2));
    assert.equal(used.text, 'lock = B until 4');
  });

  test('a script deletes and renews the own key alone; DEL deletes any', () => {
    const used = new Used(store);
    used.does('A', store.setIfAbsent('lock', 'A', 2));
    assert.equal(used.does('B', store.deleteIfEquals('lock', 'B')), false);
    assert.equal(used.does('B', store.renewIfEquals('lock', 'B', 9)), false);
    assert.equal(used.does('A', store.renewIfEquals('lock', 'A', 9)), true);
    used.now = 8;
    assert.equal(used.does('B', store.get('lock')), 'A');
    used.does('B', store.delete('lock'));
    assert.equal(used.does('A', store.renewIfEquals('lock', 'A', 9)), false);
  });

  test('a clock that is ahead lets keys expire early', () => {
    const used = new Used(store);
    used.does('A', store.setIfAbsent('lock', 'A', 2));
    used.does('operator', store.setClockForward(2));
    assert.equal(used.does('B', store.setIfAbsent('lock', 'B', 2)), true);
    assert.equal(used.text, 'lock = B until 4; clock 2 ahead');
  });

  test('a restart forgets, and while it is down nothing is granted', () => {
    const used = new Used(store);
    used.does('A', store.set('balance', 5));
    used.does('A', store.setIfAbsent('lock', 'A', 9));
    used.does('operator', store.restart(2));
    assert.equal(used.does('B', store.setIfAbsent('lock', 'B', 9)), false);
    assert.ok(used.waits('B', store.get('balance')));
    used.now = 2;
    assert.equal(used.does('B', store.get('balance')), null);
    assert.equal(used.does('B', store.setIfAbsent('lock', 'B', 9)), true);
  });

  test('several keys are set in one step, and counted up in one', () => {
    const used = new Used(store);
    used.does('A', store.setAll({ one: 1, two: 2 }));
    assert.equal(used.does('A', store.increment('two')), 3);
    assert.equal(used.does('A', store.increment('three')), 1);
    assert.equal(used.text, 'one = 1, two = 3, three = 1');
  });
});

describe('a store that checks tokens', () => {
  const store = fencedStore('stock');

  test('an older token than one it has seen, at a read too, is turned away', () => {
    const used = new Used(store);
    assert.equal(used.does('A', store.readWith(1)), 0);
    assert.equal(used.does('B', store.readWith(2)), 0);
    assert.equal(used.does('A', store.writeWith(1, 7)), false);
    assert.equal(used.does('A', store.readWith(1)), null);
    assert.equal(used.does('B', store.writeWith(2, 8)), true);
    assert.equal(used.text, '8, token 2');
  });

  test('without a token all is let in', () => {
    const used = new Used(store);
    used.does('B', store.writeWith(2, 8));
    used.does('A', store.write(7));
    assert.equal(used.does('A', store.read()), 7);
  });
});

describe('a history', () => {
  test('keeps who had returned before who began, and no other order', () => {
    const calls = history();
    const [begin, end] = stepsOf(calls.call('get', [], () => nothing()));
    assert.ok(begin !== undefined && end !== undefined);
    const [one, other] = [['A', 'B'], ['B', 'A']].map((order) => {
      const used = new Used(calls);
      for (const actor of order) used.does(actor, begin);
      for (const actor of order) used.does(actor, end);
      used.does('A', begin);
      return used;
    });
    assert.equal(keyOf(one?.state), keyOf(other?.state));
    const seen = one?.text.split('; ').toSorted();
    assert.deepEqual(seen, ["A's get() = 0", "A's get() goes on, begun after A's get() and B's get()", "B's get() = 0"]);
  });
});

function stepsOf(body: Body<unknown>): readonly Operation[] {
  return [...body].filter((step) => step instanceof Operation);
}

/** A body without a step, that answers 0. */
function* nothing(): Body<number> {
  yield* [];
  return 0;
}
