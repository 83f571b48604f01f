import { text, type Text } from '../../base/text.ts';
import { nameKernelLock, rangeOf } from '../../locks/kernel-words.ts';
import type { Holder } from '../../locks/lock.ts';
import { formatMoment } from '../moment.ts';
import { describeOrigin } from '../origin.ts';
import { capitalized, escapeMarkdown, inlineCodeInTable } from '../safe-text.ts';
import { ageOf, nameHolder } from '../wording.ts';
import type { PageInput } from './page-input.ts';

/** Rows, and names in a cell, beyond these are only counted. */
const mostRows = 50;
const mostNames = 10;

/** What is known of a lock and its holder, a row each. */
export function factTable(input: PageInput): string {
  const { lock, now, say } = input;
  const rows: readonly (readonly [Text, string | null])[] = [
    [text('Locked since'), say(text('{moment}, {age} ago', { moment: formatMoment(lock.acquiredAt, now), age: ageOf(lock, now) }))],
    ...holderRows(input, lock.holder),
    [text('Waiting for it'), lock.waiters.length === 0 ? null : names(lock.waiters, input)],
    [text('Goes with it'), lock.companions.length === 0 ? null : lock.companions.map(inlineCodeInTable).join(', ')],
  ];
  const known = rows.flatMap(([name, value]) => (value === null ? [] : [`| ${escapeMarkdown(say(name))} | ${value} |`]));
  return ['| | |', '| --- | --- |', ...known].join('\n');
}

function holderRows({ now, say, processes }: PageInput, holder: Holder | null): readonly (readonly [Text, string | null])[] {
  if (holder === null) return [];
  const { pid, command, user, host, startedAt, cwd, parents, container } = holder;
  const origin = describeOrigin(holder, processes);
  return [
    [text('Process'), pid === null ? null : String(pid)],
    [text('Command'), command === null ? null : inlineCodeInTable(command)],
    [text('Comes from'), origin === null ? null : escapeMarkdown(say(origin))],
    [text('Started by'), parents.length === 0 ? null : escapeMarkdown(parents.toReversed().map((parent) => `${parent.program} (${parent.pid})`).join(' > '))],
    [text('Container'), container === null ? null : inlineCodeInTable(container)],
    [text('User'), user === null ? null : escapeMarkdown(user)],
    [text('Machine'), host === null ? null : escapeMarkdown(host)],
    [text('Started'), startedAt === null ? null : formatMoment(startedAt, now)],
    [text('Working folder'), cwd === null ? null : inlineCodeInTable(cwd)],
  ];
}

/** The locks that the kernel has on the file, a row each. */
export function kernelTable(input: PageInput): string {
  const { lock: { kernelLocks }, say } = input;
  const heading = [text('Lock'), text('Of'), text('Held by'), text('Waited for by')].map((cell) => escapeMarkdown(say(cell)));
  const rows = kernelLocks.slice(0, mostRows).map((kernelLock) => {
    const holders = kernelLock.holders.length === 0 ? escapeMarkdown(say(text('not to be seen from here'))) : names(kernelLock.holders, input);
    return [escapeMarkdown(capitalized(say(nameKernelLock(kernelLock)))), escapeMarkdown(say(rangeOf(kernelLock))), holders, names(kernelLock.waiters, input)];
  });
  const table = [heading, ['---', '---', '---', '---'], ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const rest = kernelLocks.length - rows.length;
  return rest === 0 ? table : `${table}\n\n${escapeMarkdown(say(text('And {rest} more.', { rest })))}`;
}

function names(holders: readonly Holder[], { say }: PageInput): string {
  const shown = holders.slice(0, mostNames).map((holder) => escapeMarkdown(nameHolder(holder)));
  const rest = holders.length - shown.length;
  return rest === 0 ? shown.join(', ') : say(text('{names} and {rest} more', { names: shown.join(', '), rest }));
}
