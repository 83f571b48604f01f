import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { orGone } from '../../src/base/errors.ts';
import { Journal } from '../../src/breaking/journal.ts';
import type { JournalEvent } from '../../src/breaking/journal-entry.ts';
import { isPlaceholder } from '../../src/breaking/placeholder.ts';
import type { Identity } from '../../src/locks/observation.ts';
import { observe } from '../../src/system/files.ts';
import { journalLimits } from './breaking-limits.ts';

/** What is not as it should be in a state folder when all have ended, in words. @param breaks so many there were, the breakers say */
export function odditiesOf(state: string, breaks: number): string[] {
  const { entries, damaged } = new Journal(state, journalLimits).entries();
  const events = entries.map(({ event }) => event);
  const recorded = events.filter(({ is }) => is === 'broken').length;
  return [
    ...(damaged > 0 ? [`${damaged} damaged lines in the journal`] : []),
    ...(recorded === breaks ? [] : [`${recorded} breaks are in the journal, and there were ${breaks}`]),
    ...odditiesOfKept(events, state),
    ...counted('acts still pending', namesIn(path.join(state, 'pending'))),
  ];
}

/** The same for the git folder. @param usual names in it that were there before */
export function odditiesIn(gitDir: string, usual: ReadonlySet<string>, states: readonly string[]): string[] {
  const isReturned = (): boolean => states.some((state) => new Journal(state, journalLimits).entries().entries.some(({ event }) => event.is === 'returned'));
  return [
    ...odditiesOfLock(path.join(gitDir, 'index.lock'), isReturned),
    ...counted('strangers in the git folder', namesIn(gitDir).filter((name) => !usual.has(name) && name !== 'index.lock')),
  ];
}

function odditiesOfKept(events: readonly JournalEvent[], state: string): string[] {
  const kept = events.flatMap((event) => (event.is === 'broken' || event.is === 'kept-apart' ? [event] : []));
  const missing = kept.filter(({ entry, artifacts: [lock] }) => {
    const seen = lock === undefined ? null : observe(path.join(entry, lock.name));
    return lock === undefined || seen === null || !isSameFile(seen.identity, lock.identity);
  });
  const known = new Set(kept.map(({ undoId }) => undoId));
  const unknown = namesIn(path.join(state, 'quarantine')).filter((name) => !known.has(name));
  return [
    ...counted('entries that do not keep what the journal says', missing.map(({ undoId }) => undoId)),
    ...counted('entries in quarantine that the journal does not know', unknown),
  ];
}

/** A git that lives goes on writing into its file, wherever that is. */
function isSameFile(a: Identity, b: Identity): boolean {
  return a.dev === b.dev && a.ino === b.ino && a.birthtimeNs === b.birthtimeNs;
}

function odditiesOfLock(lock: string, isReturned: () => boolean): string[] {
  if (lstatSync(lock, { throwIfNoEntry: false }) === undefined) return [];
  if (isPlaceholder(lock, null)) return ['a placeholder stands at the end'];
  return [`index.lock stands at the end, ${isReturned() ? 'and the journal tells of one that was returned' : 'without an entry'}`];
}

function namesIn(folder: string): string[] {
  return orGone(() => readdirSync(folder)) ?? [];
}

function counted(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${names.length} ${what} (${names[0]})`];
}
