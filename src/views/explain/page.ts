import { text, type Text } from '../../base/text.ts';
import { adviceFor } from '../../locks/advice.ts';
import type { Lock, LockState } from '../../locks/lock.ts';
import { formatMoment } from '../moment.ts';
import { capitalized, escapeMarkdown, inlineCode, inlineCodeInTable } from '../safe-text.ts';
import { meaningOf, titleOf } from '../states.ts';
import { ageOf } from '../wording.ts';

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
  const steps = adviceFor(lock);
  const breaking = steps.pop();
  return [
    `# ${escapeMarkdown(`${lock.title}: ${state.toLowerCase()}`)}`,
    `${inlineCode(lock.path)} ${escapeMarkdown(say(text('locks')))} ${inlineCode(lock.resource)}.`,
    `**${escapeMarkdown(say(meaningOf(lock.verdict.state)))}**`,
    section(say(text('What it is known from')), evidenceList(input)),
    section(say(text('The facts')), factTable(input)),
    section(say(text('What to try first')), numbered(steps, say)),
    section(say(text('What breaking it would do')), breaking === undefined ? '' : escapeMarkdown(say(breaking))),
    `*${escapeMarkdown(say(text('As of {moment}; this page follows the lock.', { moment: formatMoment(input.now, input.now) })))}*`,
    '',
  ].join('\n\n');
}

/** The page of a lock that was released or broken. */
export function releasedPage(lockPath: string, say: Say): string {
  return `# ${escapeMarkdown(say(text('No longer locked')))}\n\n${escapeMarkdown(say(text('There is no lock any more at')))} ${inlineCode(lockPath)}.\n`;
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
    [text('Command'), holder === null || holder.command === null ? null : inlineCodeInTable(holder.command)],
    [text('User'), holder === null || holder.user === null ? null : escapeMarkdown(holder.user)],
    [text('Machine'), holder === null || holder.host === null ? null : escapeMarkdown(holder.host)],
    [text('Started'), holder === null || holder.startedAt === null ? null : formatMoment(holder.startedAt, now)],
    [text('Working folder'), holder === null || holder.cwd === null ? null : inlineCodeInTable(holder.cwd)],
    [text('Waiting for it'), lock.waiters.length === 0 ? null : String(lock.waiters.length)],
    [text('Goes with it'), lock.companions.length === 0 ? null : lock.companions.map(inlineCodeInTable).join(', ')],
  ];
  const known = rows.flatMap(([name, value]) => (value === null ? [] : [`| ${escapeMarkdown(say(name))} | ${value} |`]));
  return ['| | |', '| --- | --- |', ...known].join('\n');
}

function numbered(steps: readonly Text[], say: Say): string {
  return steps.map((step, i) => `${i + 1}. ${escapeMarkdown(say(step))}`).join('\n');
}
