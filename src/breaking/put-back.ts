import { constants, copyFileSync, linkSync, lstatSync, lutimesSync, mkdirSync, readlinkSync, renameSync, rmdirSync, symlinkSync, unlinkSync, utimesSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { errnoCode } from '../base/errors.ts';

/** 'occupied': something stands at the path, and was left alone. */
export type PutBack = 'done' | 'occupied';

/**
 * Moves something to a path without ever overwriting what may stand there. A file comes back as
 * the same inode; so does a folder, with all that is in it.
 * @throws the system's error; then `from` still has it
 */
export function putBack(from: string, to: string): PutBack {
  const stats = lstatSync(from);
  if (stats.isDirectory()) return putBackFolder(from, to);
  return stats.isSymbolicLink() ? putBackLink(from, to, stats) : putBackFile(from, to, stats);
}

function putBackFile(from: string, to: string, stats: Stats): PutBack {
  try {
    linkSync(from, to);
  } catch (error) {
    const code = errnoCode(error);
    if (code === 'EEXIST') return finishInterrupted(from, to, stats);
    if (!stats.isFile() || code === undefined || !noLinks.has(code)) throw error;
    return putBackCopy(from, to, stats);
  }
  unlinkSync(from);
  return 'done';
}

/** What link() says on file systems without hard links, or for another user's file. */
const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EISDIR']);

function putBackCopy(from: string, to: string, stats: Stats): PutBack {
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  } catch (error) {
    if (errnoCode(error) === 'EEXIST') return 'occupied';
    throw error;
  }
  utimesSync(to, stats.atime, stats.mtime);
  unlinkSync(from);
  return 'done';
}

/** A crash between link and unlink leaves both names; the second half is all that is missing then. */
function finishInterrupted(from: string, to: string, stats: Stats): PutBack {
  const there = lstatSync(to, { throwIfNoEntry: false });
  if (there === undefined || there.dev !== stats.dev || there.ino !== stats.ino) return 'occupied';
  unlinkSync(from);
  return 'done';
}

/** link() on a symlink links the link on Linux and its target on macOS, so it is made again. */
function putBackLink(from: string, to: string, stats: Stats): PutBack {
  try {
    symlinkSync(readlinkSync(from, { encoding: 'buffer' }), to);
  } catch (error) {
    if (errnoCode(error) === 'EEXIST') return 'occupied';
    throw error;
  }
  lutimesSync(to, stats.atime, stats.mtime);
  unlinkSync(from);
  return 'done';
}

/**
 * rename() silently replaces an empty folder, and an empty folder is somebody's lock. So the
 * place is taken with mkdir first, which fails when anything is there; ours is what is replaced.
 */
function putBackFolder(from: string, to: string): PutBack {
  try {
    mkdirSync(to);
  } catch (error) {
    if (errnoCode(error) === 'EEXIST') return 'occupied';
    throw error;
  }
  const placeholder = lstatSync(to, { bigint: true });
  // Windows renames a folder onto nothing only.
  if (process.platform === 'win32') rmdirSync(to);
  try {
    renameSync(from, to);
  } catch (error) {
    if (takenOver.has(errnoCode(error) ?? '')) return 'occupied';
    const there = lstatSync(to, { bigint: true, throwIfNoEntry: false });
    if (there?.ino === placeholder.ino && there.birthtimeNs === placeholder.birthtimeNs) rmdirSync(to);
    throw error;
  }
  return 'done';
}

/** What rename() says when someone has put things into our placeholder, or something else in its place. */
const takenOver = new Set(['ENOTEMPTY', 'EEXIST', 'ENOTDIR']);
