import { text, type Text } from '../../base/text.ts';
import type { JournalEntry, JournalEvent } from '../../breaking/journal-entry.ts';
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
  const ended = endedIn(entries);
  return [
    `# ${escapeMarkdown(say(text('What was done to locks')))}`,
    ...(entries.length === 0 ? [escapeMarkdown(say(text('Nothing yet. Every break, undo, refusal and recovery is written down here, by all windows and terminals.')))] : []),
    ...shown.map((entry) => act(entry, ended, now, say)),
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

/** What became of breaks since, by their ids; of those that can be undone yet, nothing. */
function endedIn(entries: readonly JournalEntry[]): ReadonlyMap<string, Ended> {
  return new Map(entries.flatMap(({ event }) => (event.is === 'undone' || event.is === 'emptied' ? [[event.undoId, event.is] as const] : [])));
}

type Ended = 'undone' | 'emptied';

function act({ at, pid, subject, event }: JournalEntry, ended: ReadonlyMap<string, Ended>, now: number, say: Say): string {
  const state = say(titleOf(subject.state)).toLowerCase();
  const was = subject.forced ? text('It was {state}, and the user wanted it broken all the same.', { state }) : text('It was {state}.', { state });
  const sentences = [meaningOfEvent(event), was, text('By process {pid}.', { pid }), ...('undoId' in event ? [undoing(event, ended)] : [])];
  return [
    `### ${escapeMarkdown(`${formatMoment(at, now)} ${say(titleOfEvent(event))}`)}`,
    `${inlineCode(subject.path)} (${escapeMarkdown(subject.kind)})`,
    sentences.map((sentence) => escapeMarkdown(say(sentence))).join(' '),
    ...(subject.evidence.length === 0 ? [] : [subject.evidence.map(({ message }) => `- ${escapeMarkdown(capitalized(message))}`).join('\n')]),
  ].join('\n\n');
}

/** Whether what an act left behind can be undone, and by which id. */
function undoing(event: Extract<JournalEvent, { readonly undoId: string }>, ended: ReadonlyMap<string, Ended>): Text {
  const { undoId } = event;
  if (event.is !== 'broken' && event.is !== 'kept-apart') return text('The break was {undoId}.', { undoId });
  switch (ended.get(undoId)) {
    case 'undone':
      return text('This break, {undoId}, was undone since.', { undoId });
    case 'emptied':
      return text('This break, {undoId}, cannot be undone any more.', { undoId });
    case undefined:
      return text('Undo with {undoId}.', { undoId });
  }
}
