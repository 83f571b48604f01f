import path from 'node:path';
import { messageOf } from '../base/errors.ts';
import { text } from '../base/text.ts';
import type { Text } from '../base/text.ts';
import type { Lock } from '../locks/lock.ts';
import { BreakError } from './break-error.ts';
import { companionsOf, takeCompanions } from './companions.ts';
import type { JournalEvent, KeptArtifact } from './journal-entry.ts';
import { subjectOf } from './journal-entry.ts';
import { note, noteDone } from './services.ts';
import type { BreakServices } from './services.ts';
import { takeAway } from './take-away.ts';
import type { Taken } from './take-away.ts';
import { makeUndoId } from './undo-id.ts';

/** A lock that may be removed. */
export interface RemovalTask {
  readonly lock: Lock;
  /** Where it really stands: absolute, links above it resolved. */
  readonly target: string;
  readonly forced: boolean;
}

/** How the removal of a lock went. */
export type Removed =
  | { readonly is: 'taken'; readonly undoId: string; readonly warnings: readonly Text[] }
  | { readonly is: 'released' }
  | { readonly is: 'changed' }
  | { readonly is: 'kept-apart'; readonly undoId: string; readonly keptAt: string; readonly why: string };

/** One try at a removal, with its entry in quarantine and its intent on record. */
interface Attempt extends RemovalTask {
  readonly undoId: string;
  readonly entry: string;
  readonly companions: readonly KeptArtifact[];
}

/**
 * Moves a lock, and then its companions, into quarantine: intent on record first, result on
 * record last, identities checked around each move. Synchronous: no other code of this process
 * comes between.
 * @throws BreakError when nothing could be moved
 */
export function remove(task: RemovalTask, services: BreakServices): Removed {
  const places = services.quarantine.placesFor(task.target, task.lock.identity.dev);
  for (const place of places) {
    try {
      return removeTo(place, task, services);
    } catch (error) {
      // A bind mount can have the same device number and yet refuse the rename: try the next place.
      if (error instanceof BreakError && error.code === 'EXDEV' && place !== places.at(-1)) continue;
      throw error;
    }
  }
  throw new BreakError('EXDEV', text('There is no place to put {path} aside.', { path: task.target }));
}

function removeTo(place: string, task: RemovalTask, services: BreakServices): Removed {
  const undoId = makeUndoId(services.clock.now());
  const attempt = { ...task, undoId, entry: services.quarantine.open(place, undoId), companions: companionsOf(task.lock, task.target, services.observe) };
  try {
    intend(attempt, services);
    const taken = takeAway(task.target, path.join(attempt.entry, 'lock'), task.lock.identity, services.observe);
    return conclude(attempt, taken, services);
  } catch (error) {
    abandon(attempt, error instanceof BreakError ? error.code : messageOf(error), services);
    throw error;
  }
}

function intend(attempt: Attempt, services: BreakServices): void {
  const subject = subjectOf(attempt.lock, attempt.target, attempt.forced);
  const artifacts = [lockArtifact(attempt), ...attempt.companions];
  const event = { is: 'intended', undoId: attempt.undoId, entry: attempt.entry, artifacts } as const;
  services.quarantine.record(attempt.entry, { at: services.clock.now(), pid: process.pid, subject, event });
  note(services, subject, event);
}

function lockArtifact({ lock, target }: RemovalTask): KeptArtifact {
  return { path: target, name: 'lock', identity: lock.identity };
}

function conclude(attempt: Attempt, taken: Taken, services: BreakServices): Removed {
  const { undoId, entry } = attempt;
  switch (taken.is) {
    case 'taken': {
      const { artifacts, warnings } = takeCompanions(attempt.companions, entry, services.observe);
      const event = { is: 'broken', undoId, entry, artifacts: [lockArtifact(attempt), ...artifacts] } as const;
      return { is: 'taken', undoId, warnings: [...warnings, ...tell(attempt, event, services)] };
    }
    case 'kept-apart': {
      const moved = { ...lockArtifact(attempt), identity: taken.identity ?? attempt.lock.identity };
      tell(attempt, { is: 'kept-apart', undoId, entry, artifacts: [moved], why: taken.why }, services);
      return { is: 'kept-apart', undoId, keptAt: path.join(entry, moved.name), why: taken.why };
    }
    case 'released':
    case 'changed':
      abandon(attempt, taken.is, services);
      return taken;
  }
}

function abandon(attempt: Attempt, why: string, services: BreakServices): void {
  tell(attempt, { is: 'abandoned', undoId: attempt.undoId, why }, services);
  services.quarantine.discard(attempt.entry);
}

function tell(attempt: Attempt, event: JournalEvent, services: BreakServices): readonly Text[] {
  return noteDone(services, subjectOf(attempt.lock, attempt.target, attempt.forced), event);
}
