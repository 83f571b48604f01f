import type { Lock } from '../../locks/lock.ts';

/** How waiting for a lock's release ended. */
export type WaitEnd =
  | 'released'
  /** Another lock stands there now. */
  | 'taken-again'
  /** Its holder is gone or in doubt, and the lock is still there. */
  | 'not-held'
  /** The user waits no more. */
  | 'stopped';

/** Whether waiting is over; null when it is not. @param now what stands at the lock's path */
export function endOfWait(before: Lock, now: Lock | null): WaitEnd | null {
  if (now === null || now.verdict.state === 'idle') return 'released';
  if (now.acquiredAt !== before.acquiredAt) return 'taken-again';
  return now.verdict.state === before.verdict.state || now.verdict.state === 'held' ? null : 'not-held';
}
