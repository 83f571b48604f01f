import type { ActorSite, Attempt, Plain, Strategy } from '../scenario.ts';
import type { Connection, DatabaseKind } from './connection.ts';
import { untilDone } from './tries.ts';

/** A strategy whose actors have a connection each to one database. */
export interface DatabaseStrategy extends Omit<Strategy, 'setUp' | 'work' | 'needs' | 'actorsAre' | 'faults'> {
  readonly database: DatabaseKind;
  /** Makes the tables and what is in them. */
  readonly tables: readonly string[];
  /** How often an operation is tried, conflicts included, before it is given up; once when left out. */
  readonly tries?: number;
  /** What each actor does first. */
  readonly prepare?: (connection: Connection) => Promise<unknown>;
  /** One try of one operation. @returns whether it was done, which it is too when there was nothing to do. @throws a conflict, like false; see conflictOf */
  readonly operate: (connection: Connection, attempt: Attempt, site: ActorSite) => Promise<boolean>;
  /** @see Resource.final */
  readonly final: (connection: Connection) => Promise<Plain>;
}

/** Whoever is killed loses the connection, and with it what was not committed. */
export function databaseStrategy({ database, tables, tries = 1, prepare, operate, final, ...description }: DatabaseStrategy): Strategy {
  return {
    ...description,
    actorsAre: 'processes',
    faults: ['kill', 'pause', 'slowMs'],
    needs: [database.need],
    setUp: async (site) => {
      const place = await database.place(site);
      await withConnection(database, place, async (connection) => {
        for (const statement of tables) await connection.run(statement);
        site.version(database.name, await connection.version());
      });
      return { config: place, final: () => withConnection(database, place, final), close: () => Promise.resolve() };
    },
    work: async (site) => {
      const connection = await database.open(site.config);
      await prepare?.(connection);
      return { operate: (attempt) => untilDone(attempt, tries, () => operate(connection, attempt, site)), close: () => connection.close() };
    },
  };
}

async function withConnection<T>(database: DatabaseKind, place: Plain, act: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await database.open(place);
  try {
    return await act(connection);
  } finally {
    await connection.close();
  }
}
