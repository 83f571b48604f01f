import { MutexBusyError } from '../system/mutex.ts';
import { breakError } from './break-error.ts';
import type { JournalEntry } from './journal-entry.ts';
import { leftoverOf, type Leftover } from './leftover.ts';
import { holdLock } from './lock-mutex.ts';
import type { KeptEntry } from './quarantine.ts';
import { note, type UndoServices } from './services.ts';

/** How much of what was broken is kept for an undo. */
export interface QuarantineLimits {
  /** What is older goes, ms. */
  readonly maxAgeMs: number;
  /** Beyond so many bytes in all the oldest go. */
  readonly maxBytes: number;
}

const dayMs = 24 * 60 * 60 * 1000;

export const usualQuarantineLimits: QuarantineLimits = { maxAgeMs: 30 * dayMs, maxBytes: 256 * 1024 * 1024 };

/**
 * Removes from quarantine what has been there for too long, and the oldest where it is too much; each is
 * on record as removed before it is. What could not be put back after a collision may be wanted by
 * somebody who lives, so it goes by age alone; what is being worked on stays.
 * @returns the undo ids of what was removed
 * @throws BreakError when the quarantine or the journal cannot be read or written
 */
export async function emptyQuarantine(services: UndoServices, limits: QuarantineLimits = usualQuarantineLimits): Promise<readonly string[]> {
  const history = services.journal.entries().entries;
  const entries = services.quarantine.entries(history.flatMap(({ event }) => ('entry' in event ? [event.entry] : [])));
  const removed: string[] = [];
  for (const entry of tooMuch(entries, keptApart(history), services.clock.now(), limits)) {
    if (await removeEntry(entry, history, services)) removed.push(entry.undoId);
  }
  return removed;
}

/** The entries that are too old or beyond the limit. Pure. @param keptApart ids that no size drives out */
export function tooMuch(entries: readonly KeptEntry[], keptApartIds: ReadonlySet<string>, now: number, { maxAgeMs, maxBytes }: QuarantineLimits): readonly KeptEntry[] {
  let total = 0;
  const newestFirst = entries.toSorted((a, b) => b.keptSince - a.keptSince);
  return newestFirst.filter(({ undoId, keptSince, bytes }) => {
    total += bytes;
    return now - keptSince > maxAgeMs || (total > maxBytes && !keptApartIds.has(undoId));
  });
}

function keptApart(history: readonly JournalEntry[]): ReadonlySet<string> {
  return new Set(history.flatMap(({ event }) => (event.is === 'kept-apart' ? [event.undoId] : [])));
}

async function removeEntry(kept: KeptEntry, history: readonly JournalEntry[], services: UndoServices): Promise<boolean> {
  const { undoId, entry } = kept;
  const leftover = leftoverOf(history.filter(({ event }) => 'undoId' in event && event.undoId === undoId)) ?? services.quarantine.leftoverAt(entry);
  if (leftover === null) return false;
  try {
    const held = await holdLock(leftover.lock.path, 0);
    try {
      return await removeHeld(kept, leftover, services);
    } finally {
      held?.release();
    }
  } catch (error) {
    if (error instanceof MutexBusyError) return false;
    throw breakError(entry, error);
  }
}

async function removeHeld(kept: KeptEntry, { undoId, subject }: Leftover, services: UndoServices): Promise<boolean> {
  if (services.pending.all().some((act) => act.undoId === undoId)) return false;
  const isOnRecord = services.journal.of(undoId).some(({ event }) => event.is === 'emptied');
  if (!isOnRecord) await note(services, subject, { is: 'emptied', undoId });
  services.quarantine.remove(kept);
  return true;
}
