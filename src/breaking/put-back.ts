import { constants, copyFileSync, linkSync, lstatSync, lutimesSync, readlinkSync, renameSync, rmdirSync, symlinkSync, unlinkSync, utimesSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { errnoCode } from '../base/errors.ts';
import type { Exchange } from '../system/exchange.ts';
import { isPlaceholder, putUpPlaceholder, takeDownPlaceholder, type Placeholder, type PlaceholderType } from './placeholder.ts';
import { op, type Steps } from './steps.ts';

/** 'occupied': something stands at the path, and was left alone. */
export type PutBack = 'done' | 'occupied';

/**
 * Moves something to a path without ever overwriting what may stand there. It comes back as the same
 * inode, a folder with all that is in it; only where the system refuses both a hard link and an
 * exchange, a file or link is made again.
 * @throws the system's error; then `from` still has it
 */
export function* putBack(from: string, to: string, exchange: Exchange): Steps<PutBack> {
  const stats = lstatSync(from);
  return yield* stats.isDirectory() ? putBackFolder(from, to, exchange) : putBackFile(from, to, stats, exchange);
}

function* putBackFile(from: string, to: string, stats: Stats, exchange: Exchange): Steps<PutBack> {
  try {
    // On macOS link() follows a symlink, which would then be the target's name.
    if (stats.isSymbolicLink() && process.platform !== 'linux') throw Object.assign(new Error('no link to a link'), { code: 'ENOTSUP' });
    yield* op('link', () => linkSync(from, to));
  } catch (error) {
    const code = errnoCode(error);
    if (code === 'EEXIST') return finishInterrupted(from, to, stats);
    if (code === undefined || !noLinks.has(code)) throw error;
    return yield* exchange.is === 'native' ? putBackByExchange(from, to, exchange) : makeAgain(from, to, stats, error);
  }
  yield* op('unlink', () => unlinkSync(from));
  return 'done';
}

/** What link() says on file systems without hard links, or for another user's file. */
const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EISDIR']);

/** A crash between link and unlink leaves both names; the second half is all that is missing then. */
function finishInterrupted(from: string, to: string, stats: Stats): PutBack {
  const there = lstatSync(to, { throwIfNoEntry: false });
  if (there === undefined || there.dev !== stats.dev || there.ino !== stats.ino) return 'occupied';
  unlinkSync(from);
  return 'done';
}

function* makeAgain(from: string, to: string, stats: Stats, refused: unknown): Steps<PutBack> {
  try {
    yield 'make again';
    if (stats.isSymbolicLink()) symlinkSync(readlinkSync(from, { encoding: 'buffer' }), to);
    else if (stats.isFile()) copyFileSync(from, to, constants.COPYFILE_EXCL);
    else throw refused;
  } catch (error) {
    if (errnoCode(error) === 'EEXIST') return 'occupied';
    throw error;
  }
  yield* op('date', () => (stats.isSymbolicLink() ? lutimesSync : utimesSync)(to, stats.atime, stats.mtime));
  yield* op('unlink', () => unlinkSync(from));
  return 'done';
}

function putBackFolder(from: string, to: string, exchange: Exchange): Steps<PutBack> {
  return exchange.is === 'native' ? putBackByExchange(from, to, exchange) : putBackFolderByRename(from, to);
}

/** Takes the place with a placeholder, which fails when anything is there, and exchanges it with what comes back. */
function* putBackByExchange(from: string, to: string, { swap }: Extract<Exchange, { is: 'native' }>): Steps<PutBack> {
  const own = yield* lstatSync(from).isDirectory() ? placeTakenByFile(to, from) : op('take the place', () => placeTaken(to, 'folder'));
  if (own === 'occupied') return own;
  try {
    yield* op('exchange', () => swap(from, to));
  } catch (error) {
    if (isPlaceholder(to, own)) takeDownPlaceholder(to, own.type);
    throw error;
  }
  if (!(yield* op('verify', () => isPlaceholder(from, own)))) {
    // Somebody removed the placeholder by force, and this one stood there by then: it goes back.
    yield* op('exchange back', () => swap(from, to));
    return 'occupied';
  }
  yield* op('drop', () => takeDownPlaceholder(from, own.type));
  return 'done';
}

/** A file is put up with its words in it, so that whoever meets it after a crash knows it. */
function* placeTakenByFile(to: string, from: string): Steps<Placeholder | 'occupied'> {
  const made = standInFor(from);
  const own = yield* op('put up', () => putUpPlaceholder(made, 'file'));
  try {
    yield* op('take the place', () => linkSync(made, to));
    return own;
  } catch (error) {
    const code = errnoCode(error) ?? '';
    if (code === 'EEXIST') return 'occupied';
    if (noLinks.has(code)) return placeTaken(to, 'file');
    throw error;
  } finally {
    takeDownPlaceholder(made, 'file');
  }
}

/** Where the placeholder is made that takes the place of what comes back; a crash may leave it there. */
export function standInFor(kept: string): string {
  return `${kept}-stand-in`;
}

function placeTaken(to: string, type: PlaceholderType): Placeholder | 'occupied' {
  try {
    return putUpPlaceholder(to, type);
  } catch (error) {
    if (errnoCode(error) === 'EEXIST') return 'occupied';
    throw error;
  }
}

/**
 * rename() silently replaces an empty folder, and an empty folder is somebody's lock. So the
 * place is taken with a placeholder first, which fails when anything is there; ours is what is replaced.
 */
function* putBackFolderByRename(from: string, to: string): Steps<PutBack> {
  const own = yield* op('take the place', () => placeTaken(to, 'folder'));
  if (own === 'occupied') return own;
  // Windows renames a folder onto nothing only.
  if (process.platform === 'win32') rmdirSync(to);
  try {
    yield* op('rename', () => renameSync(from, to));
  } catch (error) {
    if (takenOver.has(errnoCode(error) ?? '')) return 'occupied';
    if (isPlaceholder(to, own)) takeDownPlaceholder(to, own.type);
    throw error;
  }
  return 'done';
}

/** What rename() says when someone has put things into our placeholder, or something else in its place. */
const takenOver = new Set(['ENOTEMPTY', 'EEXIST', 'ENOTDIR']);
