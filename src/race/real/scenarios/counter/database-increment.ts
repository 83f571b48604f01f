import { within, type Connection } from '../../databases/connection.ts';
import type { DatabaseStrategy } from '../../databases/strategy.ts';

type Operate = DatabaseStrategy['operate'];

/** One row with the count, and a version that counts its changes. */
export const counterTable: Pick<DatabaseStrategy, 'tables' | 'final'> = {
  tables: ['CREATE TABLE counter (id INTEGER PRIMARY KEY, count INTEGER NOT NULL, version INTEGER NOT NULL)', 'INSERT INTO counter VALUES (1, 0, 1)'],
  final: async (connection) => (await rowOf(connection)).count,
};

export const plainSelect = 'SELECT count, version FROM counter WHERE id = 1';

/** Reads, adds and writes in one transaction. @param begin how it begins @param select how it reads */
export function incrementWithin(begin: string, select: string = plainSelect): Operate {
  return (connection, attempt) =>
    within(connection, attempt.signal, begin, async () => {
      const { rows } = await connection.wait(attempt.signal, select);
      const count = rows[0]?.[0] ?? 0;
      attempt.entered();
      attempt.read(count);
      await attempt.fault();
      await connection.wait(attempt.signal, 'UPDATE counter SET count = $1 WHERE id = 1', [count + 1]);
      await attempt.fault();
      attempt.left();
      await connection.run('COMMIT');
      attempt.wrote(count + 1);
      return true;
    });
}

/** Reads without a transaction, and writes if the version is still the one that was read. */
export const incrementIfUnchanged: Operate = async (connection, attempt) => {
  attempt.entered();
  const { count, version } = await rowOf(connection);
  attempt.read(count);
  await attempt.fault();
  const changed = await connection.run('UPDATE counter SET count = $1, version = version + 1 WHERE id = 1 AND version = $2', [count + 1, version]);
  if (changed.count === 0) return false;
  attempt.wrote(count + 1);
  await attempt.fault();
  attempt.left();
  return true;
};

async function rowOf(connection: Connection): Promise<{ readonly count: number; readonly version: number }> {
  const [count = 0, version = 0] = (await connection.run(plainSelect)).rows[0] ?? [];
  return { count, version };
}
