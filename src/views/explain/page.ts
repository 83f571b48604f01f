import { text, type Text } from '../../base/text.ts';
import type { Breaking, Lock, LockState } from '../../locks/lock.ts';
import { formatMoment } from '../moment.ts';
import { capitalized, escapeMarkdown, inlineCode } from '../safe-text.ts';
import { meaningOf, titleOf } from '../states.ts';
import { ageOf } from '../wording.ts';
import { adviceFor } from './advice.ts';

/** Puts a sentence into the user's language. */
export type Say = (sentence: Text) => string;

/** What the page of one lock is made from. */
export interface PageInput {
  readonly lock: Lock;
  /** ms since the epoch. */
  readonly now: number;
  readonly say: Say;
}

/** Everything known of a lock as a Markdown document, without anything of its content. */
export function explainPage(input: PageInput): string {
  const { lock, say } = input;
  const state = say(titleOf(lock.verdict.state));
  return [
    `# ${escapeMarkdown(`${lock.title}: ${state.toLowerCase()}`)}`,
    `${inlineCode(lock.path)} ${escapeMarkdown(say(text('locks')))} ${inlineCode(lock.resource)}.`,
    `**${escapeMarkdown(say(meaningOf(lock.verdict.state)))}**`,
    section(say(text('What it is known from')), evidenceList(input)),
    section(say(text('The facts')), factTable(input)),
    section(say(text('What to try first')), adviceList(input)),
    section(say(text('What breaking it would do')), escapeMarkdown(say(breakingOf(lock)))),
    '',
  ].join('\n\n');
}

/** The page of a lock that does not stand any more. */
export function releasedPage(lockPath: string, say: Say): string {
  return `# ${escapeMarkdown(say(text('Released')))}\n\n${escapeMarkdown(say(text('There is no lock any more at')))} ${inlineCode(lockPath)}.\n`;
}

function section(title: string, body: string): string {
  return `## ${escapeMarkdown(title)}\n\n${body}`;
}

function evidenceList({ lock, say }: PageInput): string {
  if (lock.verdict.evidence.length === 0) return escapeMarkdown(say(text('Nothing is known of it but that it is there.')));
  return lock.verdict.evidence
    .map(({ message, supports }) => `- ${escapeMarkdown(capitalized(say(message)))}. *${escapeMarkdown(say(pointing[supports]))}*`)
    .join('\n');
}

const pointing: Record<LockState | 'neutral', Text> = {
  held: text('Speaks for held.'),
  stale: text('Speaks for stale.'),
  suspect: text('Speaks for abandoned.'),
  unknown: text('Leaves it open.'),
  idle: text('Speaks for idle.'),
  neutral: text('Decides nothing.'),
};

function factTable({ lock, now, say }: PageInput): string {
  const { holder } = lock;
  const rows: readonly (readonly [Text, string | null])[] = [
    [text('Locked since'), say(text('{moment}, {age} ago', { moment: formatMoment(lock.acquiredAt, now), age: ageOf(lock, now) }))],
    [text('Process'), holder === null || holder.pid === null ? null : String(holder.pid)],
    [text('Command'), holder?.command ?? null],
    [text('User'), holder?.user ?? null],
    [text('Machine'), holder?.host ?? null],
    [text('Started'), holder === null || holder.startedAt === null ? null : formatMoment(holder.startedAt, now)],
    [text('Working folder'), holder?.cwd ?? null],
    [text('Waiting for it'), lock.waiters.length === 0 ? null : String(lock.waiters.length)],
    [text('Goes with it'), lock.companions.length === 0 ? null : lock.companions.join(', ')],
  ];
  const known = rows.flatMap(([name, value]) => (value === null ? [] : [`| ${escapeMarkdown(say(name))} | ${escapeMarkdown(value)} |`]));
  return ['| | |', '| --- | --- |', ...known].join('\n');
}

function adviceList({ lock, say }: PageInput): string {
  return adviceFor(lock)
    .map(({ say: sentence, run }, i) => `${i + 1}. ${escapeMarkdown(say(sentence))}${run === null ? '' : ` ${inlineCode(run)}`}`)
    .join('\n');
}

function breakingOf({ breaking, verdict }: Lock): Text {
  if (verdict.state === 'held') return text('Its holder would not notice and would go on as if it had the lock, while somebody else takes it: work can be lost. Wait for it instead, or end the holder first.');
  return breakings[breaking];
}

const breakings: Record<Breaking, Text> = {
  remove: text('It is checked again, then moved to quarantine, not deleted. Undo puts it back where it was, unless a new lock stands there by then.'),
  'tool-command': text('Removing the file could damage what it guards. Its tool has a command of its own to release it.'),
  'end-holder': text('The lock is in the system, not in the file: it ends when its holder ends. Removing the file would let two holders in.'),
  never: text('It is never removed by Lockscope: that could lose data.'),
};
