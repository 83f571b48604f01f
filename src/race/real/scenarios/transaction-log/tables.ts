import type { Connection } from '../../databases/connection.ts';
import type { DatabaseStrategy } from '../../databases/strategy.ts';
import { accountsTable } from '../transfer/accounts-table.ts';
import { accounts, opening, type Transfer } from '../transfer/plan.ts';

/** The accounts, and a log with a row for each transfer that was made, by its actor and number. */
export const loggedAccounts: Pick<DatabaseStrategy, 'tables' | 'final'> = {
  tables: [
    ...accountsTable.tables,
    'CREATE TABLE log (actor INTEGER NOT NULL, number INTEGER NOT NULL, taken INTEGER NOT NULL, given INTEGER NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (actor, number))',
  ],
  final: async (connection) => ({ balances: await accountsTable.final(connection), byLog: await balancesByLog(connection), gaps: await gapsIn(connection), lasts: await lastsIn(connection) }),
};

/** Moves the money, the rows in the order of their ids. @returns false when the balance does not cover it: to be rolled back */
export async function move(connection: Connection, { from, to, amount }: Transfer, signal: AbortSignal): Promise<boolean> {
  const take = (): ReturnType<Connection['wait']> => connection.wait(signal, 'UPDATE accounts SET balance = balance - $1 WHERE id = $2 AND balance >= $1', [amount, from]);
  const give = (): ReturnType<Connection['wait']> => connection.wait(signal, 'UPDATE accounts SET balance = balance + $1 WHERE id = $2', [amount, to]);
  if (to < from) await give();
  const { count } = await take();
  if (count === 1 && from < to) await give();
  return count === 1;
}

export async function log(connection: Connection, actor: number, number: number, { from, to, amount }: Transfer): Promise<void> {
  await connection.run('INSERT INTO log VALUES ($1, $2, $3, $4, $5)', [actor, number, from, to, amount]);
}

/** What the accounts would hold if the log were right. */
async function balancesByLog(connection: Connection): Promise<number[]> {
  const sum = async (column: 'taken' | 'given'): Promise<ReadonlyMap<number, number>> => {
    const { rows } = await connection.run(`SELECT ${column}, CAST(SUM(amount) AS INTEGER) FROM log GROUP BY ${column}`);
    return new Map(rows.map(([account = 0, total = 0]) => [account, total]));
  };
  const [taken, given] = [await sum('taken'), await sum('given')];
  return Array.from({ length: accounts }, (_, at) => opening - (taken.get(at + 1) ?? 0) + (given.get(at + 1) ?? 0));
}

/** Numbers that are not in the log though later ones of the same actor are: actor, first, last. */
async function gapsIn(connection: Connection): Promise<number[][]> {
  const steps = 'SELECT actor, number, LAG(number, 1, -1) OVER (PARTITION BY actor ORDER BY number) AS before FROM log';
  const { rows } = await connection.run(`SELECT actor, before + 1, number - 1 FROM (${steps}) AS steps WHERE number - before > 1 ORDER BY actor, number`);
  return rows.map((row) => [...row]);
}

/** The last number of each actor that is in the log: actor, number. */
async function lastsIn(connection: Connection): Promise<number[][]> {
  return (await connection.run('SELECT actor, MAX(number) FROM log GROUP BY actor ORDER BY actor')).rows.map((row) => [...row]);
}
