import { constants, copyFileSync, linkSync, lstatSync, lutimesSync, readdirSync, readlinkSync, realpathSync, renameSync, rmdirSync, symlinkSync, unlinkSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { errnoCode, orGone, unless } from '../base/errors.ts';
import type { Observation } from '../locks/observation.ts';
import type { Exchange } from '../system/exchange.ts';
import { observe } from '../system/files.ts';
import { isPlaceholder, isVeryPlaceholder, putUpPlaceholder, takeDownPlaceholder, type Placeholder, type PlaceholderType } from './placeholder.ts';

/**
 * What breaking and undoing do to the disk, an atomic operation each, so that tests can run the protocols
 * on a disk of theirs. All of them work on paths whose folders are resolved, and throw the system's error.
 */
export interface Disk {
  /** Whether locks can be exchanged on this machine. */
  readonly exchange: Exchange;
  /** Looks at a path at once; see system/files.ts. Never throws. */
  look(file: string): Observation | null;
  /** Whether nothing is at a path. */
  isGone(file: string): boolean;
  isFolder(file: string): boolean;
  /** Swaps our own path with another. @returns false when there was nothing at the other; throws one of `notHere` where that is not possible */
  swap(own: string, other: string): boolean;
  /** Moves to a free path of our own. @returns false when there was nothing to move */
  move(from: string, own: string): boolean;
  /** Gives a file or link a second name. @returns 'done' also when it has that name already; 'refused' where this file system or user may not */
  link(from: string, to: string): 'done' | 'occupied' | 'refused';
  /** Makes a copy of a file or link, with its times. */
  makeAgain(from: string, to: string): 'done' | 'occupied';
  unlink(file: string): void;
  /** Whether a file or link has another name as well. */
  hasOtherName(file: string): boolean;
  /** Renames a folder over an empty one. @returns false when something else stands there */
  replaceFolder(from: string, to: string): boolean;
  /** @returns null when something stands there */
  putUp(file: string, type: PlaceholderType): Placeholder | null;
  isPlaceholder(file: string, own: Placeholder | null): boolean;
  /** Whether it is this very placeholder, and not another's. */
  isVery(file: string, own: Placeholder): boolean;
  takeDown(file: string, type: PlaceholderType): 'done' | 'gone' | 'another';
  /** What somebody has put into a placeholder; nothing where it is none any more. */
  inside(file: string): readonly string[];
}

/** What says that an operation does not work here, so that another way or place is tried; nothing has happened then. */
export const notHere: ReadonlySet<string> = new Set(['EXDEV', 'EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'ENAMETOOLONG']);

/** The real disk. */
export function realDisk(exchange: Exchange): Disk {
  return {
    exchange,
    look: observe,
    isGone,
    isFolder: (file) => lstatSync(file).isDirectory(),
    swap: (own, other) => {
      if (exchange.is === 'none') throw withCode('ENOSYS', 'there is no exchange here');
      return unlessAbsent(() => exchange.swap(own, other), () => isGone(own));
    },
    move: (from, own) => unlessAbsent(() => renameSync(from, own), () => isGone(path.dirname(own))),
    link,
    makeAgain,
    unlink: unlinkSync,
    hasOtherName: (file) => lstatSync(file).nlink > 1,
    replaceFolder,
    putUp: (file, type) => unless('EEXIST', () => putUpPlaceholder(file, type)),
    isPlaceholder,
    isVery: isVeryPlaceholder,
    takeDown: takeDownPlaceholder,
    inside: (file) => orGone(() => readdirSync(file)) ?? [],
  };
}

/** Where a path really stands: links above it resolved, it itself not. null when its folder has gone. */
export function realTarget(file: string): string | null {
  const folder = orGone(() => realpathSync(path.dirname(file)));
  return folder === null ? null : path.join(folder, path.basename(file));
}

/** Whether nothing is at a path. @throws the system's error when that cannot be told */
export function isGone(file: string): boolean {
  try {
    lstatSync(file);
    return false;
  } catch (error) {
    const code = errnoCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return true;
    throw error;
  }
}

/**
 * @returns false when there was nothing at the other path in that moment; by now there may be
 * @param isOursGone whether it is our own path that is missing, which is a failure
 */
function unlessAbsent(act: () => void, isOursGone: () => boolean): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (errnoCode(error) === 'ENOENT' && !isOursGone()) return false;
    throw error;
  }
}

/** What link() says on file systems without hard links, or for another user's file. */
const noLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EISDIR']);

function link(from: string, to: string): 'done' | 'occupied' | 'refused' {
  const stats = lstatSync(from);
  // On macOS link() follows a symlink, and the lock would be another name of its target.
  if (stats.isSymbolicLink() && process.platform !== 'linux') return 'refused';
  try {
    linkSync(from, to);
    return 'done';
  } catch (error) {
    const code = errnoCode(error) ?? '';
    if (noLinks.has(code)) return 'refused';
    if (code !== 'EEXIST') throw error;
    const there = lstatSync(to, { throwIfNoEntry: false });
    return there?.dev === stats.dev && there.ino === stats.ino ? 'done' : 'occupied';
  }
}

function makeAgain(from: string, to: string): 'done' | 'occupied' {
  const stats = lstatSync(from);
  const isLink = stats.isSymbolicLink();
  if (!isLink && !stats.isFile()) throw withCode('ENOTSUP', `${from} can neither be moved nor made again`);
  const made = unless('EEXIST', () => {
    if (isLink) symlinkSync(readlinkSync(from, { encoding: 'buffer' }), to);
    else copyFileSync(from, to, constants.COPYFILE_EXCL);
    return true;
  });
  if (made === null) return 'occupied';
  (isLink ? lutimesSync : utimesSync)(to, stats.atime, stats.mtime);
  return 'done';
}

/** What rename() says when someone has put things into the folder, or something else in its place. */
const takenOver: ReadonlySet<string> = new Set(['ENOTEMPTY', 'EEXIST', 'ENOTDIR']);

function replaceFolder(from: string, to: string): boolean {
  // Windows renames a folder onto nothing only.
  if (process.platform === 'win32') rmdirSync(to);
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (takenOver.has(errnoCode(error) ?? '')) return false;
    throw error;
  }
}

function withCode(code: string, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}
