import type { Body } from '../model/loop.ts';
import { database, type Database } from '../model/objects/database.ts';
import { fileDatabase, type FileDatabase } from '../model/objects/file-database.ts';
import { numberIn } from '../model/objects/rows.ts';
import { defineScenario, promise, type System } from '../model/scenario.ts';
import { accounts, endsWith, neverOverdrawn, one, two } from './parts/bank.ts';

/** Two clients that each take 60 of the 100 in account 1: one is to get it, the other to be refused. */
function withRows(transfer: (bank: Database, amount: number) => Body): System {
  const bank = database('bank', accounts(100, 0));
  return {
    shared: [bank],
    actors: { A: () => transfer(bank, 60), B: () => transfer(bank, 60) },
    invariants: [neverOverdrawn(bank)],
    finally: [endsWith(bank, 40, 60)],
  };
}

/** Two clients that each take 40 of the 100 in account 1: both are to get it. */
function withFile(transfer: (bank: FileDatabase, amount: number, who: string) => Body): System {
  const bank = fileDatabase('bank.sqlite', accounts(100, 0));
  return {
    shared: [bank],
    actors: { A: () => transfer(bank, 40, 'A'), B: () => transfer(bank, 40, 'B') },
    invariants: [neverOverdrawn(bank)],
    finally: [endsWith(bank, 20, 80)],
  };
}

/** Each client opens ":memory:", which is a database of its own. */
function withOwnMemory(): System {
  const bank = fileDatabase('bank.sqlite', accounts(100, 0));
  const [memoryOfA, memoryOfB] = [fileDatabase(':memory: of A', {}), fileDatabase(':memory: of B', {})];
  return {
    shared: [bank, memoryOfA, memoryOfB],
    actors: { A: () => transferDeferred(memoryOfA, 40, 'A'), B: () => transferDeferred(memoryOfB, 40, 'B') },
    finally: [endsWith(bank, 20, 80)],
  };
}

function* move(bank: Database, amount: number): Body {
  yield* bank.update(one, { add: { balance: -amount } });
  yield* bank.update(two, { add: { balance: amount } });
}

function* transferReadOutside(bank: Database, amount: number): Body {
  const account = yield* bank.select(one);
  if (numberIn(account, 'balance') < amount) return;
  yield* bank.begin();
  yield* move(bank, amount);
  yield* bank.commit();
}

function* transferPlainSelect(bank: Database, amount: number): Body {
  yield* bank.begin();
  const account = yield* bank.select(one);
  if (numberIn(account, 'balance') >= amount) yield* move(bank, amount);
  yield* bank.commit();
}

function* transferForUpdate(bank: Database, amount: number): Body {
  yield* bank.begin();
  const account = yield* bank.selectForUpdate(one);
  if (numberIn(account, 'balance') >= amount) yield* move(bank, amount);
  yield* bank.commit();
}

function* transferConditionally(bank: Database, amount: number): Body {
  yield* bank.begin();
  const changed = yield* bank.update(one, { add: { balance: -amount }, where: { balance: { atLeast: amount } } });
  if (changed === 1) yield* bank.update(two, { add: { balance: amount } });
  yield* bank.commit();
}

/** What every error comes to: a rollback, and "false" to the caller. */
function* giveUp(bank: FileDatabase, who: string, why: string): Body {
  yield* bank.rollback();
  promise(false, `${who} is told "${why}" and gives up a transfer that the balance covers.`);
}

function* transferDeferred(bank: FileDatabase, amount: number, who: string): Body {
  yield* bank.begin();
  const account = yield* bank.select(one);
  if (account === null) return yield* giveUp(bank, who, 'no such table: accounts');
  if ((yield* bank.update(one, { add: { balance: -amount } })) === 'database is locked') return yield* giveUp(bank, who, 'database is locked');
  yield* bank.update(two, { add: { balance: amount } });
  yield* bank.commit();
}

function* transferImmediate(bank: FileDatabase, amount: number): Body {
  yield* bank.beginImmediate();
  const account = yield* bank.select(one);
  if (numberIn(account, 'balance') >= amount) {
    yield* bank.update(one, { add: { balance: -amount } });
    yield* bank.update(two, { add: { balance: amount } });
  }
  yield* bank.commit();
}

export default defineScenario({
  name: 'pessimistic-locking',
  title: 'A transfer that locks the row',
  promise: 'An account is never overdrawn, and no transfer that the balance covers is refused.',
  topic: 'pessimistic locking',
  variants: {
    'read-outside': {
      explanation: 'The balance is read and checked before the transaction begins. Both clients see 100, both find that 60 is covered, and both take it. The transaction then does its part without a fault: it was simply too late.',
      expect: 'FAILED',
      fix: 'Read within the transaction, and lock the row as you read: SELECT ... FOR UPDATE. What is checked must not change until it is used.',
      system: () => withRows(transferReadOutside),
    },
    'plain-select': {
      explanation: 'The read is within the transaction now, but a plain SELECT locks nothing at the usual isolation level, read committed. Both still see 100. "Within a transaction" means all or nothing; it does not mean alone.',
      expect: 'FAILED',
      fix: 'SELECT ... FOR UPDATE takes the lock with the read. One UPDATE that checks the balance in its WHERE does it too.',
      system: () => withRows(transferPlainSelect),
    },
    'select-for-update': {
      explanation: 'The first client locks the row as it reads it. The second waits at its own read until the first has committed, and then sees the 40 that are left.',
      expect: 'PROVED',
      system: () => withRows(transferForUpdate),
    },
    'check-in-the-update': {
      explanation: 'One UPDATE checks and takes at once: "balance = balance - 60 where balance >= 60". It waits for a row that another has changed, then looks at it again; no row changed means refused. The locked section is as small as it can be.',
      expect: 'PROVED',
      system: () => withRows(transferConditionally),
    },
    'begin-deferred': {
      explanation: 'SQLite knows no FOR UPDATE, and a plain BEGIN is deferred: it locks nothing yet. Both clients read and so hold the file for reading; the first that writes has the other told "database is locked" at once, since each would wait for the other. That is caught as any error, and a transfer that the balance covers is not made.',
      expect: 'FAILED',
      fix: 'Whoever reads in order to write begins with BEGIN IMMEDIATE. It takes the write lock before the first read, and waits for it as long as the busy timeout says. Or try the whole transaction again, after a pause.',
      system: () => withFile(transferDeferred),
    },
    'own-memory': {
      explanation: 'Each call connects to ":memory:", and each such connection is an empty database of its own. There are no accounts in it; "no such table" is caught like any error, and nothing was ever shared that could race. A test that runs this and finds no overdrawn account has tested nothing.',
      expect: 'FAILED',
      fix: 'Give all connections the same file. And let errors that are no conflict out: to catch everything and return false hides them.',
      system: withOwnMemory,
    },
    'begin-immediate': {
      explanation: 'BEGIN IMMEDIATE takes the write lock on the whole file before anything is read. The second client waits there, holding nothing, and sees what the first has committed.',
      expect: 'PROVED',
      system: () => withFile(transferImmediate),
    },
  },
});
