import { lengthText, shareText } from '../base/length-text.ts';
import { sortStatistics, type Durations, type LengthsAtLeast, type LockStatistics } from '../contention/statistics.ts';
import { inColumns } from './columns.ts';
import { shortPath } from './describe.ts';
import { printable } from './terminal.ts';

/** So many pairs of who makes whom wait are shown of each lock. */
const mostPairs = 3;

const head = ['lock', 'acquired', 'held p50', 'p95', 'max', 'in use', 'contended', 'waits', 'waited p50', 'p95', 'max', 'total'];

/** Contention figures for people: a row for each lock, the one that was waited for longest first, and below it who made whom wait. */
export function statsTable(statistics: readonly LockStatistics[]): readonly string[] {
  if (statistics.length === 0) return ['No lock was held or waited for.'];
  const sorted = sortStatistics(statistics, 'waitTotal', 'descending');
  const lines = inColumns([head, ...sorted.map(rowOf)], 1);
  const note = lines.some((line) => line.includes('>=')) ? ['', '">=": at least so much, since some of it was only sampled, or lasts.'] : [];
  return [...lines.flatMap((line, i) => [line, ...pairsOf(sorted[i - 1])]), ...note];
}

function rowOf({ lock, acquisitions, holds, waits, utilisation, contendedShare, atLeast }: LockStatistics): readonly string[] {
  const lengths = (of: Durations, bounds: LengthsAtLeast, ...keys: readonly (keyof Durations)[]): readonly string[] => keys.map((key) => (of.count === 0 ? '-' : bound(bounds[key], lengthText(of[key]))));
  return [
    shortPath(lock),
    bound(atLeast.acquisitions, String(acquisitions)),
    ...lengths(holds, atLeast.holds, 'p50', 'p95', 'max'),
    bound(atLeast.utilisation, shareText(utilisation)),
    bound(atLeast.contendedShare, shareText(contendedShare)),
    bound(atLeast.waits.count, String(waits.count)),
    ...lengths(waits, atLeast.waits, 'p50', 'p95', 'max', 'total'),
  ];
}

function bound(isAtLeast: boolean, figure: string): string {
  return isAtLeast ? `>=${figure}` : figure;
}

function pairsOf(statistics: LockStatistics | undefined): readonly string[] {
  if (statistics === undefined) return [];
  const { blocking, glimpsed } = statistics;
  const rest = blocking.length - mostPairs;
  return [
    ...blocking.slice(0, mostPairs).map(({ blocker, waiter, count, totalMs }) => `  ${printable(blocker)} made ${printable(waiter)} wait ${count === 1 ? 'once' : `${count} times`}, ${lengthText(totalMs)}`),
    ...(rest > 0 ? [`  and ${rest} other ${rest === 1 ? 'pair' : 'pairs'}`] : []),
    ...(glimpsed > 0 ? [`  ${glimpsed} of its holds ${glimpsed === 1 ? 'was' : 'were'} too short to measure`] : []),
  ];
}
