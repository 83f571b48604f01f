import type { Claim } from '../../catalog.ts';
import { openRedlock } from './lease-redlock.ts';
import { leaseStrategy, type LeaseStrategy } from './lease-strategy.ts';
import { inspectRedis, packageVersions } from './redis-inspect.ts';

const claim: Claim = { approach: 'Redlock', latency: 'High', throughput: 'Low', contention: 'Waits on majority', complexity: 'High', deadlockRisk: 'Low (majority guarantees)' };

/** Pauses between two tries, ms: long enough that one of those who ask for the same votes gets its majority meanwhile. */
const [firstNapMs, longestNapMs] = [8, 64];

/** A lock on at least three of five Redis servers. */
function onFiveServers(own: Pick<LeaseStrategy, 'name' | 'title' | 'summary' | 'survives' | 'model' | 'tokens'>) {
  return leaseStrategy({
    ...own,
    claims: 'kept',
    faults: ['kill', 'pause', 'slowMs', 'clockOffsetMs', 'redisDown', 'redisRestartMs'],
    needs: ['five-redis'],
    claim,
    servers: 5,
    patience: (leaseMs) => ({ firstNapMs, longestNapMs, unreachableMs: leaseMs }),
    inspect: async (servers, site) => {
      await inspectRedis(servers, site);
      site.version('redlock-universal', packageVersions['redlock-universal']);
    },
    open: (servers, { request }) => openRedlock(servers, request.leaseMs),
  });
}

export const redlock = onFiveServers({
  name: 'redlock',
  title: 'Redlock on five servers',
  summary: 'A lock that three of five Redis servers have granted, with enough of its lease left. Two of them may be down; a holder that stands still loses it all the same.',
  survives: ['kill', 'clockOffsetMs', 'redisDown'],
  tokens: 'none',
  model: { scenario: 'redlock', variant: 'validity-checked' },
});

export const redlockFenced = onFiveServers({
  name: 'redlock-fenced',
  title: 'Redlock with fencing token',
  summary: 'Redlock has no number that grows: whoever has its majority takes one from the store, which turns away older ones at each read and write.',
  survives: ['kill', 'pause', 'slowMs', 'clockOffsetMs', 'redisDown', 'redisRestartMs'],
  tokens: 'store',
  model: { scenario: 'redlock', variant: 'fencing-token' },
});
