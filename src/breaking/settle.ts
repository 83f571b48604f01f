import type { Text } from '../base/text.ts';
import type { Subject } from './journal-entry.ts';
import type { Removed } from './removal.ts';
import { noteDone, type UndoServices } from './services.ts';

/**
 * Writes what a removal did into the journal, and only then takes it for ended: what is not in the
 * journal stays pending, and the next start writes it there.
 * @returns what the user is to be warned of
 */
export async function settle(removed: Extract<Removed, { is: 'done' }>, subject: Subject, services: UndoServices): Promise<readonly Text[]> {
  const { act, event, warnings, isComplete } = removed;
  const unwritten = await noteDone(services, subject, event);
  if (unwritten !== null) return [...warnings, unwritten];
  if (event.is === 'returned') services.quarantine.discard(act.entry);
  if (isComplete) services.pending.end(act);
  return warnings;
}
