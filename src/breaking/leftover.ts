import path from 'node:path';
import type { Intent } from './intent.ts';
import type { JournalEntry, KeptArtifact, Subject } from './journal-entry.ts';

/** The name of a lock in its entry: never its own, by which it would be found as a lock again. */
export const lockName = 'lock';

/** What a break left in quarantine. */
export interface Leftover {
  readonly undoId: string;
  readonly subject: Subject;
  /** The folder in quarantine that holds it. */
  readonly entry: string;
  readonly lock: KeptArtifact;
  readonly companions: readonly KeptArtifact[];
}

/** What the newest entry of a break's history that says so left behind. */
export function leftoverOf(history: readonly JournalEntry[]): Leftover | null {
  for (const { subject, event } of history.toReversed()) {
    if (event.is !== 'broken' && event.is !== 'kept-apart') continue;
    const leftover = leftoverFrom(event.undoId, subject, event.entry, event.artifacts);
    if (leftover !== null) return leftover;
  }
  return null;
}

/** What a break that this intent stands for left behind, if it took all that it meant to take. */
export function intendedLeftover({ undoId, subject, artifacts }: Intent, entry: string): Leftover | null {
  return leftoverFrom(undoId, subject, entry, artifacts);
}

/** Where the lock of a leftover is kept. */
export function keptAt({ entry, lock }: Leftover): string {
  return path.join(entry, lock.name);
}

function leftoverFrom(undoId: string, subject: Subject, entry: string, [lock, ...companions]: readonly KeptArtifact[]): Leftover | null {
  return lock === undefined ? null : { undoId, subject, entry, lock, companions };
}
