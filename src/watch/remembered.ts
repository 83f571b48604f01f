import { isFirstTouch } from '../locks/heartbeat.ts';
import type { ProcessInfo } from '../locks/lock.ts';
import type { Observation } from '../locks/observation.ts';
import { nobodySeen, type Creators } from './candidates.ts';

/** What is known of a lock only because it was watched. */
export interface Remembered {
  /** Who was seen at its making. */
  readonly creators: Creators;
  /** The longest pause between two renewals that were seen, ms; null when none was. */
  readonly renewalMs: number | null;
  /** Whether the kernel was ever seen to have a lock on it, so that this is how it is held. */
  readonly wasKernelLocked: boolean;
  /** When the kernel's present lock on it was first seen, ms since the epoch; null where it had one from the start, or has none. */
  readonly lockedAt: number | null;
  /** Who had it open when it was last judged; not worth keeping. */
  readonly openers: readonly ProcessInfo[];
}

export const nothingRemembered: Remembered = { creators: nobodySeen, renewalMs: null, wasKernelLocked: false, lockedAt: null, openers: [] };

/** Memory of the same lock after another look at it. */
export function afterRenewal(memory: Remembered, before: Observation, after: Observation): Remembered {
  const pauseMs = after.writtenAt - before.writtenAt;
  return pauseMs > 0 && !isFirstTouch(after.writtenAt) ? { ...memory, renewalMs: Math.max(memory.renewalMs ?? 0, pauseMs) } : memory;
}

/** Whether two looks saw the same lock, though it may have been renewed or written on. */
export function sameBirth(a: Observation, b: Observation): boolean {
  return a.identity.dev === b.identity.dev && a.identity.ino === b.identity.ino && a.identity.birthtimeNs === b.identity.birthtimeNs;
}
