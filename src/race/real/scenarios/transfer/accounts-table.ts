import type { Connection } from '../../databases/connection.ts';
import type { DatabaseStrategy } from '../../databases/strategy.ts';
import { accounts, opening } from './plan.ts';

/** One account as it was read. */
export interface Account {
  readonly balance: number;
  readonly version: number;
}

/** A row for each account, with a version that counts its changes. */
export const accountsTable: Pick<DatabaseStrategy, 'tables' | 'final'> = {
  tables: ['CREATE TABLE accounts (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL, version INTEGER NOT NULL)', `INSERT INTO accounts VALUES ${rowsAtFirst()}`],
  final: async (connection) => (await connection.run('SELECT balance FROM accounts ORDER BY id')).rows.map(([balance = 0]) => balance),
};

function rowsAtFirst(): string {
  return Array.from({ length: accounts }, (_, i) => `(${i + 1}, ${opening}, 1)`).join(', ');
}

const select = 'SELECT balance, version FROM accounts WHERE id = $1';

export async function accountOf(connection: Connection, id: number): Promise<Account> {
  return accountIn((await connection.run(select, [id])).rows);
}

/** Locks the row as it reads it, which PostgreSQL can. @throws the signal's reason */
export async function lockedAccountOf(connection: Connection, id: number, signal: AbortSignal): Promise<Account> {
  return accountIn((await connection.wait(signal, `${select} FOR UPDATE`, [id])).rows);
}

/** Within a transaction. @throws the signal's reason */
export async function add(connection: Connection, id: number, amount: number, signal: AbortSignal): Promise<void> {
  await connection.wait(signal, 'UPDATE accounts SET balance = balance + $1 WHERE id = $2', [amount, id]);
}

/** Within a transaction. @returns false when the row is not as it was read any more @throws the signal's reason */
export async function addIfUnchanged(connection: Connection, id: number, { balance, version }: Account, amount: number, signal: AbortSignal): Promise<boolean> {
  const { count } = await connection.wait(signal, 'UPDATE accounts SET balance = $1, version = version + 1 WHERE id = $2 AND version = $3', [balance + amount, id, version]);
  return count > 0;
}

function accountIn(rows: readonly (readonly number[])[]): Account {
  const [balance = 0, version = 0] = rows[0] ?? [];
  return { balance, version };
}
