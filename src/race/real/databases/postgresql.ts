import type { Client } from 'pg';
import { errnoCode } from '../../../base/errors.ts';
import { string } from '../../../base/json.ts';
import type { Connection, DatabaseKind, Rows } from './connection.ts';

/** SQLSTATE; see appendix A of PostgreSQL's manual. */
const insufficientPrivilege = '42501';

/** So long a server may take to answer at all, ms. */
const connectTimeoutMs = 10_000;

/** Of the package that talks to it, as package.json has it; a test compares. */
export const pgVersion = '8.23.1';

/** A server of the run's own, or a schema in one that others use; its settings are as PostgreSQL has them by itself. */
export const postgresql: DatabaseKind = {
  name: 'postgresql',
  need: 'postgresql',
  place: async (site) => {
    site.version('pg', pgVersion);
    return site.postgresql();
  },
  open: (place) => connectTo(string(place)),
};

/** Opens a connection. @throws the server's or the system's error */
export async function connectTo(url: string): Promise<PostgresqlConnection> {
  // Large, and needed by few: not before it is.
  const { Client: PgClient } = await import('pg');
  const client = new PgClient({ connectionString: url, connectionTimeoutMillis: connectTimeoutMs });
  // What ends a connection is told to the statement that waits; without a listener it would end the process too.
  client.on('error', () => undefined);
  await client.connect();
  return new PostgresqlConnection(client);
}

/** Statements come one after the other. */
export class PostgresqlConnection implements Connection {
  readonly #client: Client;
  #signal: AbortSignal | null = null;
  /** Whether what runs may be cut short. */
  #mayBeCut = false;
  #isCut = false;
  #isWithin = false;

  constructor(client: Client) {
    this.#client = client;
  }

  async run(sql: string, values: readonly number[] = []): Promise<Rows> {
    const { rows, rowCount } = await this.#client.query<number[]>({ text: sql, values: [...values], rowMode: 'array' });
    if (sql.startsWith('BEGIN')) this.#isWithin = true;
    if (sql === 'COMMIT' || sql === 'ROLLBACK') this.#isWithin = false;
    return { rows, count: rowCount ?? 0 };
  }

  /** When the run is over it cuts the connection, so that the server rolls back: to be used within a transaction, or to begin one. */
  async wait(signal: AbortSignal, sql: string, values: readonly number[] = []): Promise<Rows> {
    this.#heed(signal);
    signal.throwIfAborted();
    this.#mayBeCut = true;
    try {
      return await this.run(sql, values);
    } catch (error) {
      if (this.#isCut) signal.throwIfAborted();
      throw error;
    } finally {
      this.#mayBeCut = false;
    }
  }

  async rollback(): Promise<void> {
    if (this.#isWithin && !this.#isCut) await this.run('ROLLBACK');
  }

  /** As its own configuration has it, such as "15.14". */
  async version(): Promise<string> {
    const { rows } = await this.#client.query<{ server_version: string }>('SHOW server_version');
    return rows[0]?.server_version.split(' ')[0] ?? '';
  }

  async close(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#cut);
    await this.#client.end();
  }

  #heed(signal: AbortSignal): void {
    if (this.#signal === signal) return;
    this.#signal?.removeEventListener('abort', this.#cut);
    this.#signal = signal;
    signal.addEventListener('abort', this.#cut);
  }

  readonly #cut = (): void => {
    if (!this.#mayBeCut) return;
    this.#isCut = true;
    // With a statement under way it closes the socket at once.
    void this.#client.end();
  };
}

/** Has deadlocks looked for after so many ms of waiting, instead of a second; not where only a superuser may set that, and this is none. */
export function lookForDeadlocksAfter(ms: number): (connection: Connection) => Promise<void> {
  return async (connection) => {
    try {
      await connection.run(`SET deadlock_timeout = ${ms}`);
    } catch (error) {
      if (errnoCode(error) !== insufficientPrivilege) throw error;
    }
  };
}
