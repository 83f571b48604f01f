import type { Body } from '../model/loop.ts';
import { database, type Database } from '../model/objects/database.ts';
import { numberIn } from '../model/objects/rows.ts';
import { defineScenario, promise, type Condition, type Faults, type System, type View } from '../model/scenario.ts';
import { accounts, balanceOf, one, rowsOf, two } from './parts/bank.ts';

const balance = 100;
const amount = 60;

interface Transfer {
  readonly bank: Database;
  /** The row of the log that is for this transfer. */
  readonly entry: string;
}

/** Two clients that each take 60 of the 100 in account 1 and log it, where one or the power may fail at any step. */
function logged(transfer: (transfer: Transfer) => Body, faults: Faults = { crash: { actors: ['A', 'B'] } }): System {
  const bank = database('bank', accounts(balance, 0));
  return {
    shared: [bank],
    actors: { A: () => transfer({ bank, entry: 'log of A' }), B: () => transfer({ bank, entry: 'log of B' }) },
    finally: [logAgrees(bank)],
    faults,
  };
}

/** A client that transfers and logs, and one that adds up what both say. */
function audited(audit: (bank: Database) => Body): System {
  const bank = database('bank', accounts(balance, 0));
  return { shared: [bank], actors: { A: () => inOneTransaction({ bank, entry: 'log of A' }), auditor: () => audit(bank) }, finally: [logAgrees(bank)] };
}

/** What account 1 has lost is what the log says was taken. */
function logAgrees(bank: Database): Condition {
  const taken = (view: View): number => balance - balanceOf(view, bank, one);
  const says = (view: View): number => Object.values(rowsOf(view, bank)).reduce((sum, row) => sum + (row['status'] === 'COMMITTED' ? numberIn(row, 'amount') : 0), 0);
  return {
    name: 'The log says what was taken from the account.',
    holds: (view) => taken(view) === says(view),
    says: (view) => `${taken(view)} were taken from account 1, and the log says ${says(view)}.`,
  };
}

/** Takes the money if it is there. Tells whether it was. */
function* take(bank: Database): Body<boolean> {
  if ((yield* bank.update(one, { add: { balance: -amount }, where: { balance: { atLeast: amount } } })) === 0) return false;
  yield* bank.update(two, { add: { balance: amount } });
  return true;
}

function* logAfterwards({ bank, entry }: Transfer): Body {
  yield* bank.begin();
  const isTaken = yield* take(bank);
  yield* bank.commit();
  if (isTaken) yield* bank.insert(entry, { amount, status: 'COMMITTED' });
}

function* logBefore({ bank, entry }: Transfer): Body {
  yield* bank.insert(entry, { amount, status: 'COMMITTED' });
  yield* bank.begin();
  yield* take(bank);
  yield* bank.commit();
}

function* inOneTransaction({ bank, entry }: Transfer): Body {
  yield* bank.begin();
  if (yield* take(bank)) yield* bank.insert(entry, { amount, status: 'COMMITTED' });
  yield* bank.commit();
}

function* committedAfterwards({ bank, entry }: Transfer): Body {
  yield* bank.insert(entry, { amount, status: 'PENDING' });
  yield* bank.begin();
  const isTaken = yield* take(bank);
  yield* bank.commit();
  yield* bank.update(entry, { set: { status: isTaken ? 'COMMITTED' : 'ABORTED' } });
}

function* pendingThenCommitted({ bank, entry }: Transfer): Body {
  yield* bank.insert(entry, { amount, status: 'PENDING' });
  yield* bank.begin();
  const isTaken = yield* take(bank);
  yield* bank.update(entry, { set: { status: isTaken ? 'COMMITTED' : 'ABORTED' } });
  yield* bank.commit();
}

function* addUp(bank: Database): Body {
  const account = yield* bank.select(one);
  const entry = yield* bank.select('log of A');
  const [taken, says] = [balance - numberIn(account, 'balance'), numberIn(entry, 'amount')];
  promise(taken === says, `The auditor finds ${taken} taken from account 1, and ${says} in the log.`);
}

function* auditInTwoLooks(bank: Database): Body {
  yield* addUp(bank);
}

function* auditASnapshot(bank: Database): Body {
  yield* bank.beginSnapshot();
  yield* addUp(bank);
  yield* bank.commit();
}

export default defineScenario({
  name: 'transaction-log',
  title: 'A log of what was transferred',
  promise: 'The log and the accounts agree, whatever fails and whoever looks.',
  topic: 'transaction log',
  variants: {
    'log-afterwards': {
      explanation: 'The transfer is committed, and then the log is written. A client that ends between the two has moved money that the log knows nothing of, and no rollback brings the two together again.',
      expect: 'FAILED',
      fix: 'Write the log in the transaction that changes the accounts: either both are there or neither is.',
      system: () => logged(logAfterwards),
    },
    'log-before': {
      explanation: 'The log is written first, as done, and then the transfer is made. It need not even fail: the second client finds only 40 left and takes nothing, and the log says that it did.',
      expect: 'FAILED',
      fix: 'Do not log as done what is yet to be done. Log it in the same transaction, or as PENDING until then.',
      system: () => logged(logBefore, {}),
    },
    'committed-in-a-second-step': {
      explanation: 'The log has a status, PENDING first and COMMITTED when the transfer is done. But the status is set after the commit, on its own: a client that ends between the two leaves a transfer that was made and is PENDING for ever. Whoever repairs it cannot tell whether to do it again.',
      expect: 'FAILED',
      fix: 'Set the status in the transaction that moves the money. Then PENDING means not done, always.',
      system: () => logged(committedAfterwards),
    },
    'same-transaction': {
      explanation: 'Accounts and log are changed in one transaction. It is committed as a whole or not at all, whether a client ends or the power is lost.',
      expect: 'PROVED',
      system: () => logged(inOneTransaction, { crash: { actors: ['A', 'B'] }, powerLoss: true }),
    },
    'pending-then-committed': {
      explanation: 'The entry is PENDING, in a transaction of its own, before anything is tried, and COMMITTED or ABORTED in the same transaction as the transfer. After a crash PENDING means not done, so that it can be done again, and attempts that failed are on record too.',
      expect: 'PROVED',
      system: () => logged(pendingThenCommitted, { crash: { actors: ['A', 'B'] }, powerLoss: true }),
    },
    'auditor-looks-twice': {
      explanation: 'Accounts and log agree at every moment; but the auditor reads one and then the other, and the transfer is committed between. Each statement sees what is committed when it begins, so two statements see two moments.',
      expect: 'FAILED',
      fix: 'Read both in one snapshot: one statement that joins them, or a transaction with the isolation level repeatable read.',
      system: () => audited(auditInTwoLooks),
    },
    'auditor-has-a-snapshot': {
      explanation: 'The auditor reads in a transaction with a snapshot. It sees the accounts and the log of one moment, before the transfer or after it, and locks nobody out.',
      expect: 'PROVED',
      system: () => audited(auditASnapshot),
    },
  },
});
