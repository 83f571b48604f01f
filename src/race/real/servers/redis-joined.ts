import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { RealRunError } from '../lab.ts';
import { connectRedis } from './redis-client.ts';
import type { OwnedRedisServer } from './redis.ts';

const keysAtOnce = 1_000;

/** A server that is the user's own, where this run has keys of one prefix and nothing else. */
export class JoinedRedis implements OwnedRedisServer {
  readonly prefix = `lockscope-race-${randomBytes(8).toString('hex')}:`;
  readonly isPrivate = false;
  readonly url: string;

  private constructor(url: string) {
    this.url = url;
  }

  /** @throws RealRunError when it cannot be reached; the signal's reason */
  static async join(url: string, signal: AbortSignal): Promise<JoinedRedis> {
    signal.throwIfAborted();
    await withClient(url, (client) => client.ping());
    signal.throwIfAborted();
    return new JoinedRedis(url);
  }

  async kill(): Promise<void> {
    throw this.#refusal();
  }

  async restart(): Promise<void> {
    throw this.#refusal();
  }

  cpuMs(): null {
    return null;
  }

  /** Removes the keys of this run. @throws RealRunError when the server cannot be reached any more */
  async close(): Promise<void> {
    await withClient(this.url, (client) => removeKeys(client, this.prefix));
  }

  #refusal(): RealRunError {
    return new RealRunError(`${withoutPassword(this.url)} was not started for this run, and is not ended by it. Leave out the fault, or the URL: private servers are started then.`);
  }
}

async function removeKeys(client: Redis, prefix: string): Promise<void> {
  let cursor = '0';
  do {
    const [next, keys] = await client.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', keysAtOnce);
    cursor = next;
    if (keys.length > 0) await client.del(keys);
  } while (cursor !== '0');
}

async function withClient<T>(url: string, act: (client: Redis) => Promise<T>): Promise<T> {
  const connection = await connectRedis(url);
  try {
    if (!connection.isReady()) throw new RealRunError(`The Redis server ${withoutPassword(url)} cannot be reached: ${connection.lastProblem()}`);
    return await act(connection.client);
  } finally {
    connection.close();
  }
}

/** A URL as it may be shown. */
export function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/).*@/, '$1');
}
