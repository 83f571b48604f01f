import type { JournalEntry } from '../breaking/journal-entry.ts';
import type { Lock } from '../locks/lock.ts';
import { sameIdentity } from '../locks/observation.ts';

/** Whether the user has put that very lock back where it stands. That it was refused since changes nothing about it. */
export function wasPutBack({ identity }: Pick<Lock, 'identity'>, entries: readonly JournalEntry[]): boolean {
  const last = entries.findLast(({ subject, event }) => (event.is === 'broken' || event.is === 'undone') && sameIdentity(subject.identity, identity));
  return last?.event.is === 'undone';
}
