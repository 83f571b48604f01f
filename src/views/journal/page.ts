import { text, type Text } from '../../base/text.ts';
import type { JournalEntry } from '../../breaking/journal-entry.ts';
import type { JournalContents } from '../../breaking/journal.ts';
import type { Say } from '../explain/page-input.ts';
import { formatMoment } from '../moment.ts';
import { capitalized, escapeMarkdown, inlineCode } from '../safe-text.ts';
import { titleOf } from '../states.ts';
import { meaningOfEvent, titleOfEvent } from './wording.ts';

/** So many acts are shown, the newest; the file has the rest. */
const mostShown = 200;

/** What was done to locks, the newest first, as a Markdown document. @param now ms since the epoch */
export function journalPage({ entries, damaged }: JournalContents, now: number, say: Say): string {
  const shown = entries.toReversed().slice(0, mostShown);
  const undoable = undoableIn(entries);
  return [
    `# ${escapeMarkdown(say(text('What was done to locks')))}`,
    ...(entries.length === 0 ? [escapeMarkdown(say(text('Nothing yet. Every break, undo, refusal and recovery is written down here, by all windows and terminals.')))] : []),
    ...shown.map((entry) => act(entry, undoable, now, say)),
    ...notes(entries.length - shown.length, damaged).map((note) => `*${escapeMarkdown(say(note))}*`),
    '',
  ].join('\n\n');
}

function notes(more: number, damaged: number): readonly Text[] {
  return [
    ...(more > 0 ? [text('And {more} before these; "lockscope journal" in a terminal lists them all.', { more })] : []),
    ...(damaged > 0 ? [text('{damaged} lines of the journal could not be read: a crash or a full disk has cut them off.', { damaged })] : []),
  ];
}

/** Ids of the breaks that can be undone yet. */
function undoableIn(entries: readonly JournalEntry[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { event } of entries) {
    if (event.is === 'broken' || event.is === 'kept-apart') ids.add(event.undoId);
    if (event.is === 'undone' || event.is === 'emptied') ids.delete(event.undoId);
  }
  return ids;
}

function act({ at, pid, subject, event }: JournalEntry, undoable: ReadonlySet<string>, now: number, say: Say): string {
  const was = subject.forced ? text('It was {state}, and broken on the user\'s word.', { state: stateOf(subject, say) }) : text('It was {state}.', { state: stateOf(subject, say) });
  const undo = 'undoId' in event && (event.is === 'broken' || event.is === 'kept-apart') && undoable.has(event.undoId) ? [text('Undo with {undoId}.', { undoId: event.undoId })] : [];
  const sentences = [meaningOfEvent(event), was, text('By process {pid}.', { pid }), ...undo];
  return [
    `## ${escapeMarkdown(`${formatMoment(at, now)} ${say(titleOfEvent(event))}`)}`,
    `${inlineCode(subject.path)} (${escapeMarkdown(subject.kind)})`,
    sentences.map((sentence) => escapeMarkdown(say(sentence))).join(' '),
    ...(subject.evidence.length === 0 ? [] : [subject.evidence.map(({ message }) => `- ${escapeMarkdown(capitalized(message))}`).join('\n')]),
  ].join('\n\n');
}

function stateOf({ state }: JournalEntry['subject'], say: Say): string {
  return say(titleOf(state)).toLowerCase();
}
