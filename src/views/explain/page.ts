import { commandLine } from '../../base/command-line.ts';
import { text, type Text } from '../../base/text.ts';
import { whatBreakingDoes, whatToTry } from '../../locks/advice.ts';
import type { LockState } from '../../locks/lock.ts';
import { formatMoment } from '../moment.ts';
import { capitalized, escapeMarkdown, inlineCode } from '../safe-text.ts';
import { meaningOf, titleOf } from '../states.ts';
import type { PageInput, Say } from './page-input.ts';
import { factTable, kernelTable } from './tables.ts';

/** Everything known of a lock as a Markdown document, without anything of its content. */
export function explainPage(input: PageInput): string {
  const { lock, say, now } = input;
  const { state } = lock.verdict;
  return [
    `# ${escapeMarkdown(`${lock.title}: ${say(titleOf(state)).toLowerCase()}`)}`,
    lock.path === lock.resource ? inlineCode(lock.path) : `${inlineCode(lock.path)} ${escapeMarkdown(say(text('locks')))} ${inlineCode(lock.resource)}.`,
    `**${escapeMarkdown(say(meaningOf(state)))}**`,
    section(say(text('What it is known from')), evidenceList(input)),
    section(say(text('The facts')), factTable(input)),
    ...(lock.kernelLocks.length === 0 ? [] : [section(say(text('What the kernel has locked')), kernelTable(input))]),
    section(say(text('What to try first')), whatToTry(lock).map((step, i) => `${i + 1}. ${escapeMarkdown(say(step))}`).join('\n')),
    ...(lock.ways.length === 0 ? [] : [section(say(text('What its own tool offers')), wayList(input))]),
    section(say(text('What breaking it would do')), escapeMarkdown(say(whatBreakingDoes(lock)))),
    `*${escapeMarkdown(say(text('As of {moment}; this page follows the lock.', { moment: formatMoment(now, now) })))}*`,
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

/** The commands of its tool, the gentlest first, each to be copied. */
function wayList({ lock, say }: PageInput): string {
  return lock.ways
    .map(({ argv, cwd, does }) => `- ${inlineCode(commandLine(argv))}  \n  ${escapeMarkdown(capitalized(say(does)))} ${escapeMarkdown(say(text('To be run in')))} ${inlineCode(cwd)}.`)
    .join('\n');
}
