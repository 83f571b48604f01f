import { randomBytes } from 'node:crypto';
import { messageOf } from '../../../base/errors.ts';
import { connectTo, type PostgresqlConnection } from '../databases/postgresql.ts';
import { RealRunError } from '../lab.ts';
import type { PostgresqlServer } from './postgresql.ts';

/** So long the schema's removal waits for others, ms. */
const dropsWithinMs = 10_000;

/**
 * Takes part in a server that others use: everything is in a schema of its own, which is dropped at the end.
 * @param url postgresql://user:password@host:port/database
 * @throws RealRunError when it is no such URL, cannot be reached or lets this user make no schema; the signal's reason
 */
export async function joinPostgresql(url: string, signal: AbortSignal): Promise<PostgresqlServer> {
  const schema = `lockscope_race_${randomBytes(6).toString('hex')}`;
  const own = withSearchPath(url, schema);
  signal.throwIfAborted();
  const version = await once(own, async (session) => {
    await session.run(`CREATE SCHEMA ${schema}`);
    return session.version();
  });
  let stopped: Promise<void> | null = null;
  const drop = (): Promise<void> =>
    once(own, async (session) => {
      // Of an actor whose end the server does not know of yet.
      await session.run(`SET lock_timeout = ${dropsWithinMs}`);
      await session.run(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    }, `The schema ${schema} is left in it: `);
  if (signal.aborted) {
    await drop();
    signal.throwIfAborted();
  }
  return { url: own, version, isPrivate: false, cpuMs: () => null, stop: () => (stopped ??= drop()) };
}

/** With a session of its own. @param note in front of what went wrong */
async function once<T>(url: string, act: (session: PostgresqlConnection) => Promise<T>, note = ''): Promise<T> {
  try {
    const session = await connectTo(url);
    try {
      return await act(session);
    } finally {
      await session.close();
    }
  } catch (error) {
    throw new RealRunError(`PostgreSQL at ${placeOf(url)} cannot be used. ${note}${messageOf(error)}`, { cause: error });
  }
}

/** The same connection, in which names without a schema are of that one. @throws RealRunError */
function withSearchPath(url: string, schema: string): string {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) throw new RealRunError('The URL of a PostgreSQL server begins with postgresql:// and names user, host and database.');
  const parsed = new URL(url);
  const options = parsed.searchParams.get('options');
  parsed.searchParams.set('options', `${options === null ? '' : `${options} `}-c search_path=${schema}`);
  return parsed.href;
}

/** Host and database, without user and password. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
