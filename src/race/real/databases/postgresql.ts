import type { Client } from 'pg';
import { errnoCode } from '../../../base/errors.ts';

/** Conditions by their SQLSTATE; see appendix A of PostgreSQL's manual. */
const serializationFailure = '40001';
const deadlockDetected = '40P01';
const insufficientPrivilege = '42501';

/** So long a server may take to answer at all, ms. */
const connectTimeoutMs = 10_000;

/** What a statement came to: numbers, row by row, and how many rows it returned or changed. */
export interface Rows {
  readonly rows: readonly (readonly number[])[];
  readonly count: number;
}

/** Opens a connection. @throws the server's or the system's error */
export async function connectTo(url: string): Promise<Session> {
  // Large, and needed by few: not before it is.
  const { Client: PgClient } = await import('pg');
  const client = new PgClient({ connectionString: url, connectionTimeoutMillis: connectTimeoutMs });
  // What ends a connection is told to the statement that waits; without a listener it would end the process too.
  client.on('error', () => undefined);
  await client.connect();
  return new Session(client);
}

/** One connection of one actor. Statements come one after the other. */
export class Session {
  readonly #client: Client;
  #signal: AbortSignal | null = null;
  /** Whether what runs may be cut short. */
  #mayBeCut = false;
  #isCut = false;

  constructor(client: Client) {
    this.#client = client;
  }

  /** A statement that is done whatever happens meanwhile. @throws the server's error */
  async run(sql: string, values: readonly number[] = []): Promise<Rows> {
    const { rows, rowCount } = await this.#client.query<number[]>({ text: sql, values: [...values], rowMode: 'array' });
    return { rows, count: rowCount ?? 0 };
  }

  /**
   * A statement that may have to wait for others. When the run is over the connection is cut, and with it the
   * transaction rolled back: to be used only within one.
   * @throws the signal's reason; the server's error
   */
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

  /** @param begin how it begins @throws what `act` or the server throws; it is rolled back then */
  async transaction<T>(begin: string, act: () => Promise<T>): Promise<T> {
    await this.run(begin);
    try {
      return await act();
    } catch (error) {
      if (!this.#isCut) await this.run('ROLLBACK');
      throw error;
    }
  }

  /** As its own configuration has it, such as "15.14". */
  async version(): Promise<string> {
    const { rows } = await this.#client.query<{ server_version: string }>('SHOW server_version');
    return rows[0]?.server_version.split(' ')[0] ?? '';
  }

  /**
   * Deadlocks are looked for after so many ms of waiting, instead of a second.
   * @returns false where only a superuser may set that, and this is none
   */
  async lookForDeadlocksAfter(ms: number): Promise<boolean> {
    try {
      await this.run(`SET deadlock_timeout = ${ms}`);
      return true;
    } catch (error) {
      if (errnoCode(error) === insufficientPrivilege) return false;
      throw error;
    }
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

export function isSerializationFailure(error: unknown): boolean {
  return errnoCode(error) === serializationFailure;
}

export function isDeadlock(error: unknown): boolean {
  return errnoCode(error) === deadlockDetected;
}
