import type { Need } from '../needs.ts';
import type { Plain, Site } from '../scenario.ts';

/** What a statement came to: numbers, row by row, and how many rows it returned or changed. */
export interface Rows {
  readonly rows: readonly (readonly number[])[];
  readonly count: number;
}

/** One actor's connection to a database. Parameters of statements are `$1`, `$2` ... */
export interface Connection {
  /** A statement that is done whatever happens meanwhile. @throws the database's error */
  run(sql: string, values?: readonly number[]): Promise<Rows>;
  /**
   * A statement that may have to wait for others, which ends with the run: nothing of it is done then.
   * @throws the signal's reason; the database's error
   */
  wait(signal: AbortSignal, sql: string, values?: readonly number[]): Promise<Rows>;
  /** Rolls back what has begun and is not committed. Nothing when there is no such thing. */
  rollback(): Promise<void>;
  version(): Promise<string>;
  close(): Promise<void>;
}

/** A database of which each run has one of its own. */
export interface DatabaseKind {
  readonly name: 'sqlite' | 'postgresql';
  readonly need: Need;
  /** In the runner: where it is, as the actors are told. @throws RealRunError */
  place(site: Site): Promise<Plain>;
  /** In the runner and in actors. @throws the database's error */
  open(place: Plain): Promise<Connection>;
}

/** What kept a statement or a transaction from being done, though nothing is wrong with it. */
export type Conflict =
  /** Somebody else holds the lock, and the time to wait for it is over; or what was read is not the newest any more (SQLite). */
  | 'busy'
  /** It was chosen to end a ring of waiters. */
  | 'deadlock'
  /** What it read and wrote cannot be brought into one order with what others did. */
  | 'serialization';

/** What an error of either database says about others; null when it is about something else. */
export function conflictOf(error: unknown): Conflict | null {
  if (!(error instanceof Error)) return null;
  // node:sqlite has SQLite's extended result code, whose lowest byte is the code itself: 5 is SQLITE_BUSY.
  if ('errcode' in error && typeof error.errcode === 'number') return (error.errcode & 0xff) === 5 ? 'busy' : null;
  if (!('code' in error)) return null;
  // SQLSTATE; see appendix A of PostgreSQL's manual.
  return error.code === '40P01' ? 'deadlock' : error.code === '40001' ? 'serialization' : null;
}

/** Acts within a transaction. @param act commits at its end; when it throws, all is rolled back. @throws what it throws */
export async function within<T>(connection: Connection, signal: AbortSignal, begin: string, act: () => Promise<T>): Promise<T> {
  await connection.wait(signal, begin);
  try {
    return await act();
  } finally {
    await connection.rollback();
  }
}
