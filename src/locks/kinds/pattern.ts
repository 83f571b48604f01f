import path from 'node:path';

/**
 * Where locks of a format stand: the end of their path, with `/` between names, `*` for any part of
 * a name and `**` for any number of folders. `target/*\/.cargo-lock`, `.gradle/**\/*.lock`, `*.pid`.
 */
export interface Pattern {
  readonly source: string;
  /** Whether a name fits the pattern's last part. Quick. */
  fitsName(name: string): boolean;
  /** Whether a folder's path ends as the pattern's other parts say. */
  fitsFolder(folder: string): boolean;
  /** What a fitting name is sure to have, to be found by. */
  readonly key: PatternKey;
}

export type PatternKey =
  | { readonly by: 'name'; readonly name: string }
  /** From the last dot on. */
  | { readonly by: 'extension'; readonly extension: string }
  | { readonly by: 'first' | 'last'; readonly char: string };

/** @throws RangeError when no name could be told by the pattern: it is empty or its last part only `*` */
export function compilePattern(source: string): Pattern {
  const parts = source.split('/').filter((part) => part !== '');
  const last = parts.pop() ?? '';
  const key = keyOf(last);
  if (key === null) throw new RangeError(`"${source}" fits every file. Name at least a part of the last name.`);
  const name = new RegExp(`^${inName(last)}$`);
  const folders = parts.length === 0 ? null : new RegExp(`(?:^|/)${parts.map(inFolders).join('')}$`);
  return {
    source,
    key,
    fitsName: (given) => name.test(given),
    fitsFolder: (folder) => folders === null || folders.test(`${folder.split(path.sep).join('/')}/`),
  };
}

function keyOf(last: string): PatternKey | null {
  if (last === '') return null;
  if (!last.includes('*')) return { by: 'name', name: last };
  const tail = last.slice(last.lastIndexOf('*') + 1);
  if (tail.includes('.')) return { by: 'extension', extension: tail.slice(tail.lastIndexOf('.')) };
  const first = last.charAt(0);
  if (first !== '*') return { by: 'first', char: first };
  return tail === '' ? null : { by: 'last', char: tail.slice(-1) };
}

function inName(part: string): string {
  return part
    .split('*')
    .map((literal) => literal.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
    .join('[^/]*');
}

function inFolders(part: string): string {
  return part === '**' ? '(?:[^/]+/)*' : `${inName(part)}/`;
}

/** Things with patterns, to be found by a name without trying them all: this is asked for every file. */
export class PatternIndex<T> {
  readonly #byKey: Readonly<Record<PatternKey['by'], Map<string, { pattern: Pattern; value: T }[]>>> = {
    name: new Map(),
    extension: new Map(),
    first: new Map(),
    last: new Map(),
  };

  add(pattern: Pattern, value: T): void {
    const { key } = pattern;
    const map = this.#byKey[key.by];
    const word = key.by === 'name' ? key.name : key.by === 'extension' ? key.extension : key.char;
    const entries = map.get(word) ?? [];
    if (entries.length === 0) map.set(word, entries);
    entries.push({ pattern, value });
  }

  /** Whether anything stands there. Almost always nothing does, and this is asked for every file: nothing is made on the way. */
  has(name: string, folder: string): boolean {
    const { name: names, extension, first, last } = this.#byKey;
    const dot = name.lastIndexOf('.');
    return (
      anyFits(names.get(name), name, folder) ||
      (dot >= 0 && anyFits(extension.get(name.slice(dot)), name, folder)) ||
      anyFits(first.get(name.charAt(0)), name, folder) ||
      anyFits(last.get(name.charAt(name.length - 1)), name, folder)
    );
  }

  /** All that stand there, those told by a whole name first. */
  find(name: string, folder: string): T[] {
    return this.#entries(name)
      .flat()
      .filter(({ pattern }) => pattern.fitsName(name) && pattern.fitsFolder(folder))
      .map(({ value }) => value);
  }

  #entries(name: string): { pattern: Pattern; value: T }[][] {
    const { name: names, extension, first, last } = this.#byKey;
    const dot = name.lastIndexOf('.');
    const found = [names.get(name), dot < 0 ? undefined : extension.get(name.slice(dot)), first.get(name.charAt(0)), last.get(name.slice(-1))];
    return found.filter((entries) => entries !== undefined);
  }
}

function anyFits(entries: readonly { readonly pattern: Pattern }[] | undefined, name: string, folder: string): boolean {
  return entries?.some(({ pattern }) => pattern.fitsName(name) && pattern.fitsFolder(folder)) ?? false;
}
