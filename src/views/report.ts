import { commandLine } from '../base/command-line.ts';
import { formatDuration } from '../base/duration.ts';
import { nameKernelLock, rangeOf } from '../locks/kernel-words.ts';
import type { Holder, KernelLock, Lock } from '../locks/lock.ts';
import { capitalized, escapeMarkdown, inlineCode } from './safe-text.ts';
import { statesToActOn, titleOf } from './states.ts';
import type { Say } from './explain/page-input.ts';

/** What a report is made from. */
export interface ReportInput {
  readonly locks: readonly Lock[];
  /** What cannot be seen at present, in words. */
  readonly troubles: readonly string[];
  /** Names and versions: of Lockscope, the editor, the system. */
  readonly versions: readonly string[];
  /** ms since the epoch. */
  readonly now: number;
  readonly say: Say;
}

/** All locks as Markdown, to be pasted into an issue: nothing of their content, nothing of the environment. */
export function lockReport(input: ReportInput): string {
  const { locks, troubles, versions, now } = input;
  const lines = [
    '# Lock report',
    `${new Date(now).toISOString()}, ${escapeMarkdown(versions.join(', '))}`,
    ...(locks.length === 0 ? ['Nothing is locked.'] : statesToActOn.flatMap((state) => lockSections(input, state))),
    ...(troubles.length === 0 ? [] : ['## Not seen', troubles.map((trouble) => `- ${escapeMarkdown(trouble)}`).join('\n')]),
  ];
  return `${lines.join('\n\n')}\n`;
}

function lockSections({ locks, now, say }: ReportInput, state: Lock['verdict']['state']): string[] {
  const inState = locks.filter(({ verdict }) => verdict.state === state);
  if (inState.length === 0) return [];
  return [`## ${say(titleOf(state))} (${inState.length})`, ...inState.map((lock) => lockEntry(lock, now, say))];
}

function lockEntry(lock: Lock, now: number, say: Say): string {
  const since = `${new Date(lock.acquiredAt).toISOString()} (${formatDuration(now - lock.acquiredAt)})`;
  const evidence = lock.verdict.evidence.map(({ code, message }) => `  - ${escapeMarkdown(capitalized(say(message)))} (${inlineCode(code)})`);
  return [
    `- ${inlineCode(lock.path)}: ${escapeMarkdown(lock.title)} (${inlineCode(lock.kind)}), since ${since}`,
    ...(lock.holder === null ? [] : [`  - Holder: ${escapeMarkdown(holderLine(lock.holder))}`]),
    ...lock.waiters.map((waiter) => `  - Waiting: ${escapeMarkdown(holderLine(waiter))}`),
    ...lock.kernelLocks.map((kernelLock) => `  - ${escapeMarkdown(kernelLine(kernelLock, say))}`),
    ...evidence,
    ...lock.ways.map(({ argv }) => `  - Its own tool offers: ${inlineCode(commandLine(argv))}`),
  ].join('\n');
}

function kernelLine(lock: KernelLock, say: Say): string {
  const holders = lock.holders.length === 0 ? 'not to be seen' : lock.holders.map(holderLine).join('; ');
  return `${capitalized(say(nameKernelLock(lock)))} on ${say(rangeOf(lock))}: ${holders}`;
}

function holderLine({ pid, host, user, command, parents, container }: Holder): string {
  const origin = [...(parents.length === 0 ? [] : [`started by ${parents.map(({ program }) => program).join(' < ')}`]), ...(container === null ? [] : [`container ${container}`])];
  return [pid === null ? null : `pid ${pid}`, command, user, host, ...origin].filter((part) => part !== null && part !== '').join(', ');
}
