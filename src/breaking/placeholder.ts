import { chmodSync, closeSync, mkdirSync, openSync, rmdirSync, unlinkSync, writeSync } from 'node:fs';
import { errnoCode } from '../base/errors.ts';
import { observe } from '../system/files.ts';
import { placeholderAt, placeholderMode, placeholderWords } from '../system/placeholder.ts';

/**
 * What stands in for a lock while it is broken is of the opposite type, so that type is the compare:
 * a folder for a file or link, which no `unlink` removes and no `rename` puts in place of a file; a
 * file for a folder, which no `rmdir` removes. To `O_EXCL`, `link` and `mkdir` either is "exists".
 */
export type PlaceholderType = 'folder' | 'file';

/** One placeholder among all. */
export interface Placeholder {
  readonly type: PlaceholderType;
  readonly dev: bigint;
  readonly ino: bigint;
  /** null where the file system keeps no time of birth. */
  readonly birthtimeNs: bigint | null;
}

/** Makes a placeholder where nothing stands. @throws the system's error, EEXIST among them */
export function putUpPlaceholder(file: string, type: PlaceholderType): Placeholder {
  if (type === 'folder') {
    mkdirSync(file, { mode: placeholderMode });
    // Some systems leave the sticky bit out.
    chmodSync(file, placeholderMode);
  } else {
    const descriptor = openSync(file, 'wx', 0o644);
    try {
      writeSync(descriptor, placeholderWords);
    } finally {
      closeSync(descriptor);
    }
  }
  const made = observe(file);
  if (made === null) throw Object.assign(new Error(`ENOENT: ${file} went while it was made`), { code: 'ENOENT' });
  const { dev, ino, birthtimeNs } = made.identity;
  return { type, dev, ino, birthtimeNs };
}

/**
 * Whether a placeholder stands at a path: this one, which also a file system without modes shows, or
 * that of another breaker.
 */
export function isPlaceholder(file: string, own: Placeholder | null): boolean {
  if (placeholderAt(file) !== null) return true;
  return own?.type === 'folder' && isVeryPlaceholder(file, own);
}

/** Whether it is this very placeholder that stands at a path, and not that of another breaker. */
export function isVeryPlaceholder(file: string, { type, dev, ino, birthtimeNs }: Placeholder): boolean {
  const seen = observe(file);
  if (seen === null || (seen.artifact.type === 'folder') !== (type === 'folder')) return false;
  const { identity } = seen;
  return identity.dev === dev && identity.ino === ino && (identity.birthtimeNs === birthtimeNs || identity.birthtimeNs === null || birthtimeNs === null);
}

/**
 * Removes a placeholder by the call that works on nothing but its type.
 * @returns 'another' when something else stands there by now, which stays
 * @throws the system's error
 */
export function takeDownPlaceholder(file: string, type: PlaceholderType): 'done' | 'gone' | 'another' {
  try {
    if (type === 'folder') rmdirSync(file);
    else unlinkSync(file);
    return 'done';
  } catch (error) {
    const code = errnoCode(error) ?? '';
    if (code === 'ENOENT') return 'gone';
    if (othersThere.has(code)) return 'another';
    throw error;
  }
}

/** What rmdir() and unlink() say of what is not of their type, or not empty; unlink() of a folder is EPERM by POSIX, EISDIR on Linux. */
const othersThere = new Set(['ENOTDIR', 'EISDIR', 'ENOTEMPTY', 'EEXIST', 'EPERM']);
