import { plain } from '../../base/text.ts';
import type { Actor, LockName, Span } from '../model.ts';
import { deadlocksOver, type PastDeadlock } from '../past-deadlocks.ts';
import { shortCommand } from '../short-command.ts';
import { sortStatistics, statisticsOf, type LockStatistics, type Range } from '../statistics.ts';
import { describeDeadlock } from '../wait-graph.ts';
import { rangeOfAll, type Exported } from './exported.ts';
import { lengthText, shareText } from './lengths.ts';
import { cellText, table } from './markdown-text.ts';

/** So many rows a table has at most. */
const mostRows = 200;
const mostWaits = 20;

/**
 * What contention there was, for people: the locks by how long was waited for them, the worst waits, who made
 * whom wait, and the deadlocks.
 * @param now ms since the epoch
 * @param range which part of it; without, all
 */
export function markdownReport({ spans, locks }: Exported, now: number = Date.now(), range: Range = rangeOfAll(spans, now)): string {
  const byPath = new Map(locks.map((lock) => [lock.path, lock]));
  const nameOf = (path: string): string => byPath.get(path)?.resource ?? path;
  const statistics = sortStatistics(statisticsOf(spans, range), 'waitTotal', 'descending');
  const sections = [
    '# Contention',
    introduction(spans, range),
    ...deadlockSection(spans, now, nameOf),
    ...lockSection(statistics, byPath),
    ...blockingSection(statistics, nameOf),
    ...waitSection(spans, range, nameOf),
  ];
  return `${sections.join('\n\n')}\n`;
}

function introduction(spans: readonly Span[], { from, to }: Range): string {
  if (spans.length === 0) return 'No lock was held or waited for.';
  const certainty = spans.some((span) => span.certainty !== 'seen' || span.to === null) ? ' "≥": at least so much, since some of it was only sampled, or lasts.' : '';
  return `${new Date(from).toISOString()} to ${new Date(to).toISOString()} (${lengthText(to - from)}).${certainty}`;
}

function deadlockSection(spans: readonly Span[], now: number, nameOf: (path: string) => string): readonly string[] {
  const deadlocks = deadlocksOver(spans, now);
  if (deadlocks.length === 0) return [];
  const when = ({ from, to }: PastDeadlock): string => `${new Date(from).toISOString()}, ${to === null ? `lasts since ${lengthText(now - from)}` : `lasted ${lengthText(to - from)}`}`;
  return ['## Deadlocks', deadlocks.map((past) => `- ${when(past)}: ${cellText(plain(describeDeadlock(past.deadlock, nameOf)))}`).join('\n')];
}

const lockHead = ['Lock', 'Acquired', 'Held p50', 'p95', 'max', 'In use', 'Contended', 'Waits', 'Wait p50', 'p95', 'max', 'total'];

function lockSection(statistics: readonly LockStatistics[], byPath: ReadonlyMap<string, LockName>): readonly string[] {
  if (statistics.length === 0) return [];
  return ['## Locks', table(lockHead, statistics.slice(0, mostRows).map((each) => lockRow(each, byPath.get(each.lock))), 1), ...cut(statistics.length)];
}

function lockRow({ lock, acquisitions, glimpsed, holds, waits, utilisation, contendedShare, isAtLeast }: LockStatistics, name: LockName | undefined): readonly string[] {
  const atLeast = isAtLeast ? '≥ ' : '';
  const lengths = ({ count, p50, p95, max }: LockStatistics['holds']): readonly string[] => (count === 0 ? ['', '', ''] : [p50, p95, max].map((ms) => atLeast + lengthText(ms)));
  return [
    cellText(name === undefined ? lock : `${name.resource} (${name.title})`),
    `${atLeast}${acquisitions}${glimpsed > 0 ? ` (${glimpsed} too short to measure)` : ''}`,
    ...lengths(holds),
    atLeast + shareText(utilisation),
    atLeast + shareText(contendedShare),
    `${atLeast}${waits.count}`,
    ...lengths(waits),
    waits.count === 0 ? '' : atLeast + lengthText(waits.total),
  ];
}

function blockingSection(statistics: readonly LockStatistics[], nameOf: (path: string) => string): readonly string[] {
  const all = statistics.flatMap(({ lock, isAtLeast, blocking }) => blocking.map((each) => ({ ...each, lock, isAtLeast }))).toSorted((a, b) => b.totalMs - a.totalMs);
  if (all.length === 0) return [];
  const rows = all.slice(0, mostRows).map(({ lock, isAtLeast, blocker, waiter, count, totalMs }) => [cellText(blocker), cellText(waiter), cellText(nameOf(lock)), String(count), `${isAtLeast ? '≥ ' : ''}${lengthText(totalMs)}`]);
  return ['## Who makes whom wait', table(['Blocker', 'Waiter', 'Lock', 'Waits', 'Time'], rows, 3), ...cut(all.length)];
}

function waitSection(spans: readonly Span[], range: Range, nameOf: (path: string) => string): readonly string[] {
  const worst = longestWaits(spans, range);
  if (worst.length === 0) return [];
  return ['## The longest waits', table(['Waiter', 'Lock', 'Began', 'Waited', 'For'], worst.map(({ wait, length }) => waitRow(wait, length, nameOf)))];
}

function longestWaits(spans: readonly Span[], range: Range): readonly { readonly wait: Span; readonly length: number }[] {
  const worst: { readonly wait: Span; readonly length: number }[] = [];
  for (const wait of spans) {
    if (wait.is !== 'wait' || wait.certainty === 'glimpsed' || wait.from > range.to || (wait.to ?? range.to) < range.from) continue;
    const length = (wait.to ?? range.to) - wait.from;
    if (worst.length === mostWaits && length <= (worst.at(-1)?.length ?? 0)) continue;
    worst.push({ wait, length });
    worst.sort((a, b) => b.length - a.length);
    worst.splice(mostWaits);
  }
  return worst;
}

function waitRow(wait: Span, length: number, nameOf: (path: string) => string): readonly string[] {
  const isAtLeast = wait.certainty !== 'seen' || wait.to === null;
  const blockers = wait.blockers.map(called).join(', ');
  return [cellText(called(wait.actor)), cellText(nameOf(wait.lock)), new Date(wait.from).toISOString(), `${isAtLeast ? '≥ ' : ''}${lengthText(length)}`, cellText(blockers === '' ? 'unknown' : blockers)];
}

function called({ pid, command }: Actor): string {
  return `${shortCommand(command)}${pid === null ? '' : ` (${pid})`}`;
}

function cut(rows: number): readonly string[] {
  return rows > mostRows ? [`${rows - mostRows} more are not shown.`] : [];
}
