import { setTimeout as pause } from 'node:timers/promises';
import type { ActorSite, Attempt, Strategy } from '../../scenario.ts';
import type { Release } from '../counter/guarded.ts';
import { onFiles } from '../parts/on-files.ts';
import { Pair, type Side } from '../parts/pair.ts';

type Own = Pick<Strategy, 'name' | 'title' | 'summary' | 'claims' | 'survives' | 'faults' | 'needs' | 'model'>;

/** Locks one side. @throws the signal's reason */
export type Lock = (side: Side, attempt: Attempt) => Promise<Release>;
/** Locks both, and returns what lets go of both. @throws the signal's reason */
export type LockBoth = (attempt: Attempt) => Promise<Release>;

export interface Pairing extends Own {
  readonly lockBoth: (site: ActorSite) => LockBoth | Promise<LockBoth>;
}

/** What is done with the first before the second is asked for, ms; the seed sleeps there, too. */
const betweenMs = 1;

export async function workBetween(): Promise<void> {
  await pause(betweenMs);
}

/** A strategy whose actors take two locks, and then write to both files. */
export function pairing({ lockBoth, ...own }: Pairing): Strategy {
  return {
    ...onFiles,
    ...own,
    excludes: true,
    setUp({ folder }) {
      const pair = Pair.make(folder);
      return Promise.resolve({ config: null, final: () => Promise.resolve(pair.final()), close: () => Promise.resolve() });
    },
    async work(site) {
      const pair = new Pair(site.folder, String(site.actor));
      const both = await lockBoth(site);
      const operate = async (attempt: Attempt): Promise<void> => {
        const release = await both(attempt);
        attempt.entered();
        const before = pair.left.read();
        attempt.read(before);
        await attempt.fault();
        pair.write(before + 1);
        attempt.wrote(before + 1);
        await attempt.fault();
        attempt.left();
        await release();
      };
      return { operate, close: () => undefined };
    },
  };
}

/** Everybody takes the left one first; or every second actor the right one. */
export type Order = 'same' | 'opposite';

export function sidesOf(order: Order, actor: number): readonly [Side, Side] {
  return order === 'opposite' && actor % 2 === 1 ? ['right', 'left'] : ['left', 'right'];
}

/** One lock after the other, in that order; whoever has the first keeps it while it waits for the second. */
export function oneThenOther(lock: Lock, [first, second]: readonly [Side, Side]): LockBoth {
  return async (attempt) => {
    const releaseFirst = await lock(first, attempt);
    await workBetween();
    const releaseSecond = await lock(second, attempt);
    return async () => {
      await releaseSecond();
      await releaseFirst();
    };
  };
}

/** Whoever has waited for so long with one lock in its hand when the run ends, ms, tells of it. */
const longWaitMs = 1000;

/** Of locks that are known to be taken in opposite orders: tells who had which when a run ended that nobody got on in. */
export function tellingOfStanding(lock: Lock, order: readonly [Side, Side]): LockBoth {
  const [first, second] = order;
  const telling: Lock = async (side, attempt) => {
    const since = performance.now();
    try {
      return await lock(side, attempt);
    } catch (error) {
      const waited = performance.now() - since;
      if (side === second && waited >= longWaitMs) attempt.saw('stuck', `It had the ${first} lock and waited for the ${second} one, for ${waited.toFixed(0)} ms until the run was ended.`);
      throw error;
    }
  };
  return oneThenOther(telling, order);
}
