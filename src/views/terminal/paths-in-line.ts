import path from 'node:path';

/** A part of a line that names a path. */
export interface PathInLine {
  /** Where it begins, in UTF-16 units. */
  readonly start: number;
  readonly length: number;
  readonly path: string;
}

/** Longer lines are read up to here, and no more words than this of one: a line is looked at while somebody points at it. */
const longestLine = 2000;
const mostWords = 60;

/** A text in quotes, which may have blanks, or a word without them. */
const words = /'([^']+)'|"([^"]+)"|[^\s'"]+/g;
const around = /^[([{<]+|[)\]}>,;:.!?]+$/g;

/**
 * The places in a line of a terminal that name one of some paths.
 * @param bases folders from which a relative path may be meant, the likeliest first
 * @param isWanted asked with absolute paths
 */
export function pathsInLine(line: string, bases: readonly string[], isWanted: (place: string) => boolean): readonly PathInLine[] {
  const found: PathInLine[] = [];
  let count = 0;
  for (const match of line.slice(0, longestLine).matchAll(words)) {
    if (++count > mostWords) break;
    const [whole, single, double] = match;
    const quoted = single ?? double;
    const name = quoted ?? whole.replaceAll(around, '');
    const place = meant(name, bases, isWanted);
    if (place !== null) found.push({ start: match.index + whole.indexOf(name), length: name.length, path: place });
  }
  return found;
}

function meant(name: string, bases: readonly string[], isWanted: (place: string) => boolean): string | null {
  if (name === '') return null;
  const places = path.isAbsolute(name) ? [path.resolve(name)] : bases.map((base) => path.resolve(base, name));
  return places.find(isWanted) ?? null;
}
