import type { CatalogStrategy } from '../../../src/race/real/catalog.ts';
import type { RunResult } from '../../../src/race/real/result.ts';
import type { RunsWord } from '../../../src/protocol/race-runs-words.ts';
import { grouped, measured, say } from '../say.ts';
import { faultWords } from './fault-words.ts';

/** One run as the table and the charts show it. */
export interface Row {
  readonly result: RunResult;
  /** Of its strategy; its name where the catalog knows it no more. */
  readonly title: string;
  readonly strategy: CatalogStrategy | null;
  /** Place of its strategy among those that were measured. */
  readonly series: number;
}

/** A column of the table of results. */
export interface Column {
  readonly key: ColumnKey;
  readonly head: RunsWord;
  readonly help?: RunsWord;
  readonly isText?: boolean;
  /** What it is sorted by. */
  readonly value: (row: Row) => number | string;
  readonly text: (row: Row) => string;
}

export const columnKeys = ['strategy', 'actors', 'promise', 'lostUpdates', 'violations', 'throughput', 'p50', 'p95', 'p99', 'max', 'maxWait', 'fairness', 'retries', 'deadlocks', 'refused', 'gaveUp', 'cpu', 'faults', 'claim'] as const;
export type ColumnKey = (typeof columnKeys)[number];

/** Of actors and, where it is known, of the servers, ms for each operation; null when none was done. */
export function cpuPerOperation({ cpuMs, serverCpuMs, operations }: RunResult): number | null {
  return operations === 0 ? null : (cpuMs + (serverCpuMs ?? 0)) / operations;
}

type Head = Pick<Column, 'key' | 'head' | 'help'>;

function counting(head: Head, value: (result: RunResult) => number): Column {
  return { ...head, value: ({ result }) => value(result), text: ({ result }) => grouped(value(result)) };
}

/** Of what was measured in many operations; without any there is nothing to tell. */
function measuring(head: Head, value: (result: RunResult) => number | null): Column {
  const known = ({ result }: Row): number | null => (result.operations === 0 ? null : value(result));
  return { ...head, value: (row) => known(row) ?? -1, text: (row) => textOf(known(row)) };
}

function textOf(value: number | null): string {
  return value === null ? '–' : measured(value);
}

export const columns: readonly Column[] = [
  { key: 'strategy', head: 'strategy', isText: true, value: ({ series }) => series, text: ({ title }) => title },
  counting({ key: 'actors', head: 'actors' }, ({ actors }) => actors),
  { key: 'promise', head: 'promise', isText: true, value: ({ result }) => (result.kept ? 1 : 0) + (result.asClaimed ? 2 : 0), text: ({ result }) => say(result.kept ? 'kept' : 'broken') },
  counting({ key: 'lostUpdates', head: 'lostUpdates' }, ({ lostUpdates }) => lostUpdates),
  counting({ key: 'violations', head: 'violations', help: 'violationsHelp' }, ({ violations }) => violations),
  measuring({ key: 'throughput', head: 'throughputShort', help: 'throughput' }, ({ throughput }) => throughput),
  measuring({ key: 'p50', head: 'p50', help: 'p50Help' }, ({ latencyMs }) => latencyMs.p50),
  measuring({ key: 'p95', head: 'p95', help: 'p95Help' }, ({ latencyMs }) => latencyMs.p95),
  measuring({ key: 'p99', head: 'p99', help: 'p99Help' }, ({ latencyMs }) => latencyMs.p99),
  measuring({ key: 'max', head: 'max', help: 'maxHelp' }, ({ latencyMs }) => latencyMs.max),
  measuring({ key: 'maxWait', head: 'maxWait', help: 'maxWaitHelp' }, ({ waitMs }) => waitMs.max),
  measuring({ key: 'fairness', head: 'fairness', help: 'fairnessHelp' }, ({ fairness }) => fairness),
  counting({ key: 'retries', head: 'retries', help: 'retriesHelp' }, ({ retries }) => retries),
  counting({ key: 'deadlocks', head: 'deadlocks' }, ({ deadlocks }) => deadlocks),
  counting({ key: 'refused', head: 'refused', help: 'refusedHelp' }, ({ refused }) => refused),
  counting({ key: 'gaveUp', head: 'gaveUp', help: 'gaveUpHelp' }, ({ gaveUp }) => gaveUp),
  measuring({ key: 'cpu', head: 'cpu', help: 'cpuHelp' }, cpuPerOperation),
  { key: 'faults', head: 'faultsColumn', isText: true, value: ({ result }) => faultWords(result.request.faults), text: ({ result }) => faultWords(result.request.faults) },
  { key: 'claim', head: 'claim', help: 'claimHelp', isText: true, value: claimOf, text: claimOf },
];

function claimOf({ strategy }: Row): string {
  const claim = strategy?.claim ?? null;
  return claim === null ? '' : say('claimText', { ...claim });
}

/** The columns under the heading "Latency". */
export const latencyKeys: readonly ColumnKey[] = ['p50', 'p95', 'p99', 'max'];

/** Which columns have something to tell: those that are empty in every row are left out. */
export function columnsFor(rows: readonly Row[]): readonly Column[] {
  const isTelling = ({ key, text }: Column): boolean => {
    if (key === 'faults' || key === 'claim') return rows.some((row) => text(row) !== '');
    return true;
  };
  return columns.filter(isTelling);
}

export interface Sorting {
  readonly key: ColumnKey;
  readonly isDescending: boolean;
}

/** By a column; those that are alike there stay in their order. null: as they were measured. */
export function sorted(rows: readonly Row[], sorting: Sorting | null): readonly Row[] {
  const column = columns.find(({ key }) => key === sorting?.key);
  if (column === undefined || sorting === null) return rows;
  const sign = sorting.isDescending ? -1 : 1;
  return rows.toSorted((one, other) => sign * compare(column.value(one), column.value(other)));
}

function compare(one: number | string, other: number | string): number {
  return typeof one === 'number' && typeof other === 'number' ? one - other : String(one).localeCompare(String(other));
}

/** A first click sorts with what one looks for on top: names and small numbers of actors, else the most. */
export function nextSorting(sorting: Sorting | null, key: ColumnKey): Sorting | null {
  const isDescendingFirst = !['strategy', 'actors', 'promise', 'faults', 'claim'].includes(key);
  if (sorting?.key !== key) return { key, isDescending: isDescendingFirst };
  return sorting.isDescending === isDescendingFirst ? { key, isDescending: !isDescendingFirst } : null;
}
