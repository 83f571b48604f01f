import { again, loop, type Again, type Body } from '../model/loop.ts';
import { clock, type Clock } from '../model/objects/clock.ts';
import { database, type Database } from '../model/objects/database.ts';
import { defineScenario, promise, type System } from '../model/scenario.ts';
import { accounts, endsWith, keepsTotal, one, two } from './parts/bank.ts';

const amount = 10;

interface Transfer {
  readonly bank: Database;
  readonly time: Clock;
  readonly who: string;
  readonly from: string;
  readonly to: string;
  /** How long it waits for a row, in ticks; another client waits another time. */
  readonly patience: number;
}

/** A sends from account 1 to account 2, B from account 2 to account 1. */
function bothWays(transfer: (transfer: Transfer) => Body, ticks = 0): System {
  const [bank, time] = [database('bank', accounts(100, 100)), clock()];
  return {
    shared: [bank, time],
    actors: {
      A: () => transfer({ bank, time, who: 'A', from: one, to: two, patience: 1 }),
      B: () => transfer({ bank, time, who: 'B', from: two, to: one, patience: 2 }),
    },
    invariants: [keepsTotal(bank, 200)],
    finally: [endsWith(bank, 100, 100)],
    ticks,
  };
}

function* moveAndCommit({ bank, from, to }: Transfer): Body {
  yield* bank.update(from, { add: { balance: -amount } });
  yield* bank.update(to, { add: { balance: amount } });
  yield* bank.commit();
}

function* fromThenTo(transfer: Transfer): Body {
  const { bank, from, to } = transfer;
  yield* bank.begin();
  yield* bank.selectForUpdate(from);
  yield* bank.selectForUpdate(to);
  yield* moveAndCommit(transfer);
}

function* fromOnly(transfer: Transfer): Body {
  const { bank, from } = transfer;
  yield* bank.begin();
  yield* bank.selectForUpdate(from);
  yield* moveAndCommit(transfer);
}

function* smallestFirst(transfer: Transfer): Body {
  const { bank, from, to } = transfer;
  yield* bank.begin();
  for (const row of [from, to].toSorted()) yield* bank.selectForUpdate(row);
  yield* moveAndCommit(transfer);
}

/** Tells whether both rows are locked; if not, the transaction is over. */
function* lockInTime({ bank, time, from, to, patience }: Transfer): Body<boolean> {
  yield* bank.begin();
  for (const row of [from, to]) {
    const now = yield* time.now();
    if ((yield* bank.selectForUpdateUntil(row, now + patience)) === null) return false;
  }
  return true;
}

function* untilTimeout(transfer: Transfer): Body {
  const isLocked = yield* lockInTime(transfer);
  promise(isLocked, `${transfer.who} waited too long for a row and gives up a transfer that the balance covers.`);
  yield* moveAndCommit(transfer);
}

function* untilItWorks(transfer: Transfer): Body {
  yield* loop(null, function* (): Body<null | Again<null>> {
    if (yield* lockInTime(transfer)) return null;
    const now = yield* transfer.time.now();
    yield* transfer.time.sleepUntil(now + transfer.patience);
    return again(null);
  });
  yield* moveAndCommit(transfer);
}

export default defineScenario({
  name: 'two-rows',
  title: 'Transfers in both directions',
  promise: 'Transfers in both directions are all made, and no money is lost or made of nothing.',
  topic: 'pessimistic locking',
  variants: {
    'from-then-to': {
      explanation: 'Each transfer locks the account that it takes from, then the one that it gives to. With one transfer each way, each client has locked the row that the other one needs. PostgreSQL notices the ring after a second and ends one of the two with an error; a database that does not look waits for ever.',
      expect: 'FAILED',
      fix: 'Lock the rows in one order for all, such as by id, whichever way the money goes: then no ring can close. Or have every lock time out, and try the whole transfer again.',
      system: () => bothWays(fromThenTo),
    },
    'first-row-only': {
      explanation: 'Only the account that is taken from is locked with SELECT ... FOR UPDATE. The lock on the other one is there all the same, since UPDATE takes it, and it is taken last. So the order is still "from, then to", and it still makes a ring.',
      expect: 'FAILED',
      fix: 'Order counts for every lock, those of an UPDATE too. Lock all rows at the beginning, in the order of their ids.',
      system: () => bothWays(fromOnly),
    },
    'timeout-gives-up': {
      explanation: 'A lock timeout ends the deadlock: one client is told so and rolled back. But the error is caught, and the caller gets "false". A transfer that nothing stood against is not made.',
      expect: 'FAILED',
      fix: 'A timeout is half of the repair; the other half is to try the transaction again from its beginning, after a pause of another length than the other client\'s.',
      system: () => bothWays(untilTimeout, 4),
    },
    'timeout-and-retry': {
      explanation: 'Whoever waits too long for a row is rolled back, which lets go of all its rows, stands back for a while and begins again. In that while the other one gets what it waits for. The two wait for different times, as they would with a random backoff.',
      expect: 'PROVED',
      system: () => bothWays(untilItWorks, 8),
    },
    'smallest-first': {
      explanation: 'Both clients lock account 1 first and account 2 then, whichever way the money goes. Whoever holds account 1 finds account 2 free or about to be: nobody ever waits for somebody who waits for him.',
      expect: 'PROVED',
      system: () => bothWays(smallestFirst),
    },
  },
});
