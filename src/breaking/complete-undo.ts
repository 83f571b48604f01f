import { sameIdentity } from '../locks/observation.ts';
import type { Disk } from './disk.ts';
import { intendedLeftover, keptAt, leftoverOf, type Leftover } from './leftover.ts';
import type { PendingAct } from './pending.ts';
import { putBack, standInFor } from './put-back.ts';
import { restoreCompanions, settleUndo } from './restore.ts';
import type { UndoServices } from './services.ts';
import { op, type Steps } from '../base/steps.ts';
import { dropPlaceholder } from './take-down.ts';

/**
 * Completes or reverts an undo that a crash has cut short, and writes it into the journal.
 * @returns what it came to; 'none' where the lock had not come back, which leaves it broken
 */
export async function completeUndo(act: PendingAct, services: UndoServices): Promise<'none' | 'undone'> {
  const intent = services.quarantine.intentOf(act.entry);
  const history = services.journal.of(act.undoId);
  const leftover = leftoverOf(history) ?? (intent === null ? null : intendedLeftover(intent, act.entry));
  const disk = await services.disk();
  const left = leftover === null ? null : services.drive(undoCompletion(leftover, disk));
  if (leftover === null || left === null || history.some(({ event }) => event.is === 'undone')) {
    services.quarantine.discard(act.entry);
    services.pending.end(act);
    return 'none';
  }
  await settleUndo(leftover, act, left, true, services);
  return 'undone';
}

/** Takes an undo to its end. @returns the paths that could not come back; null when the lock itself had not come back yet */
function* undoCompletion(leftover: Leftover, disk: Disk): Steps<readonly string[] | null> {
  const { path: place } = leftover.lock;
  const spare = keptAt(leftover);
  for (const made of [spare, standInFor(spare)]) yield* op('drop', () => dropPlaceholder(made, null, disk));
  const kept = yield* op('look', () => disk.look(spare));
  if (kept !== null) {
    const there = yield* op('look', () => disk.look(place));
    if (there === null || !sameIdentity(there.identity, kept.identity)) {
      // The place was taken for it, and it did not come.
      if (disk.isPlaceholder(place, null)) yield* op('take down', () => dropPlaceholder(place, null, disk));
      return null;
    }
    // Both names of one file: the second half is missing.
    if ((yield* putBack(spare, place, disk)) === 'occupied') return null;
  }
  return yield* restoreCompanions(leftover, disk);
}
