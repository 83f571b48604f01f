import { contains } from '../../base/paths.ts';
import type { Lock } from '../../locks/lock.ts';
import { holdersOf } from '../holders.ts';
import type { LockError } from './lock-errors.ts';

/**
 * The lock that a program speaks of: the one at the place that it names, the one that protects it,
 * the only one below it, or the only one that the named process holds.
 * @returns null when there is none, or when it may be one of several
 */
export function lockOf({ place, pid }: LockError, locks: readonly Lock[]): Lock | null {
  const engaged = locks.filter(({ verdict }) => verdict.state !== 'idle');
  if (place !== null) {
    const there = engaged.find((lock) => lock.path === place) ?? engaged.find((lock) => lock.resource === place);
    return there ?? onlyOne(engaged.filter((lock) => contains(place, lock.path)));
  }
  return pid === null ? null : onlyOne(engaged.filter((lock) => holdersOf(lock).some((holder) => holder.pid === pid)));
}

function onlyOne(locks: readonly Lock[]): Lock | null {
  return locks.length === 1 ? (locks[0] ?? null) : null;
}
