/** What a cell holds: a number is written as it is, a text guarded, null is empty. */
export type Cell = string | number | null;

/**
 * A line as RFC 4180 has it: CRLF, quotes where needed. A text that a spreadsheet would take for a formula begins
 * with an apostrophe, as OWASP advises.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(written).join(',')}\r\n`;
}

function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const guarded = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
