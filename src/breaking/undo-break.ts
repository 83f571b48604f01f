import { sameIdentity } from '../locks/observation.ts';
import { MutexBusyError } from '../system/mutex.ts';
import { breakError, step } from './break-error.ts';
import { realTarget, type Disk } from './disk.ts';
import { keptAt, leftoverOf, type Leftover } from './leftover.ts';
import { holdLock } from './lock-mutex.ts';
import type { UndoOutcome } from './outcome.ts';
import type { PendingAct } from './pending.ts';
import { recoverAt } from './recovery.ts';
import { restore, settleUndo } from './restore.ts';
import type { UndoServices } from './services.ts';
import { isUndoId } from './undo-id.ts';

/**
 * Brings a broken lock and its companions back to where they stood. Never overwrites: when a new
 * lock stands there, nothing is done.
 * @param undoId as breakLock gave it
 * @throws BreakError when the system does not let it be moved back; it stays in quarantine then
 */
export async function undoBreak(undoId: string, services: UndoServices): Promise<UndoOutcome> {
  const first = lookUp(undoId, services);
  if (!('lock' in first)) return first;
  try {
    const held = await holdLock(first.lock.path);
    if (held === null) return { is: 'folder-gone', ...placeOf(first) };
    try {
      await recoverAt(first.lock.path, services);
      // Another window may have been quicker.
      const leftover = lookUp(undoId, services);
      return 'lock' in leftover ? await undoWith(leftover, services) : leftover;
    } finally {
      held.release();
    }
  } catch (error) {
    if (error instanceof MutexBusyError) return { is: 'busy', path: first.lock.path };
    throw breakError(first.lock.path, error);
  }
}

function lookUp(undoId: string, { journal, quarantine }: UndoServices): Leftover | UndoOutcome {
  const history = isUndoId(undoId) ? journal.of(undoId) : [];
  const over = history.findLast(({ event }) => event.is === 'undone' || event.is === 'emptied');
  if (over !== undefined) return { is: over.event.is === 'undone' ? 'already-undone' : 'emptied', path: over.subject.path };
  return leftoverOf(history) ?? (isUndoId(undoId) ? quarantine.leftoverOf(undoId) : null) ?? { is: 'unknown', undoId };
}

async function undoWith(leftover: Leftover, services: UndoServices): Promise<UndoOutcome> {
  const disk = await services.disk();
  const obstacle = obstacleTo(leftover, disk);
  if (obstacle !== null) return obstacle;
  const { lock, entry, undoId } = leftover;
  const act: PendingAct = { act: 'undo', undoId, entry, target: lock.path, space: services.space, at: services.clock.now() };
  const restored = services.drive(restore(leftover, act, disk, services));
  if (restored.is === 'occupied') return { is: 'occupied', path: lock.path };
  const warnings = await settleUndo(leftover, act, restored.left, false, services);
  return { is: 'undone', path: lock.path, left: restored.left, warnings };
}

/** Why it cannot be put back, or null. */
function obstacleTo(leftover: Leftover, disk: Disk): UndoOutcome | null {
  const { lock } = leftover;
  const place = placeOf(leftover);
  const kept = disk.look(place.keptAt);
  if (kept === null) return { is: 'missing', ...place };
  if (!sameIdentity(kept.identity, lock.identity)) return { is: 'altered', ...place };
  return step(lock.path, () => realTarget(lock.path)) === lock.path ? null : { is: 'folder-gone', ...place };
}

function placeOf(leftover: Leftover): { readonly path: string; readonly keptAt: string } {
  return { path: leftover.lock.path, keptAt: keptAt(leftover) };
}
