import { MutexBusyError } from '../../../../system/mutex.ts';
import type { AcquireOptions } from '../../../../saving/lock/options.ts';
import type { Attempt, Plain, Resource, Strategy } from '../../scenario.ts';
import { forgettingLocks } from '../own-locks.ts';

/** What strategies of processes that meet at files have in common. */
export const onFiles = {
  actorsAre: 'processes',
  excludes: false,
  faults: ['kill', 'pause', 'slowMs'],
  needs: [],
  claim: null,
} as const satisfies Partial<Strategy>;

/** What a strategy survives that only has to be let finish. */
export const whoeverIsLate = ['pause', 'slowMs'] as const;
export const whateverStrikes = ['kill', ...whoeverIsLate] as const;
/** Where somebody is judged by how old something is. */
export const whateverStrikesAges = [...whateverStrikes, 'clockOffsetMs'] as const;

/** The strategy, whose FileLocks leave nothing in the user's state folder, either. @param lockPaths where they are in the folder of a run */
export function withOwnLocks(strategy: Strategy, lockPaths: (folder: string) => readonly string[]): Strategy {
  return { ...strategy, setUp: async (site) => forgettingLocks(await strategy.setUp(site), lockPaths(site.folder)) };
}

/** Files, which go with the folder of the run. @param final reads what they hold in the end */
export function files(final: () => Plain): Resource {
  return { config: null, final: async () => final(), close: () => Promise.resolve() };
}

/** Does what takes its own turn among all processes. @returns false when others did not let it in within its time, which the attempt is told */
export async function orGivesUp(attempt: Attempt, act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (!(error instanceof MutexBusyError)) throw error;
    attempt.gaveUp();
    return false;
  }
}

/** Waits until the run is over. */
export function untilOver({ signal }: Attempt): AcquireOptions {
  return { timeoutMs: Infinity, signal };
}
