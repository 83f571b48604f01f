import path from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { number, record, string } from '../../../base/json.ts';
import { waitUnlessOver } from '../waiting.ts';
import { conflictOf, type Connection, type DatabaseKind, type Rows } from './connection.ts';

/** How long SQLite's own busy handler sleeps before it tries again, ms: the last for ever; see sqliteDefaultBusyCallback in its main.c. */
const delaysMs = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100] as const;

/** So long a lock is waited for in all, ms: what the drivers of many languages choose. */
export const busyTimeoutMs = 5000;

/** One file for all, in WAL mode, with a commit that is on the disk when it returns (synchronous = FULL, as SQLite has it by itself). */
export const sqlite: DatabaseKind = {
  name: 'sqlite',
  need: 'sqlite',
  place: ({ folder }) => Promise.resolve(path.join(folder, 'data.sqlite')),
  open: (place) => SqliteConnection.open(string(place)),
};

/** Of what goes on whether the run is over or not. */
const never = new AbortController().signal;

/** A connection to a file, of this process alone. */
export class SqliteConnection implements Connection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #isWithin = false;

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  static async open(file: string): Promise<SqliteConnection> {
    // Not there in every Node that this is loaded by.
    const { DatabaseSync: Database } = await import('node:sqlite');
    const connection = new SqliteConnection(new Database(file));
    await connection.run('PRAGMA journal_mode = WAL');
    return connection;
  }

  run(sql: string, values: readonly number[] = []): Promise<Rows> {
    return this.#whenFree(never, () => this.#do(sql, values));
  }

  wait(signal: AbortSignal, sql: string, values: readonly number[] = []): Promise<Rows> {
    return this.#whenFree(signal, () => this.#do(sql, values));
  }

  async rollback(): Promise<void> {
    if (this.#isWithin) await this.run('ROLLBACK');
  }

  version(): Promise<string> {
    return Promise.resolve(string(record(this.#database.prepare('SELECT sqlite_version() AS version').get())['version']));
  }

  close(): Promise<void> {
    this.#database.close();
    return Promise.resolve();
  }

  #do(sql: string, values: readonly number[]): Rows {
    const statement = this.#prepared(sql);
    if (sql.startsWith('SELECT')) {
      const rows = statement.all(...values).map((row) => Object.values(row).map(number));
      return { rows, count: rows.length };
    }
    const count = Number(statement.run(...values).changes);
    if (sql.startsWith('BEGIN')) this.#isWithin = true;
    if (sql === 'COMMIT' || sql === 'ROLLBACK') this.#isWithin = false;
    return { rows: [], count };
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const prepared = this.#database.prepare(sql.replaceAll('$', '?'));
    this.#statements.set(sql, prepared);
    return prepared;
  }

  /**
   * As SQLite's busy timeout does it, but without standing still, so that the end of a run is heeded. Not within a
   * transaction: whoever is in the way then waits for this one, or has written over what it read.
   */
  async #whenFree<T>(signal: AbortSignal, act: () => T): Promise<T> {
    signal.throwIfAborted();
    let waited = 0;
    for (let tried = 0; ; tried += 1) {
      try {
        return act();
      } catch (error) {
        if (this.#isWithin || conflictOf(error) !== 'busy' || waited >= busyTimeoutMs) throw error;
      }
      const delay = delaysMs[Math.min(tried, delaysMs.length - 1)] ?? 100;
      await waitUnlessOver(delay, signal);
      waited += delay;
    }
  }
}
