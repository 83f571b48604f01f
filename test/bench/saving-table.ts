export interface Cell {
  readonly row: string;
  readonly column: string;
  readonly cell: string;
}

/** The lines of a table for a terminal; rows in the order in which they first come. */
export function tableOf(cells: readonly Cell[], columns: readonly string[]): readonly string[] {
  const rows = [...new Set(cells.map(({ row }) => row))];
  const at = (row: string, column: string): string => cells.find((each) => each.row === row && each.column === column)?.cell ?? '';
  const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => at(row, column).length)));
  const first = Math.max(...rows.map((row) => row.length));
  const line = (head: string, rest: readonly string[]): string => [head.padEnd(first), ...rest.map((text, index) => text.padEnd(widths[index] ?? 0))].join('  ').trimEnd();
  return [line('', columns), ...rows.map((row) => line(row, columns.map((column) => at(row, column))))];
}
