import { closeSync, openSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { unless } from '../../../../base/errors.ts';
import { FileLock } from '../../../../saving/lock/file-lock.ts';
import type { Strategy } from '../../scenario.ts';
import { kernelLock } from '../parts/kernel-lock.ts';
import { untilOver, whateverStrikes, whoeverIsLate, withOwnLocks } from '../parts/on-files.ts';
import { untilOneIsGot } from '../parts/waiting.ts';
import { oneThenOther, pairing, sidesOf, tellingOfStanding, type Lock, type Order } from './pairing.ts';

const opposite = { claims: 'broken', survives: [], model: { scenario: 'two-locks', variant: 'a-then-b-against-b-then-a' } } as const;
const same = { claims: 'kept', model: { scenario: 'two-locks', variant: 'same-order' } } as const;

/** A lock file for each side, made exclusively; whoever waits does so for as long as it takes. */
function lockFiles(folder: string): Lock {
  return async (side, attempt) => {
    const file = path.join(folder, `${side}.lock`);
    await untilOneIsGot(attempt, () => unless('EEXIST', () => (closeSync(openSync(file, 'wx')), true)));
    return () => unlinkSync(file);
  };
}

async function kernelLocks(folder: string): Promise<Lock> {
  const lock = await kernelLock({ shared: false });
  return (side, { signal }) => lock(path.join(folder, `${side}.lock`), signal);
}

/** What the locks of the sides are of. */
export function lockedIn(folder: string, side: string): string {
  return path.join(folder, side, 'pair');
}

function ownLocks(folder: string): Lock {
  const locks = { left: new FileLock(lockedIn(folder, 'left')), right: new FileLock(lockedIn(folder, 'right')) };
  return async (side, attempt) => {
    const hold = await locks[side].acquire(untilOver(attempt));
    return () => hold.release();
  };
}

export const lockPaths = (folder: string): readonly string[] => ['left', 'right'].map((side) => `${lockedIn(folder, side)}.lock`);

export const oppositeOrders = pairing({
  ...opposite,
  name: 'opposite-orders',
  title: 'Two lock files in opposite orders',
  summary: 'Every second process takes the left lock first, the others the right one. Two that have one each wait for each other for ever.',
  faults: ['pause', 'slowMs'],
  needs: [],
  lockBoth: ({ folder, actor }) => tellingOfStanding(lockFiles(folder), sidesOf('opposite', actor)),
});

export const oppositeKernelLocks = pairing({
  ...opposite,
  name: 'opposite-orders-kernel',
  title: 'Two kernel locks in opposite orders',
  summary: 'Every second process takes the left lock first, the others the right one; the kernel does not look for deadlocks among locks of open files, so two wait for each other for ever.',
  faults: ['pause', 'slowMs'],
  needs: ['kernel-locks'],
  lockBoth: async ({ folder, actor }) => tellingOfStanding(await kernelLocks(folder), sidesOf('opposite', actor)),
});

export const sameOrder = pairing({
  ...same,
  name: 'same-order',
  title: 'Two lock files in the same order',
  summary: 'Everybody takes the left lock first. Whoever waits for the right one waits for somebody who has both.',
  survives: whoeverIsLate,
  faults: whateverStrikes,
  needs: [],
  lockBoth: ({ folder, actor }) => oneThenOther(lockFiles(folder), sidesOf('same', actor)),
});

function withFileLocks(own: Pick<Strategy, 'name' | 'title' | 'summary' | 'claims' | 'survives' | 'model'>, order: Order): Strategy {
  const strategy = pairing({ ...own, faults: whateverStrikes, needs: [], lockBoth: ({ folder, actor }) => (order === 'same' ? oneThenOther : tellingOfStanding)(ownLocks(folder), sidesOf(order, actor)) });
  return withOwnLocks(strategy, lockPaths);
}

export const oppositeFileLocks = withFileLocks(
  { ...opposite, name: 'opposite-orders-file-lock', title: 'Two FileLocks in opposite orders', summary: 'Every second process takes the left lock first, the others the right one, and nobody has a limit of time: a good lock does not help against a bad order.' },
  'opposite',
);

export const sameOrderFileLocks = withFileLocks(
  { ...same, survives: whateverStrikes, name: 'same-order-file-lock', title: 'Two FileLocks in the same order', summary: 'Everybody takes the left lock first, and the locks of a holder that was killed are free at once.' },
  'same',
);
