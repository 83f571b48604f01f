import path from 'node:path';
import { sameIdentity } from '../locks/observation.ts';
import { step } from './break-error.ts';
import type { JournalEntry, KeptArtifact, Subject } from './journal-entry.ts';
import type { UndoOutcome } from './outcome.ts';
import { putBack } from './put-back.ts';
import { noteDone } from './services.ts';
import type { UndoServices } from './services.ts';
import { realTarget } from './take-away.ts';
import { isUndoId } from './undo-id.ts';

/** What a break left in quarantine. */
interface Leftover {
  readonly undoId: string;
  readonly subject: Subject;
  readonly entry: string;
  readonly lock: KeptArtifact;
  readonly companions: readonly KeptArtifact[];
}

/**
 * Brings a broken lock and its companions back to where they stood. Never overwrites: when a new
 * lock stands there, nothing is done.
 * @param undoId as breakLock gave it
 * @throws BreakError when the system does not let it be moved back; it stays in quarantine then
 */
export async function undoBreak(undoId: string, services: UndoServices): Promise<UndoOutcome> {
  const history = isUndoId(undoId) ? services.journal.of(undoId) : [];
  const undone = history.find(({ event }) => event.is === 'undone');
  if (undone) return { is: 'already-undone', path: undone.subject.path };
  const leftover = history.some(({ event }) => event.is === 'abandoned') ? null : leftoverOf(history);
  if (leftover === null) return { is: 'unknown', undoId };
  return obstacle(leftover, services) ?? restore(leftover, services);
}

/** What the newest entry that says so left behind; one that was only intended may have been moved before a crash. */
function leftoverOf(history: readonly JournalEntry[]): Leftover | null {
  for (const { subject, event } of history.toReversed()) {
    if (!('artifacts' in event)) continue;
    const [lock, ...companions] = event.artifacts;
    if (lock) return { undoId: event.undoId, subject, entry: event.entry, lock, companions };
  }
  return null;
}

/** Why it cannot be put back, or null. */
function obstacle({ entry, lock }: Leftover, { observe }: UndoServices): UndoOutcome | null {
  const keptAt = path.join(entry, lock.name);
  const kept = observe(keptAt);
  if (kept === null) return { is: 'missing', path: lock.path, keptAt };
  if (!sameIdentity(kept.identity, lock.identity)) return { is: 'altered', path: lock.path, keptAt };
  if (step(lock.path, () => realTarget(lock.path)) !== lock.path) return { is: 'folder-gone', path: lock.path, keptAt };
  return null;
}

function restore(leftover: Leftover, services: UndoServices): UndoOutcome {
  const { entry, lock, companions, subject, undoId } = leftover;
  if (step(lock.path, () => putBack(path.join(entry, lock.name), lock.path)) === 'occupied') return { is: 'occupied', path: lock.path };
  const left = companions.filter((companion) => !companionIsBack(entry, companion, services)).map((companion) => companion.path);
  const warnings = noteDone(services, subject, { is: 'undone', undoId, left });
  services.quarantine.discard(entry);
  return { is: 'undone', path: lock.path, left, warnings };
}

/** The lock is back already when this is asked, so whatever keeps a companion is no failure: it is left. */
function companionIsBack(entry: string, companion: KeptArtifact, { observe }: UndoServices): boolean {
  const keptAt = path.join(entry, companion.name);
  const kept = observe(keptAt);
  if (kept === null || !sameIdentity(kept.identity, companion.identity)) return false;
  try {
    return putBack(keptAt, companion.path) === 'done';
  } catch {
    return false;
  }
}
