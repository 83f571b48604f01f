import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { RealRunError } from '../lab.ts';
import { findProgram } from './find.ts';
import { JoinedRedis } from './redis-joined.ts';
import { PrivateRedis } from './redis-private.ts';

/** One Redis server that takes part in a run. */
export interface RedisServer {
  /** redis:// or the path of a Unix socket, as ioredis takes them. */
  readonly url: string;
  /** Prefix of all keys of this run, so that a server that others use stays as it was. */
  readonly prefix: string;
  /** Whether it was started for this run; only such a one may be ended. */
  readonly isPrivate: boolean;
  /** Ends it by SIGKILL. @throws RealRunError for one that is not private */
  kill(): Promise<void>;
  /** Ends it and starts it again, empty. @throws RealRunError for one that is not private */
  restart(): Promise<void>;
  /** User and system time so far, ms; null where that cannot be told. */
  cpuMs(): number | null;
}

/** A server whose end is in the hands of whoever has this: a private one is stopped, of another the keys of this run are removed. */
export interface OwnedRedisServer extends RedisServer {
  /** Leaves nothing behind; may be called twice. */
  close(): Promise<void>;
}

/** redis-server or what took its place, or null when the machine has none. */
export function findRedis(): string | null {
  return findProgram(['redis-server', 'valkey-server']);
}

/**
 * The servers of a run: those given, if they are enough, else private ones.
 * @throws RealRunError when there are neither, or one does not come up; the signal's reason; nothing is left then
 */
export function redisServers(folder: string, count: number, urls: readonly string[], signal: AbortSignal): Promise<OwnedRedisServer[]> {
  return urls.length >= count ? joinRedis(urls.slice(0, count), signal) : startRedis(folder, count, signal);
}

/**
 * Starts private servers, which nobody but this user can reach where Unix sockets are to be had. They keep nothing on disk.
 * @param folder of the run; each server has a folder of its own in it
 * @throws RealRunError; the signal's reason; nothing is left then
 */
export async function startRedis(folder: string, count: number, signal: AbortSignal): Promise<OwnedRedisServer[]> {
  const program = findRedis();
  if (program === null) throw new RealRunError('There is no redis-server on this machine. Install it, or name a running server in the setting lockscope.raceLab.redisUrls.');
  return allOrNone(Array.from({ length: count }, (_each, at) => {
    const own = path.join(folder, `redis-${at + 1}`);
    mkdirSync(own, { recursive: true, mode: 0o700 });
    return PrivateRedis.start(program, own, signal);
  }));
}

/** Joins servers that others may use too. @throws RealRunError when one cannot be reached; the signal's reason */
export function joinRedis(urls: readonly string[], signal: AbortSignal): Promise<OwnedRedisServer[]> {
  return allOrNone(urls.map((url) => JoinedRedis.join(url, signal)));
}

async function allOrNone(starting: readonly Promise<OwnedRedisServer>[]): Promise<OwnedRedisServer[]> {
  const outcomes = await Promise.allSettled(starting);
  const servers = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed === undefined) return servers;
  await Promise.all(servers.map((server) => server.close()));
  throw failed.reason;
}
