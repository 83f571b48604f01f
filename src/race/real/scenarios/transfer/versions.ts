import { within, type Connection } from '../../databases/connection.ts';
import type { Attempt } from '../../scenario.ts';
import { accountOf, addIfUnchanged } from './accounts-table.ts';
import { isCovered, type Operate, type RowOrder } from './locking.ts';
import { transferOf, type Transfer } from './plan.ts';

interface Ways {
  readonly checks?: 'both rows' | 'the first row only';
  readonly order?: RowOrder;
}

/** Reads both rows without a lock, and writes them in one transaction where their versions are still those that were read. */
export function transferIfUnchanged(begin: string, { checks = 'both rows', order = 'by id' }: Ways = {}): Operate {
  return async (connection, attempt, { request, actor }) => {
    const transfer = transferOf(request.seed, actor, attempt.number);
    attempt.entered();
    const taken = await accountOf(connection, transfer.from);
    const given = await accountOf(connection, transfer.to);
    if (!isCovered(attempt, taken.balance, transfer)) {
      attempt.left();
      return true;
    }
    await attempt.fault();
    const fromThenTo = [{ id: transfer.from, account: taken, amount: -transfer.amount }, { id: transfer.to, account: given, amount: transfer.amount }];
    const changes = order === 'by id' ? fromThenTo.toSorted((one, other) => one.id - other.id) : fromThenTo;
    return within(connection, attempt.signal, begin, () => changeInOrder(connection, attempt, changes, transfer, checks));
  };
}

interface Change {
  readonly id: number;
  readonly account: { readonly balance: number; readonly version: number };
  readonly amount: number;
}

/** @returns false when somebody was faster; nothing is committed then */
async function changeInOrder(connection: Connection, attempt: Attempt, changes: readonly Change[], { amount }: Transfer, checks: Ways['checks']): Promise<boolean> {
  for (const [at, change] of changes.entries()) {
    const isChanged = await addIfUnchanged(connection, change.id, change.account, change.amount, attempt.signal);
    if (!isChanged && (at === 0 || checks === 'both rows')) return false;
  }
  await attempt.fault();
  attempt.left();
  await connection.run('COMMIT');
  attempt.wrote(amount);
  return true;
}
