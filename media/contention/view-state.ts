import { list, number, oneOf, orNull, record, string } from '../../src/base/json.ts';
import type { SortKey } from '../../src/contention/statistics.ts';
import type { Grouping } from './rows.ts';
import type { Range } from './scale.ts';

export const tabs = ['timeline', 'graph'] as const;
export type Tab = (typeof tabs)[number];

export const sortKeys = ['lock', 'acquisitions', 'holdP50', 'holdP95', 'holdMax', 'utilisation', 'contendedShare', 'waits', 'waitP50', 'waitP95', 'waitMax', 'waitTotal'] as const satisfies readonly SortKey[];
export type TableKey = (typeof sortKeys)[number];

/** What the user has arranged. It outlives the page. */
export interface ViewState {
  readonly tab: Tab;
  readonly by: Grouping;
  /** Whether the range moves with the time. */
  readonly follow: boolean;
  readonly range: Range;
  readonly sort: { readonly key: TableKey; readonly direction: 'ascending' | 'descending' };
  readonly filter: string;
  /** Keys of rows. */
  readonly hidden: readonly string[];
  readonly collapsed: readonly string[];
  /** Id of the span that is chosen. */
  readonly selected: number | null;
  /** File of the trace that is shown, so that it can be opened again. */
  readonly trace: string | null;
}

/** What a page starts with. @param now ms since the epoch */
export function freshState(now: number): ViewState {
  return { tab: 'timeline', by: 'lock', follow: true, range: { from: now - 60_000, to: now }, sort: { key: 'waitTotal', direction: 'descending' }, filter: '', hidden: [], collapsed: [], selected: null, trace: null };
}

/** What was kept of a page before. @throws SyntaxError when it is none of ours */
export function readState(value: unknown): ViewState {
  const fields = record(value);
  const sort = record(fields['sort']);
  return {
    tab: oneOf(tabs, fields['tab']),
    by: oneOf(['lock', 'process'], fields['by']),
    follow: fields['follow'] === true,
    range: readRange(fields['range']),
    sort: { key: oneOf(sortKeys, sort['key']), direction: oneOf(['ascending', 'descending'], sort['direction']) },
    filter: string(fields['filter']),
    hidden: list(fields['hidden'], string),
    collapsed: list(fields['collapsed'], string),
    selected: orNull(fields['selected'], number),
    trace: orNull(fields['trace'], string),
  };
}

/** What was kept, or a fresh one when that is none. */
export function stateFrom(value: unknown, now: number): ViewState {
  try {
    return value === undefined || value === null ? freshState(now) : readState(value);
  } catch (error) {
    if (error instanceof SyntaxError) return freshState(now);
    throw error;
  }
}

function readRange(value: unknown): Range {
  const fields = record(value);
  const [from, to] = [number(fields['from']), number(fields['to'])];
  if (!(from < to)) throw new SyntaxError('not a range');
  return { from, to };
}
