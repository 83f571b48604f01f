// Control characters, line separators, and the marks that change the reading direction.
// oxlint-disable-next-line no-control-regex
const unseen = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** Text of unknown origin in a line or a table's cell: no markup, no link, no end of the cell or the line. */
export function cellText(value: string): string {
  return value
    .replace(unseen, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(/[\\`*_[\]#!~|<>&$]/g, String.raw`\$&`)
    .replaceAll('://', String.raw`:\//`);
}

/** A table of cells as they stand. Columns are texts, or from `numbersFrom` on numbers. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], numbersFrom = head.length): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_cell, at) => (at < numbersFrom ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
