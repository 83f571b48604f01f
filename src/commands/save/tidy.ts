/** A place in a text; both count from 0, characters in UTF-16 units as the editor does. */
export interface Place {
  readonly line: number;
  readonly character: number;
}

/** A stretch of a text and what is to stand there instead. */
export interface Edit {
  readonly start: Place;
  readonly end: Place;
  readonly text: string;
}

/** What `files.trimTrailingWhitespace` takes away: spaces and tabs at the end of every line, as VS Code's own save does. */
export function trimTrailingWhitespace(lines: readonly string[]): readonly Edit[] {
  return lines.flatMap((content, line) => {
    const kept = lengthWithoutTrailing(content);
    return kept === content.length ? [] : [{ start: { line, character: kept }, end: { line, character: content.length }, text: '' }];
  });
}

/** What `files.insertFinalNewline` adds: a line end after a last line that is more than whitespace. */
export function insertFinalNewline(lines: readonly string[], eol: string): readonly Edit[] {
  const line = lines.length - 1;
  const content = lines[line] ?? '';
  if (lengthWithoutTrailing(content) === 0) return [];
  const end = { line, character: content.length };
  return [{ start: end, end, text: eol }];
}

/** What `files.trimFinalNewlines` takes away: all after the line end that follows the last line with anything in it. */
export function trimFinalNewlines(lines: readonly string[]): readonly Edit[] {
  const last = lines.length - 1;
  const first = lines.findLastIndex((content) => content.length > 0) + 1;
  if (first >= last) return [];
  return [{ start: { line: first, character: 0 }, end: { line: last, character: lines[last]?.length ?? 0 }, text: '' }];
}

/** Only spaces and tabs count, as in VS Code. */
function lengthWithoutTrailing(content: string): number {
  return content.replace(/[ \t]+$/, '').length;
}

/** The one stretch in which two texts differ, in UTF-16 units: what stood there, and what stands there now. */
export function difference(before: string, after: string): { readonly from: number; readonly to: number; readonly text: string } {
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) from++;
  let tail = 0;
  while (tail < most - from && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { from, to: before.length - tail, text: after.slice(from, after.length - tail) };
}
