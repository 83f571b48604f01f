import { randomUUID } from 'node:crypto';
import { connectRedis, redisScript, runScript, type RedisConnection, type RedisScript } from '../../servers/redis-client.ts';
import { ifInTime, type Lease, type LeaseLock, type Tried } from './lease.ts';
import type { ServerAddress } from './lease-strategy.ts';
import { Renewal } from './lease-renewal.ts';

/** How a lock in one Redis server is used. */
export interface RedisLockHabits {
  /** Deletes the lock, whoever's it is by now, instead of its own alone; and never looks at the time. */
  readonly isCareless?: boolean;
  /** Makes it last as long as the work does. */
  readonly renews?: boolean;
  /** Takes a number that grows in the step that takes the lock. */
  readonly countsTokens?: boolean;
}

/** The number is forgotten after a day, should nobody remove it. */
const acquisitionWithToken = redisScript(`
  if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
  local token = redis.call('INCR', KEYS[2])
  if token == 1 then redis.call('PEXPIRE', KEYS[2], 86400000) end
  return token`);
const releaseOfOwn = redisScript("return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('DEL', KEYS[1]) or 0");
const renewalOfOwn = redisScript("return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('PEXPIRE', KEYS[1], ARGV[2]) or 0");

/** A key that is set when it is absent, and expires. */
export class RedisLock implements LeaseLock {
  readonly #connection: RedisConnection;
  readonly #keys: readonly [lock: string, token: string];
  readonly #leaseMs: number;
  readonly #habits: RedisLockHabits;

  private constructor(connection: RedisConnection, prefix: string, leaseMs: number, habits: RedisLockHabits) {
    this.#connection = connection;
    this.#keys = [`${prefix}lock`, `${prefix}token`];
    this.#leaseMs = leaseMs;
    this.#habits = habits;
  }

  static async open({ url, prefix }: ServerAddress, leaseMs: number, habits: RedisLockHabits): Promise<RedisLock> {
    return new RedisLock(await connectRedis(url), prefix, leaseMs, habits);
  }

  async tryOnce(): Promise<Tried> {
    const id = randomUUID();
    const before = performance.now();
    const got = await (this.#habits.countsTokens ? this.#run(acquisitionWithToken, id, this.#leaseMs) : this.#set(id));
    if (got === null) return { is: 'unreachable' };
    if (got === 0) return { is: 'taken' };
    const lease = this.#lease(id, before, this.#habits.countsTokens ? got : null);
    return this.#habits.isCareless ? { is: 'held', lease } : ifInTime(lease, this.#leaseMs);
  }

  close(): void {
    this.#connection.close();
  }

  #lease(id: string, since: number, token: number | null): Lease {
    const renewal = this.#habits.renews ? new Renewal(() => this.#run(renewalOfOwn, id, this.#leaseMs), since, this.#leaseMs) : null;
    return {
      token,
      leftMs: () => (this.#habits.isCareless ? Infinity : (renewal?.renewedAt ?? since) + this.#leaseMs - performance.now()),
      isLost: () => renewal?.hasFailed ?? false,
      release: async () => {
        await renewal?.stop();
        await (this.#habits.isCareless ? this.#delete() : this.#run(releaseOfOwn, id));
      },
    };
  }

  #set(id: string): Promise<number | null> {
    return this.#orUnreachable(async () => ((await this.#connection.client.set(this.#keys[0], id, 'PX', this.#leaseMs, 'NX')) === 'OK' ? 1 : 0));
  }

  /** What a script returned, or null when the server did not answer. */
  #run(script: RedisScript, ...values: readonly (string | number)[]): Promise<number | null> {
    return this.#orUnreachable(() => runScript(this.#connection.client, script, this.#keys, values));
  }

  #delete(): Promise<number | null> {
    return this.#orUnreachable(() => this.#connection.client.del(this.#keys[0]));
  }

  async #orUnreachable(ask: () => Promise<unknown>): Promise<number | null> {
    try {
      return Number(await ask());
    } catch (error) {
      if (this.#connection.isAnswer(error)) throw error;
      return null;
    }
  }
}
