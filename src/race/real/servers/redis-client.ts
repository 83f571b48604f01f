import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { messageOf } from '../../../base/errors.ts';

/** After what time without an answer a command has failed, ms. */
const commandTimeoutMs = 1_000;
const connectTimeoutMs = 1_000;
const [shortestBetweenConnectsMs, longestBetweenConnectsMs] = [10, 300];

/** A connection that fails at once when its server is gone, and comes back by itself when the server does. */
export interface RedisConnection {
  readonly client: Redis;
  /** Whether it is connected now. */
  readonly isReady: () => boolean;
  /** Whether an error is what the server answered, and not the lack of an answer. */
  readonly isAnswer: (error: unknown) => boolean;
  /** What went wrong last. */
  readonly lastProblem: () => string;
  readonly close: () => void;
}

/**
 * Connects, or begins to: a server that is down is tried again and again, without a word.
 * @param url redis:// or the path of a Unix socket
 */
export async function connectRedis(url: string): Promise<RedisConnection> {
  // By its default: the bundle of a CommonJS package has no other name.
  const { default: ioredis } = await import('ioredis');
  const client = new ioredis.Redis(url, {
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    commandTimeout: commandTimeoutMs,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    disableClientInfo: true,
    protocol: 2,
    retryStrategy: nextConnectMs,
  });
  let problem = '';
  client.on('error', (error: unknown) => {
    problem = messageOf(error);
  });
  // Why it could not connect, an event has told before.
  await client.connect().catch((error: unknown) => {
    problem ||= messageOf(error);
  });
  return {
    client,
    isReady: () => client.status === 'ready',
    isAnswer: (error) => error instanceof ioredis.ReplyError,
    lastProblem: () => problem,
    close: () => client.disconnect(),
  };
}

/** Soon at first, for a server that is started again; and not all clients at once. */
function nextConnectMs(tries: number): number {
  const most = Math.min(longestBetweenConnectsMs, shortestBetweenConnectsMs * 2 ** tries);
  return most / 2 + Math.random() * (most / 2);
}

/** A script of Lua that Redis runs in one step. */
export interface RedisScript {
  readonly text: string;
  readonly hash: string;
}

export function redisScript(text: string): RedisScript {
  return { text, hash: createHash('sha1').update(text).digest('hex') };
}

/** Runs a script by its hash, and by its text when the server does not know it: it is new, or was started again. @throws the client's errors */
export async function runScript(client: Redis, script: RedisScript, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown> {
  try {
    return await client.evalsha(script.hash, keys.length, ...keys, ...values);
  } catch (error) {
    if (!messageOf(error).startsWith('NOSCRIPT')) throw error;
    return client.eval(script.text, keys.length, ...keys, ...values);
  }
}
