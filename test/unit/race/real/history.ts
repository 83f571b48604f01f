import { History, width, columns, type Column } from '../../../../src/race/real/figures/history.ts';
import { endings, type Ending } from '../../../../src/race/real/result.ts';

/** An operation by hand; what is left out did not happen. */
export type Row = Partial<Readonly<Record<Exclude<Column, 'ending'>, number>>> & { readonly ending?: Ending };

/** A history by hand, in the order in which it was written down. */
export function historyOf(rows: readonly Row[], start = 0): History {
  const numbers = new Float64Array(rows.length * width);
  rows.forEach((row, at) => {
    const zero = { actor: 0, asked: 0, ended: 0, paused: 0, retries: 0, deadlocks: 0 };
    const all: Readonly<Record<string, number>> = { ...zero, ...row, ending: endings.indexOf(row.ending ?? 'done') };
    columns.forEach((column, offset) => {
      numbers[at * width + offset] = all[column] ?? Number.NaN;
    });
  });
  return new History(numbers, start);
}
