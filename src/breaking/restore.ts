import path from 'node:path';
import { errnoCode } from '../base/errors.ts';
import type { Text } from '../base/text.ts';
import { sameIdentity } from '../locks/observation.ts';
import type { Disk } from './disk.ts';
import type { KeptArtifact } from './journal-entry.ts';
import { keptAt, type Leftover } from './leftover.ts';
import type { PendingAct } from './pending.ts';
import { putBack } from './put-back.ts';
import { noteDone, type UndoServices } from './services.ts';
import { op, type Steps } from '../base/steps.ts';

/** What came of putting back. */
type Restored = { readonly is: 'occupied' } | { readonly is: 'restored'; readonly left: readonly string[] };

/** Puts back what a break left, the lock first: while it stands nobody makes companions of another. @throws the system's error; it stays in quarantine then */
export function* restore(leftover: Leftover, act: PendingAct, disk: Disk, { pending }: UndoServices): Steps<Restored> {
  yield* op('begin', () => pending.begin(act));
  try {
    if ((yield* putBack(keptAt(leftover), leftover.lock.path, disk)) === 'occupied') {
      yield* op('end', () => pending.end(act));
      return { is: 'occupied' };
    }
  } catch (error) {
    yield* op('end', () => pending.end(act));
    throw error;
  }
  return { is: 'restored', left: yield* restoreCompanions(leftover, disk) };
}

/** @returns the paths of those that could not come back, and stay in quarantine */
export function* restoreCompanions({ entry, companions }: Leftover, disk: Disk): Steps<readonly string[]> {
  const left: string[] = [];
  for (const companion of companions) if (!(yield* isBack(entry, companion, disk))) left.push(companion.path);
  return left;
}

/** The lock is back already when this is asked, so whatever keeps a companion is no failure: it is left, and told of. */
function* isBack(entry: string, { name, path: place, identity }: KeptArtifact, disk: Disk): Steps<boolean> {
  const kept = path.join(entry, name);
  const seen = yield* op('look', () => disk.look(kept));
  if (seen === null || !sameIdentity(seen.identity, identity)) return false;
  try {
    return (yield* putBack(kept, place, disk)) === 'done';
  } catch (error) {
    if (errnoCode(error) === undefined) throw error;
    return false;
  }
}

/** Writes an undo that has been done into the journal, and takes it for ended. @returns what the user is to be warned of */
export async function settleUndo({ entry, undoId, subject }: Leftover, act: PendingAct, left: readonly string[], recovered: boolean, services: UndoServices): Promise<readonly Text[]> {
  const unwritten = await noteDone(services, subject, { is: 'undone', undoId, left, recovered });
  if (unwritten !== null) return [unwritten];
  services.quarantine.discard(entry);
  services.pending.end(act);
  return [];
}
