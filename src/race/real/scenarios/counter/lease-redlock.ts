import { connectRedis, type RedisConnection } from '../../servers/redis-client.ts';
import { ifInTime, type LeaseLock, type Tried } from './lease.ts';
import type { ServerAddress } from './lease-strategy.ts';

/** How long one server may take to answer, as a share of the lease, and at most, ms: Redlock wants it small beside the lease, so that servers that are down cost little of it. */
const answerShare = 1 / 5;
const longestAnswerMs = 200;
/** What clocks may drift apart while a lock lasts: a hundredth of it and 2 ms, as the package reckons too. */
const driftShare = 0.01;
const driftMs = 2;

/**
 * A lock on a majority of servers, by the package redlock-universal, in one try each: its own tries follow each other
 * at equal distances, so that two who ask for the same votes go on doing so.
 */
export async function openRedlock(servers: readonly ServerAddress[], leaseMs: number): Promise<LeaseLock> {
  const { createRedlock, IoredisAdapter, LockAcquisitionError } = await import('redlock-universal');
  const connections = await Promise.all(servers.map(({ url }) => connectRedis(url)));
  const timeout = Math.min(longestAnswerMs, leaseMs * answerShare);
  const adapters = connections.map(({ client }, at) => new IoredisAdapter(client, { keyPrefix: servers[at]?.prefix ?? '', timeout }));
  const lock = createRedlock({ adapters, key: 'lock', ttl: leaseMs, retryAttempts: 0, clockDriftFactor: driftShare });
  const tryOnce = async (): Promise<Tried> => {
    const before = performance.now();
    try {
      const handle = await lock.acquire();
      const until = before + leaseMs * (1 - driftShare) - driftMs;
      return await ifInTime({ token: null, leftMs: () => until - performance.now(), isLost: () => false, release: async () => void (await lock.release(handle)) }, leaseMs);
    } catch (error) {
      if (!(error instanceof LockAcquisitionError)) throw error;
      return { is: hasMajority(connections) ? 'taken' : 'unreachable' };
    }
  };
  return { tryOnce, close: () => connections.forEach((connection) => connection.close()) };
}

function hasMajority(connections: readonly RedisConnection[]): boolean {
  return connections.filter((connection) => connection.isReady()).length > connections.length / 2;
}
