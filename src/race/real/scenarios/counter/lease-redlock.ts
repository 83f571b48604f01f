import type { IoredisAdapter } from 'redlock-universal';
import { connectRedis } from '../../servers/redis-client.ts';
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
  const { createRedlock, IoredisAdapter: Adapter, LockAcquisitionError } = await import('redlock-universal');
  const connections = await Promise.all(servers.map(({ url }) => connectRedis(url)));
  const timeout = Math.min(longestAnswerMs, leaseMs * answerShare);
  const nodes = connections.map(({ client }, at) => new Node(new Adapter(client, { keyPrefix: servers[at]?.prefix ?? '', timeout })));
  const lock = createRedlock({ adapters: nodes.map(({ adapter }) => adapter), key: 'lock', ttl: leaseMs, retryAttempts: 0, clockDriftFactor: driftShare });
  const tryOnce = async (): Promise<Tried> => {
    const before = performance.now();
    try {
      const handle = await lock.acquire();
      const until = before + leaseMs * (1 - driftShare) - driftMs;
      return await ifInTime({ token: null, leftMs: () => until - performance.now(), isLost: () => false, release: async () => void (await lock.release(handle)) }, leaseMs);
    } catch (error) {
      if (!(error instanceof LockAcquisitionError)) throw error;
      return { is: hasMajority(nodes) ? 'taken' : 'unreachable' };
    }
  };
  return { tryOnce, close: () => connections.forEach((connection) => connection.close()) };
}

/** One server, and whether it answered when it was asked for its vote last, be it with yes or no. */
class Node {
  readonly adapter: IoredisAdapter;
  hasAnswered = false;

  constructor(adapter: IoredisAdapter) {
    this.adapter = adapter;
    const setNX = adapter.setNX.bind(adapter);
    // The package tells how many votes there were, and not why the others are none.
    adapter.setNX = async (...vote) => {
      this.hasAnswered = false;
      const answer = await setNX(...vote);
      this.hasAnswered = true;
      return answer;
    };
  }
}

function hasMajority(nodes: readonly Node[]): boolean {
  return nodes.filter(({ hasAnswered }) => hasAnswered).length > nodes.length / 2;
}
