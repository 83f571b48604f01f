import { RealRunError } from '../../lab.ts';
import type { Claim } from '../../catalog.ts';
import { RedisLock, type RedisLockHabits } from './lease-redis.ts';
import { leaseStrategy, type LeaseStrategy } from './lease-strategy.ts';
import { inspectRedis } from './redis-inspect.ts';

const claim: Claim = { approach: 'Redis Lock', latency: 'Medium', throughput: 'Medium', contention: 'Waits', complexity: 'Medium', deadlockRisk: 'Medium (single instance fails)' };

/** Pauses between two tries, ms: a server on the same machine answers in a fraction of one. */
const [firstNapMs, longestNapMs] = [2, 16];

interface Own extends Pick<LeaseStrategy, 'name' | 'title' | 'summary' | 'survives' | 'model'> {
  readonly tokens?: LeaseStrategy['tokens'];
  readonly habits?: RedisLockHabits;
}

/** A lock in one Redis server. */
function onOneServer({ habits = {}, tokens = 'none', ...own }: Own) {
  return leaseStrategy({
    ...own,
    claims: 'kept',
    faults: ['kill', 'pause', 'slowMs', 'clockOffsetMs', 'redisDown', 'redisRestartMs'],
    needs: ['redis'],
    claim,
    servers: 1,
    tokens,
    patience: (leaseMs) => ({ firstNapMs, longestNapMs, unreachableMs: leaseMs }),
    inspect: inspectRedis,
    open: ([server], { request }) => {
      if (server === undefined) throw new RealRunError('There is no Redis server.');
      return RedisLock.open(server, request.leaseMs, habits);
    },
  });
}

export const redisDelete = onOneServer({
  name: 'redis-delete',
  title: 'Redis lock, released by DEL',
  summary: 'SET NX PX, and DEL without asking whose lock it is by then: once the work outlives its lease, each release frees the lock of somebody else.',
  survives: ['kill', 'clockOffsetMs', 'redisDown'],
  model: { scenario: 'redis-lock', variant: 'delete-without-owner' },
  habits: { isCareless: true },
});

export const redisLock = onOneServer({
  name: 'redis-lock',
  title: 'Redis lock',
  summary: 'SET NX PX with an id of its own, and a script that compares and deletes. The lock ends by itself when its holder is dead, and also when its holder is slow.',
  survives: ['kill', 'clockOffsetMs', 'redisDown'],
  model: { scenario: 'redis-lock', variant: 'compare-and-delete' },
});

export const redisLockRenewed = onOneServer({
  name: 'redis-lock-renewed',
  title: 'Redis lock, renewed',
  summary: 'The Redis lock, made to last again at each third of its lease while the work goes on. Whoever stands still does not renew.',
  survives: ['kill', 'slowMs', 'clockOffsetMs', 'redisDown'],
  model: { scenario: 'redis-lock', variant: 'renewal' },
  habits: { renews: true },
});

export const redisLockFenced = onOneServer({
  name: 'redis-lock-fenced',
  title: 'Redis lock with fencing token',
  summary: 'The script that takes the lock takes a number that grows (INCR) as well, and the store turns away whoever comes with an older one. A Redis that is started again begins to count anew.',
  survives: ['kill', 'pause', 'slowMs', 'clockOffsetMs', 'redisDown'],
  model: { scenario: 'redis-lock', variant: 'token-of-the-same-redis' },
  tokens: 'lock',
  habits: { countsTokens: true },
});

export const redisLockFencedByStore = onOneServer({
  name: 'redis-lock-fenced-by-store',
  title: 'Redis lock with fencing token of the store',
  summary: 'Whoever has the lock takes its number from the store that is going to check it, which forgets nothing when Redis is started again.',
  survives: ['kill', 'pause', 'slowMs', 'clockOffsetMs', 'redisDown', 'redisRestartMs'],
  model: { scenario: 'redis-lock', variant: 'fencing-token' },
  tokens: 'store',
});
