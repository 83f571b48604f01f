import { list, record, string } from '../../../../base/json.ts';
import { RealRunError } from '../../lab.ts';
import type { Faults } from '../../request.ts';
import type { RedisServer } from '../../servers/redis.ts';
import type { ActorSite, Attempt, Plain, Resource, Site, Strategy, Work } from '../../scenario.ts';
import { StoreClient } from '../../store/client.ts';
import { storeRole } from '../../store/server.ts';
import { setUpCounter } from './guarded.ts';
import { acquireLease, isEnough, type Lease, type LeaseLock, type Patience } from './lease.ts';

/** Where an actor finds a server, and what its keys begin with. */
export type ServerAddress = Pick<RedisServer, 'url' | 'prefix'>;

/** A strategy of the counter with a lock that ends by itself. The count is in a store that all of them share, so that only the lock makes the difference. */
export interface LeaseStrategy extends Omit<Strategy, 'setUp' | 'work' | 'excludes' | 'actorsAre'> {
  readonly servers: number;
  /** Where fencing tokens come from, which the store checks at each read and write; then two may be inside at once. */
  readonly tokens: 'none' | 'lock' | 'store';
  readonly patience: (leaseMs: number) => Patience;
  /** Looks at the servers before the run, and notes their version. @throws RealRunError when they will not do */
  readonly inspect: (servers: readonly ServerAddress[], site: Site) => Promise<void>;
  readonly open: (servers: readonly ServerAddress[], site: ActorSite) => Promise<LeaseLock>;
}

export function leaseStrategy({ servers: count, tokens, patience, inspect, open, ...description }: LeaseStrategy): Strategy {
  return {
    ...description,
    actorsAre: 'processes',
    excludes: tokens === 'none',
    setUp: async (site) => {
      const servers = await site.redis(count);
      refuseToEnd(servers, site.request.faults);
      const addresses = servers.map(({ url, prefix }) => ({ url, prefix }));
      await inspect(addresses, site);
      return setUpStore(site, addresses);
    },
    work: async (site) => {
      const store = await StoreClient.connect(site.folder);
      const lock = await open(addressesIn(site.config), site);
      return workUnder({ lock, store, tokens, patience: patience(site.request.leaseMs), leaseMs: site.request.leaseMs });
    },
  };
}

/** Not at the end of a run, which would be for nothing. @throws RealRunError for faults that would end servers of the user's */
function refuseToEnd(servers: readonly RedisServer[], { redisDown, redisRestartMs }: Faults): void {
  if (redisDown === 0 && redisRestartMs === null) return;
  if (servers.some(({ isPrivate }) => !isPrivate)) throw new RealRunError('The Redis servers named were not started for this run, and are not ended by it. Leave out the fault, or the servers: private ones are started then.');
}

async function setUpStore(site: Site, config: Plain): Promise<Resource> {
  const resource = await setUpCounter(site);
  await site.helper(storeRole, null);
  return { ...resource, config };
}

/** @throws SyntaxError */
function addressesIn(config: Plain): readonly ServerAddress[] {
  return list(config, (each) => ({ url: string(record(each)['url']), prefix: string(record(each)['prefix']) }));
}

interface Parts {
  readonly lock: LeaseLock;
  readonly store: StoreClient;
  readonly tokens: LeaseStrategy['tokens'];
  readonly patience: Patience;
  readonly leaseMs: number;
}

function workUnder({ lock, store, tokens, patience, leaseMs }: Parts): Work {
  const operate = async (attempt: Attempt): Promise<void> => {
    for (;;) {
      const lease = await acquireLease(lock, attempt, patience);
      if (lease === null) return;
      attempt.entered();
      const token = tokens === 'store' ? await store.token() : lease.token;
      const mayGoOn = (): boolean => tokens !== 'none' || isEnough(lease, leaseMs);
      const isOver = await increment({ attempt, store, lease, token, mayGoOn });
      attempt.left();
      await lease.release();
      if (isOver) return;
      attempt.retried();
    }
  };
  return { operate, close: () => (lock.close(), store.close()) };
}

interface Increment {
  readonly attempt: Attempt;
  readonly store: StoreClient;
  readonly lease: Lease;
  readonly token: number | null;
  readonly mayGoOn: () => boolean;
}

/**
 * Reads, adds one and writes, with faults before and after what cannot be undone. Its holder looks at the clock before
 * it writes; what strikes it after that look, it cannot see.
 * @returns whether the operation is over; it begins again when its lease was lost before it wrote
 */
async function increment({ attempt, store, lease, token, mayGoOn }: Increment): Promise<boolean> {
  const before = await store.read(token);
  if (before === null) return refused(attempt);
  attempt.read(before);
  if (!mayGoOn()) return false;
  await attempt.fault();
  if (lease.isLost()) return false;
  if (!(await store.write(before + 1, token))) return refused(attempt);
  attempt.wrote(before + 1);
  await attempt.fault();
  return true;
}

function refused(attempt: Attempt): true {
  attempt.refused();
  return true;
}
