import type { LockName } from './model.ts';
import type { LockStatistics } from './statistics.ts';

const numbers = {
  acquisitions: (of) => of.acquisitions,
  holdP50: (of) => of.holds.p50,
  holdP95: (of) => of.holds.p95,
  holdMax: (of) => of.holds.max,
  holdTotal: (of) => of.holds.total,
  waits: (of) => of.waits.count,
  waitP50: (of) => of.waits.p50,
  waitP95: (of) => of.waits.p95,
  waitMax: (of) => of.waits.max,
  waitTotal: (of) => of.waits.total,
  utilisation: (of) => of.utilisation,
  contendedShare: (of) => of.contendedShare,
} satisfies Record<string, (of: LockStatistics) => number>;

/** By what statistics can be sorted: 'lock' is the path. */
export type SortKey = 'lock' | keyof typeof numbers;

/** Sorted by that; equals by path, so that rows keep their places. */
export function sortStatistics(list: readonly LockStatistics[], key: SortKey, direction: 'ascending' | 'descending'): readonly LockStatistics[] {
  const sign = direction === 'ascending' ? 1 : -1;
  const byPath = (a: LockStatistics, b: LockStatistics): number => (a.lock < b.lock ? -1 : a.lock > b.lock ? 1 : 0);
  if (key === 'lock') return list.toSorted((a, b) => sign * byPath(a, b));
  const valueOf = numbers[key];
  return list.toSorted((a, b) => sign * (valueOf(a) - valueOf(b)) || byPath(a, b));
}

/**
 * Those whose path, resource, title or commands have each word of the text in them, upper or lower case.
 * @param nameOf what is known of a lock by its path
 */
export function filterStatistics(list: readonly LockStatistics[], text: string, nameOf: (path: string) => LockName | undefined): readonly LockStatistics[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return words.length === 0 ? list : list.filter((each) => hasAll(each, nameOf(each.lock), words));
}

function hasAll({ lock, blocking }: LockStatistics, name: LockName | undefined, words: readonly string[]): boolean {
  const told = [lock, name?.resource, name?.title, ...blocking.flatMap(({ blocker, waiter }) => [blocker, waiter])];
  const all = told.join('\n').toLowerCase();
  return words.every((word) => all.includes(word));
}
