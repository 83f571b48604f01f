import type { ActorSite, Attempt, Resource, Site, Strategy, Work } from '../../scenario.ts';
import { forgettingLocks } from '../own-locks.ts';
import { CounterFile, counterFile } from './counter-file.ts';

/** How an actor is let in, and lets go. */
export interface Guard {
  /** @returns what lets go; null when it gave up, which the attempt has been told. @throws the signal's reason */
  acquire(attempt: Attempt): Promise<Release | null> | Release | null;
  close?(): Promise<void> | void;
}

export type Release = () => Promise<void> | void;

/** A strategy of the counter that keeps others out while one reads, adds and writes. */
export interface Guarded extends Omit<Strategy, 'setUp' | 'work' | 'excludes' | 'actorsAre' | 'faults'> {
  readonly faults?: Strategy['faults'];
  readonly guard: (site: ActorSite) => Guard | Promise<Guard>;
  /** Whether it is one of Lockscope's own locks, of the counter's file. */
  readonly isOwnLock?: boolean;
}

/** Reads, adds one and writes: the same under every lock, so that only the lock makes the difference. */
export function guarded({ guard, isOwnLock = false, ...description }: Guarded): Strategy {
  return {
    faults: ['kill', 'pause', 'slowMs'],
    ...description,
    actorsAre: 'processes',
    excludes: true,
    setUp: async (site) => forgettingLocks(await setUpCounter(site), isOwnLock ? [`${counterFile(site.folder)}.lock`] : []),
    work: async (site) => workUnder(await guard(site), new CounterFile(site.folder, String(site.actor))),
  };
}

/** The counter's file, at 0. */
export async function setUpCounter({ folder }: Pick<Site, 'folder'>): Promise<Resource> {
  const counter = new CounterFile(folder, 'runner');
  counter.write(0);
  return { config: null, final: () => Promise.resolve(counter.read()), close: () => Promise.resolve() };
}

function workUnder(guard: Guard, counter: CounterFile): Work {
  return {
    operate: async (attempt) => {
      const release = await guard.acquire(attempt);
      if (release === null) return;
      attempt.entered();
      await increment(attempt, counter);
      attempt.left();
      await release();
    },
    close: () => guard.close?.(),
  };
}

/** One increment, with faults before and after what cannot be undone. */
export async function increment(attempt: Attempt, counter: Pick<CounterFile, 'read' | 'write'>): Promise<void> {
  const before = counter.read();
  attempt.read(before);
  await attempt.fault();
  counter.write(before + 1);
  attempt.wrote(before + 1);
  await attempt.fault();
}
