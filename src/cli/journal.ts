import type { JournalEntry } from '../breaking/journal-entry.ts';
import { Journal } from '../breaking/journal.ts';
import { ownStateFolder } from '../system/own-state-folder.ts';
import { shortPath } from './describe.ts';
import { exitCodes, paintState, print, printable, readWords, UsageError, warn } from './terminal.ts';

/** `lockscope journal [--json]`: what was done to locks, the oldest first. */
export function journalVerb(words: readonly string[]): number {
  const { operands, flags } = readWords(words, ['json']);
  if (operands.length > 0) throw new UsageError('Usage: lockscope journal [--json]');
  const { entries, damaged } = journalOfUser().entries();
  if (flags.json) print(JSON.stringify(entries.map(report), null, 2));
  else if (entries.length === 0) print('Nothing was done to any lock yet.');
  else for (const entry of entries) print(line(entry));
  if (damaged > 0) warn(`lockscope: ${damaged} lines of the journal could not be read; a crash or a full disk has cut them off.`);
  return exitCodes.done;
}

/** The journal of whoever runs this. */
export function journalOfUser(): Journal {
  return new Journal(ownStateFolder());
}

/** An act as scripts see it. Identities and where it is kept are the journal's own business. */
function report({ at, pid, subject, event }: JournalEntry): object {
  const { path, kind, state, forced, evidence } = subject;
  const { is } = event;
  return {
    at: new Date(at).toISOString(),
    event: is,
    path,
    kind,
    state,
    forced,
    pid,
    undoId: 'undoId' in event ? event.undoId : null,
    why: 'why' in event ? event.why : null,
    method: 'method' in event ? event.method : null,
    recovered: 'recovered' in event && event.recovered,
    evidence,
  };
}

function line({ at, subject, event }: JournalEntry): string {
  const why = 'why' in event ? ` (${event.why})` : '';
  const undoId = 'undoId' in event ? event.undoId : '-';
  return `${new Date(at).toLocaleString()}  ${`${event.is}${why}`.padEnd(12)}  ${paintState(subject.state, subject.state.padEnd(7))}  ${shortPath(subject.path)}  ${printable(undoId)}`;
}
