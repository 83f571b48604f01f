import { within, type Connection } from '../../databases/connection.ts';
import type { DatabaseStrategy } from '../../databases/strategy.ts';
import type { Attempt } from '../../scenario.ts';
import { accountOf, add, lockedAccountOf } from './accounts-table.ts';
import { transferOf, type Transfer } from './plan.ts';

export type Operate = DatabaseStrategy['operate'];
/** In which order rows are locked. */
export type RowOrder = 'from, to' | 'by id';

/** Notes what was read, and tells whether it covers the transfer; if not, nothing is moved. */
export function isCovered(attempt: Attempt, balance: number, { amount }: Transfer): boolean {
  attempt.read(balance);
  if (balance >= amount) return true;
  attempt.wrote(0);
  return false;
}

/** Moves the amount and commits. */
export async function moveAndCommit(connection: Connection, attempt: Attempt, transfer: Transfer): Promise<void> {
  const changes = [[transfer.from, -transfer.amount], [transfer.to, transfer.amount]] as const;
  // In one order for all, so that whatever deadlock there is comes from how the rows were read.
  for (const [id, amount] of changes.toSorted(([one], [other]) => one - other)) await add(connection, id, amount, attempt.signal);
  await attempt.fault();
  attempt.left();
  await connection.run('COMMIT');
  attempt.wrote(transfer.amount);
}

/** Reads within the transaction that moves. @param read locks what is to be locked, and tells the balance that is taken from */
function transferWithin(begin: string, read: (connection: Connection, transfer: Transfer, signal: AbortSignal) => Promise<number>): Operate {
  return (connection, attempt, { request, actor }) =>
    within(connection, attempt.signal, begin, async () => {
      const transfer = transferOf(request.seed, actor, attempt.number);
      const balance = await read(connection, transfer, attempt.signal);
      attempt.entered();
      if (isCovered(attempt, balance, transfer)) {
        await attempt.fault();
        await moveAndCommit(connection, attempt, transfer);
      } else {
        attempt.left();
        await connection.run('COMMIT');
      }
      return true;
    });
}

export function transferPlainlyWithin(begin: string): Operate {
  return transferWithin(begin, async (connection, { from }) => (await accountOf(connection, from)).balance);
}

/** Both rows are locked as they are read. */
export function transferForUpdate(order: RowOrder): Operate {
  return transferWithin('BEGIN', async (connection, { from, to }, signal) => {
    const rows = order === 'by id' ? [from, to].toSorted((one, other) => one - other) : [from, to];
    let balance = 0;
    for (const row of rows) {
      const account = await lockedAccountOf(connection, row, signal);
      if (row === from) balance = account.balance;
    }
    return balance;
  });
}

/** Reads and checks first, and moves in a transaction afterwards. */
export function transferReadOutside(begin: string): Operate {
  return async (connection, attempt, { request, actor }) => {
    const transfer = transferOf(request.seed, actor, attempt.number);
    attempt.entered();
    const { balance } = await accountOf(connection, transfer.from);
    if (isCovered(attempt, balance, transfer)) {
      await attempt.fault();
      await within(connection, attempt.signal, begin, () => moveAndCommit(connection, attempt, transfer));
    } else {
      attempt.left();
    }
    return true;
  };
}
