import { keyOf, type Value } from '../value.ts';

/** A row of a table, by column. */
export type Row = { readonly [column: string]: Value };

/** Rows by name, such as "account 1". */
export type Rows = { readonly [name: string]: Row };

/** What an UPDATE does: puts values into columns, adds to numbers, and only where the columns are as they say. */
export interface Update {
  readonly set?: Row;
  readonly add?: Readonly<Record<string, number>>;
  /** Columns and what they must be; `atLeast` for numbers. */
  readonly where?: { readonly [column: string]: Value | AtLeast };
}

export interface AtLeast {
  readonly atLeast: number;
}

/** Whether an UPDATE finds that row. */
export function isFound(row: Row | undefined, { where = {} }: Update): row is Row {
  return row !== undefined && Object.entries(where).every(([column, wanted]) => isMet(row[column], wanted));
}

/** The row after the UPDATE. */
export function updated(row: Row, { set = {}, add = {} }: Update): Row {
  const sums = Object.entries(add).map(([column, amount]) => [column, numberIn(row, column) + amount]);
  return { ...row, ...set, ...Object.fromEntries(sums) };
}

/** The number in a column; 0 where there is no row. @throws TypeError when there is something else */
export function numberIn(row: Row | null | undefined, column: string): number {
  const value = row?.[column] ?? 0;
  if (typeof value !== 'number') throw new TypeError(`the column ${column} is no number`);
  return value;
}

/** An UPDATE in words: "balance - 60 if balance >= 60". */
export function asText({ set = {}, add = {}, where = {} }: Update): string {
  const changes = [
    ...Object.entries(set).map(([column, value]) => `${column} = ${textOf(value)}`),
    ...Object.entries(add).map(([column, amount]) => `${column} ${amount < 0 ? '-' : '+'} ${Math.abs(amount)}`),
  ];
  const conditions = Object.entries(where).map(([column, wanted]) => (isAtLeast(wanted) ? `${column} >= ${wanted.atLeast}` : `${column} = ${textOf(wanted)}`));
  return `${changes.join(', ')}${conditions.length === 0 ? '' : ` if ${conditions.join(' and ')}`}`;
}

/** Rows as a person would write them. */
export function describeRows(rows: Rows): string {
  return Object.entries(rows).map(([name, row]) => `${name}: ${Object.entries(row).map(([column, value]) => `${column} ${textOf(value)}`).join(', ')}`).join('; ');
}

function textOf(value: Value): string {
  return typeof value === 'string' ? value : keyOf(value);
}

function isMet(value: Value | undefined, wanted: Value | AtLeast): boolean {
  return isAtLeast(wanted) ? typeof value === 'number' && value >= wanted.atLeast : keyOf(value) === keyOf(wanted);
}

function isAtLeast(wanted: Value | AtLeast): wanted is AtLeast {
  return typeof wanted === 'object' && wanted !== null && 'atLeast' in wanted;
}
