import { lengthText, shareText } from '../../base/length-text.ts';
import { cellText, table } from '../../base/markdown.ts';
import { plain } from '../../base/text.ts';
import type { Actor, LockName, Span } from '../model.ts';
import { deadlocksInSteps, type PastDeadlock } from '../past-deadlocks.ts';
import { shortCommand } from '../short-command.ts';
import { sortStatistics, statisticsInSteps, type Blocking, type Durations, type LengthsAtLeast, type LockStatistics, type Range } from '../statistics.ts';
import { describeDeadlock } from '../wait-graph.ts';
import { rangeOfAll, type Exported } from './exported.ts';
import { Largest } from './largest.ts';

/** So many rows a table has at most. */
const mostRows = 200;
const mostWaits = 20;

const spansInStep = 4096;

/**
 * What contention there was, for people: the locks by how long was waited for them, the worst waits, who made
 * whom wait, and the deadlocks.
 * @param now ms since the epoch
 * @param range which part of it; without, all
 */
export function markdownReport(exported: Exported, now: number = Date.now(), range?: Range): string {
  return [...reportParts(exported, now, range === undefined ? {} : { range })].join('');
}

export interface ReportOptions {
  /** Which part of it; without, all. */
  readonly range?: Range;
  /** What the reader has to know first, each a sentence. */
  readonly notes?: readonly string[];
}

/** The same in parts that take a few ms each, some of them empty: for inTurns(). */
export function* reportParts({ spans, locks }: Exported, now: number, { range = rangeOfAll(spans, now), notes = [] }: ReportOptions = {}): Generator<string> {
  const byPath = new Map(locks.map((lock) => [lock.path, lock]));
  const nameOf = (path: string): string => byPath.get(path)?.resource ?? path;
  const statistics = yield* asParts(statisticsInSteps(spans, range));
  const sections = [
    ...deadlockSection(yield* asParts(deadlocksInSteps(spans, now)), now, nameOf),
    ...lockSection(sortStatistics(statistics, 'waitTotal', 'descending'), byPath),
    ...(yield* blockingSection(statistics, nameOf)),
    ...(yield* waitSection(spans, range, nameOf)),
  ];
  const isBound = sections.some((section) => section.includes('≥'));
  yield `${['# Contention', ...notes.map(cellText), introduction(spans, range, isBound), ...sections].join('\n\n')}\n`;
}

/** Steps that write nothing. */
function* asParts<T>(steps: Generator<unknown, T>): Generator<string, T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    yield '';
  }
}

function introduction(spans: readonly Span[], { from, to }: Range, isBound: boolean): string {
  if (spans.length === 0) return 'No lock was held or waited for.';
  const meaning = isBound ? ' "≥": at least so much, since some of it was only sampled, or lasts.' : '';
  return `${new Date(from).toISOString()} to ${new Date(to).toISOString()} (${lengthText(to - from)}).${meaning}`;
}

function deadlockSection(deadlocks: readonly PastDeadlock[], now: number, nameOf: (path: string) => string): readonly string[] {
  if (deadlocks.length === 0) return [];
  const when = ({ from, to }: PastDeadlock): string => `${new Date(from).toISOString()}, ${to === null ? `lasts since ${lengthText(now - from)}` : `lasted ${lengthText(to - from)}`}`;
  return ['## Deadlocks', deadlocks.map((past) => `- ${when(past)}: ${cellText(plain(describeDeadlock(past.deadlock, nameOf)))}`).join('\n')];
}

const lockHead = ['Lock', 'Acquired', 'Held p50', 'p95', 'max', 'In use', 'Contended', 'Waits', 'Wait p50', 'p95', 'max', 'total'];

function lockSection(statistics: readonly LockStatistics[], byPath: ReadonlyMap<string, LockName>): readonly string[] {
  if (statistics.length === 0) return [];
  return ['## Locks', table(lockHead, statistics.slice(0, mostRows).map((each) => lockRow(each, byPath.get(each.lock))), 1), ...cut(statistics.length)];
}

function lockRow({ lock, acquisitions, glimpsed, holds, waits, utilisation, contendedShare, atLeast }: LockStatistics, name: LockName | undefined): readonly string[] {
  const lengths = (of: Durations, bounds: LengthsAtLeast): readonly string[] => (['p50', 'p95', 'max'] as const).map((key) => (of.count === 0 ? '' : bound(bounds[key], lengthText(of[key]))));
  return [
    cellText(name === undefined ? lock : `${name.resource} (${name.title})`),
    `${bound(atLeast.acquisitions, String(acquisitions))}${glimpsed > 0 ? ` (${glimpsed} too short to measure)` : ''}`,
    ...lengths(holds, atLeast.holds),
    bound(atLeast.utilisation, shareText(utilisation)),
    bound(atLeast.contendedShare, shareText(contendedShare)),
    bound(atLeast.waits.count, String(waits.count)),
    ...lengths(waits, atLeast.waits),
    waits.count === 0 ? '' : bound(atLeast.waits.total, lengthText(waits.total)),
  ];
}

function bound(isAtLeast: boolean, figure: string): string {
  return isAtLeast ? `≥ ${figure}` : figure;
}

function* blockingSection(statistics: readonly LockStatistics[], nameOf: (path: string) => string): Generator<string, readonly string[]> {
  const worst = new Largest<Blocking & Pick<LockStatistics, 'lock' | 'atLeast'>>(mostRows, ({ totalMs }) => totalMs);
  for (const { lock, atLeast, blocking } of statistics) {
    for (const each of blocking) worst.add({ ...each, lock, atLeast });
    yield '';
  }
  if (worst.seen === 0) return [];
  const rows = worst.all.map(({ lock, atLeast, blocker, waiter, count, totalMs }) => [cellText(blocker), cellText(waiter), cellText(nameOf(lock)), String(count), bound(atLeast.blocking, lengthText(totalMs))]);
  return ['## Who makes whom wait', table(['Blocker', 'Waiter', 'Lock', 'Waits', 'Time'], rows, 3), ...cut(worst.seen)];
}

function* waitSection(spans: readonly Span[], range: Range, nameOf: (path: string) => string): Generator<string, readonly string[]> {
  const lengthOf = (wait: Span): number => (wait.to ?? range.to) - wait.from;
  const worst = new Largest<Span>(mostWaits, lengthOf);
  for (const [at, span] of spans.entries()) {
    if (span.is === 'wait' && span.certainty !== 'glimpsed' && span.from <= range.to && (span.to ?? range.to) >= range.from) worst.add(span);
    if (at % spansInStep === 0) yield '';
  }
  if (worst.seen === 0) return [];
  return ['## The longest waits', table(['Waiter', 'Lock', 'Began', 'Waited', 'For'], worst.all.map((wait) => waitRow(wait, lengthOf(wait), nameOf)))];
}

function waitRow(wait: Span, length: number, nameOf: (path: string) => string): readonly string[] {
  const isAtLeast = wait.certainty !== 'seen' || wait.to === null;
  const blockers = wait.blockers.map(called).join(', ');
  return [cellText(called(wait.actor)), cellText(nameOf(wait.lock)), new Date(wait.from).toISOString(), bound(isAtLeast, lengthText(length)), cellText(blockers === '' ? 'unknown' : blockers)];
}

function called({ pid, command }: Actor): string {
  return `${shortCommand(command)}${pid === null ? '' : ` (${pid})`}`;
}

function cut(rows: number): readonly string[] {
  return rows > mostRows ? [`${rows - mostRows} more are not shown.`] : [];
}
