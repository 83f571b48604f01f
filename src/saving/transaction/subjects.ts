import { realTarget } from '../real-target.ts';
import { sha256Of } from '../write/content.ts';

/** Contents by path; null: there is no such file. */
export type Contents = ReadonlyMap<string, Uint8Array | null>;

/** The files of a transaction, told by their real paths. */
export interface Subjects {
  /** Each file once, in the one order in which everybody locks them, so that no two transactions wait for each other. */
  readonly files: readonly string[];
  /** The real path of each path as it was given. */
  readonly realOf: ReadonlyMap<string, string>;
}

/** @throws the system's error when a path leads nowhere: ENOENT (no such folder), ELOOP ... */
export function subjectsOf(given: readonly string[]): Subjects {
  const realOf = new Map(given.map((file) => [file, realTarget(file)]));
  return { files: inLockOrder([...realOf.values()]), realOf };
}

/** By code units: the same whatever the language of the process. */
export function inLockOrder(files: readonly string[]): readonly string[] {
  return [...new Set(files)].sort((a, b) => (a < b ? -1 : Number(a > b)));
}

/** What a file held, and what it is to hold. */
export interface Change {
  readonly file: string;
  /** SHA-256, hex; null: there was no such file. */
  readonly before: string | null;
  /** null: there is to be none. */
  readonly after: Uint8Array | null;
  /** SHA-256 of that, hex. */
  readonly afterHash: string | null;
}

/**
 * What is to be changed, in the order of the locks: files whose new content is the old one are left alone.
 * @param before what each file held, SHA-256 by real path
 * @param wanted what the update returned, by the paths as they were given
 * @throws TypeError for a path that was not given, or two contents for one file
 */
export function changesOf({ files, realOf }: Subjects, before: ReadonlyMap<string, string | null>, wanted: Contents): readonly Change[] {
  const changes = new Map<string, Change>();
  for (const [given, after] of wanted) {
    const file = realOf.get(given);
    if (file === undefined) throw new TypeError(`The update returned ${given}, which is none of the transaction's files. Nothing was changed.`);
    const change = { file, before: before.get(file) ?? null, after, afterHash: after === null ? null : sha256Of(after) };
    if ((changes.get(file) ?? change).afterHash !== change.afterHash) throw new TypeError(`The update returned two contents for ${file}, which was given by two paths. Nothing was changed.`);
    changes.set(file, change);
  }
  return files.flatMap((file) => changes.get(file) ?? []).filter((change) => change.before !== change.afterHash);
}
