/**
 * Names of files and commands come from anywhere. These make them fit to be shown: they can
 * neither add lines, nor turn the reading direction, nor pass for a link or an icon.
 */

// Control characters, line separators, and the marks that change the reading direction.
// oxlint-disable-next-line no-control-regex
const unseen = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** In one line, with what cannot be seen spelled out as `\u{a}`. */
export function oneLine(value: string): string {
  return value.replace(unseen, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

/** For a notification or a message in a view, where `[text](command:id)` would become a link. */
export function withoutLinks(value: string): string {
  return oneLine(value).replaceAll('](', ']\u200B(');
}

/** For a label in which `$(name)` would become an icon. */
export function withoutIcons(value: string): string {
  return oneLine(value).replaceAll('$(', '\\$(');
}

/** As running text in Markdown, to stand within a line. Escapes no more than it must: the page may be read as text, too. */
export function escapeMarkdown(value: string): string {
  return oneLine(value)
    .replace(/[\\`*_[\]#!~|<>&$]/g, '\\$&')
    .replaceAll('://', ':\\//');
}

/** As a code span in Markdown, whatever backticks the value has. */
export function inlineCode(value: string): string {
  const clean = oneLine(value);
  const longest = Math.max(0, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = clean.startsWith('`') || clean.endsWith('`') || clean === '' ? ' ' : '';
  return `${fence}${pad}${clean}${pad}${fence}`;
}

/** As a code span in a cell of a Markdown table, where a bar would end the cell. */
export function inlineCodeInTable(value: string): string {
  return inlineCode(value).replaceAll('|', '\\|');
}

/** With its first letter in upper case, to stand as a sentence of its own. */
export function capitalized(value: string): string {
  return value.charAt(0).toUpperCase() + value.slice(1);
}
