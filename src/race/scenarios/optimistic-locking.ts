import { again, loop, type Again, type Body } from '../model/loop.ts';
import { clock, type Clock } from '../model/objects/clock.ts';
import { database, type Database } from '../model/objects/database.ts';
import { numberIn, type Row, type Update } from '../model/objects/rows.ts';
import { defineScenario, promise, type System } from '../model/scenario.ts';
import { endsWith, one, two, versionedAccounts } from './parts/bank.ts';

const amount = 10;

interface Transfer {
  readonly bank: Database;
  readonly time: Clock;
  readonly who: string;
  readonly from: string;
  readonly to: string;
}

type Way = 'there' | 'back';

/** Each client sends 10 from account 1 to account 2, or back. */
function transfers(ways: Readonly<Record<string, Way>>, body: (transfer: Transfer) => Body, ticks = 0): System {
  const [bank, time] = [database('bank', versionedAccounts(100, 100)), clock()];
  const sent = Object.values(ways).reduce((sum, way) => sum + (way === 'there' ? amount : -amount), 0);
  const actors = Object.entries(ways).map(([who, way]) => {
    const [from, to] = way === 'there' ? [one, two] : [two, one];
    return [who, () => body({ bank, time, who, from, to })] as const;
  });
  return { shared: [bank, time], actors: Object.fromEntries(actors), finally: [endsWith(bank, 100 - sent, 100 + sent)], ticks };
}

/** What a row is to become, if its version is still the one that was read. */
function ifUnchanged(row: Row | null, add: number): Update {
  return { set: { balance: numberIn(row, 'balance') + add }, add: { version: 1 }, where: { version: numberIn(row, 'version') } };
}

function* readBoth({ bank, from, to }: Transfer): Body<readonly [Row | null, Row | null]> {
  return [yield* bank.select(from), yield* bank.select(to)];
}

function* withoutVersion(transfer: Transfer): Body {
  const { bank, from, to } = transfer;
  const [taken, given] = yield* readBoth(transfer);
  yield* bank.begin();
  yield* bank.update(from, { set: { balance: numberIn(taken, 'balance') - amount } });
  yield* bank.update(to, { set: { balance: numberIn(given, 'balance') + amount } });
  yield* bank.commit();
}

/** One try, within a transaction, the rows in that order. Tells whether it was made. */
function* tryOnce(transfer: Transfer, order: 'from, to' | 'by id'): Body<boolean> {
  const { bank, from, to } = transfer;
  const [taken, given] = yield* readBoth(transfer);
  const updates = [[from, ifUnchanged(taken, -amount)], [to, ifUnchanged(given, amount)]] as const;
  yield* bank.begin();
  for (const [row, update] of order === 'by id' ? updates.toSorted(([a], [b]) => (a < b ? -1 : 1)) : updates) {
    if ((yield* bank.update(row, update)) === 1) continue;
    yield* bank.rollback();
    return false;
  }
  yield* bank.commit();
  return true;
}

/** The same without a transaction around it: each UPDATE is committed as it is done. Tries twice. */
function* eachByItself(transfer: Transfer): Body {
  const { bank, from, to } = transfer;
  for (let tried = 1; tried <= 2; tried += 1) {
    const [taken, given] = yield* readBoth(transfer);
    if ((yield* bank.update(from, ifUnchanged(taken, -amount))) === 0) continue;
    if ((yield* bank.update(to, ifUnchanged(given, amount))) === 1) return;
  }
}

/** Rows in the order of their ids, but only the first UPDATE is asked whether it changed anything. */
function* secondUnchecked(transfer: Transfer): Body {
  yield* loop(null, function* (): Body<null | Again<null>> {
    const { bank, from } = transfer;
    const [taken, given] = yield* readBoth(transfer);
    const [first, second] = from === one ? [ifUnchanged(taken, -amount), ifUnchanged(given, amount)] : [ifUnchanged(given, amount), ifUnchanged(taken, -amount)];
    yield* bank.begin();
    if ((yield* bank.update(one, first)) === 0) {
      yield* bank.rollback();
      return again(null);
    }
    yield* bank.update(two, second);
    yield* bank.commit();
    return null;
  });
}

function withTries(most: number, order: 'from, to' | 'by id') {
  return function* (transfer: Transfer): Body {
    for (let tried = 1; !(yield* tryOnce(transfer, order)); tried += 1) {
      promise(tried < most, `${transfer.who} met a conflict at ${most === 1 ? 'its only try' : `each of its ${most} tries`} and gives up a transfer that the balance covers.`);
    }
  };
}

function withBackoff(most: number) {
  return function* (transfer: Transfer): Body {
    const { time, who } = transfer;
    for (let tried = 1; !(yield* tryOnce(transfer, 'by id')); tried += 1) {
      promise(tried < most, `${who} met a conflict at each of its ${most} tries.`);
      const now = yield* time.now();
      yield* time.sleepUntil(now + 2 ** (tried - 1));
    }
  };
}

export default defineScenario({
  name: 'optimistic-locking',
  title: 'A transfer that checks versions',
  promise: 'Every transfer that the balance covers is made once, whole, and over nobody else\'s.',
  topic: 'optimistic locking',
  variants: {
    'no-version': {
      explanation: 'The new balances are computed from what was read and written without another look. Two clients read 100, both write 90: one of the transfers is written over.',
      expect: 'FAILED',
      fix: 'Give each row a version, and write only "where version = the one that was read". No row changed means that somebody was faster.',
      system: () => transfers({ A: 'there', B: 'there' }, withoutVersion),
    },
    'each-update-by-itself': {
      explanation: 'Versions are checked, but each UPDATE commits as it is done, as in autocommit mode. The first row is changed already when the second one turns out to be in conflict; there is nothing left to roll back, and the next try takes the money again.',
      expect: 'FAILED',
      fix: 'All rows of one transfer in one transaction; a conflict at any of them rolls back all. A rollback without a transaction does nothing and says nothing.',
      system: () => transfers({ A: 'there', B: 'back' }, eachByItself),
    },
    'second-row-unchecked': {
      explanation: 'Only the first UPDATE is asked how many rows it changed. When the second one changes none, since its version is an old one, the half of the transfer is committed: money is taken and never given.',
      expect: 'FAILED',
      fix: 'Look at the number of changed rows after each UPDATE, and roll back if one of them is 0.',
      system: () => transfers({ A: 'there', B: 'back' }, secondUnchecked),
    },
    'no-retry': {
      explanation: 'A conflict is noticed and rolled back, and that is the end of it. Nothing is wrong with the accounts, but a transfer that the balance covers is refused because somebody else made one.',
      expect: 'FAILED',
      fix: 'A conflict is no answer. Read again and try again, a bounded number of times, with a growing pause between tries.',
      system: () => transfers({ A: 'there', B: 'there' }, withTries(1, 'by id')),
    },
    'too-few-tries': {
      explanation: 'There are fewer tries than clients: three clients with two tries here, five with three in the code this is taken from. A slow client can meet a new conflict at each try, one for every other client that commits, and gives up in the end.',
      expect: 'FAILED',
      fix: 'Each conflict means that another client has committed. So as many tries as there are clients are always enough; where their number is not known, let the pause grow and be random, or take the row\'s lock after a few tries.',
      system: () => transfers({ A: 'there', B: 'there', C: 'there' }, withTries(2, 'by id')),
    },
    'both-directions': {
      explanation: 'It is said that optimistic locking cannot deadlock. But an UPDATE within a transaction locks its row until the commit: one client changes account 1 and waits for account 2, the other the other way round.',
      expect: 'FAILED',
      fix: 'Update the rows in one order for all, by id, whichever way the money goes.',
      system: () => transfers({ A: 'there', B: 'back' }, withTries(2, 'from, to')),
    },
    'bounded-retry': {
      explanation: 'All rows are checked in one transaction, in the order of their ids, and a conflict rolls back and tries again. There are as many tries as clients: every conflict is somebody else\'s commit, and each of the others commits once.',
      expect: 'PROVED',
      system: () => transfers({ A: 'there', B: 'there', C: 'back' }, withTries(3, 'by id')),
    },
    'retry-with-backoff': {
      explanation: 'The same with a pause before each further try, twice as long each time. The pause is not what makes it right; it makes conflicts rarer, which the model, where every order happens, cannot show.',
      expect: 'PROVED',
      system: () => transfers({ A: 'there', B: 'back' }, withBackoff(2), 3),
    },
  },
});
