import { errnoCode } from '../base/errors.ts';
import { notHere, type Disk } from './disk.ts';
import type { Placeholder, PlaceholderType } from './placeholder.ts';
import { op, type Steps } from '../base/steps.ts';

/** 'occupied': something stands at the path, and was left alone. */
export type PutBack = 'done' | 'occupied';

/**
 * Moves something to a path without ever overwriting what may stand there. It comes back as the same
 * inode, a folder with all that is in it; only where the system refuses both a hard link and an
 * exchange, a file or link is made again. A link first, since it puts up no placeholder that a holder
 * could rename.
 * @throws the system's error; then `from` still has it
 */
export function* putBack(from: string, to: string, disk: Disk): Steps<PutBack> {
  const isFolder = disk.isFolder(from);
  const linked = isFolder ? 'refused' : yield* byLink(from, to, disk);
  if (linked !== 'refused') return linked;
  const exchanged = disk.exchange.is === 'native' ? yield* byExchange(from, to, isFolder, disk) : 'refused';
  if (exchanged !== 'refused') return exchanged;
  return yield* isFolder ? byRename(from, to, disk) : byCopy(from, to, disk);
}

/** Takes the place with a placeholder, which fails when anything is there, and exchanges it with what comes back. */
function* byExchange(from: string, to: string, isFolder: boolean, disk: Disk): Steps<PutBack | 'refused'> {
  const own = yield* placeTaken(from, to, isFolder ? 'file' : 'folder', disk);
  if (own === null) return 'occupied';
  try {
    // Should somebody have removed the placeholder by force, nothing is there to exchange with.
    if (!(yield* op('exchange', () => disk.swap(from, to)))) return 'refused';
  } catch (error) {
    if (disk.isPlaceholder(to, own)) disk.takeDown(to, own.type);
    if (notHere.has(errnoCode(error) ?? '')) return 'refused';
    throw error;
  }
  if (!(yield* op('verify', () => disk.isPlaceholder(from, own)))) {
    // Or this one stood there by then: it goes back.
    if (!(yield* op('exchange back', () => disk.swap(from, to)))) yield* isFolder ? byRename(from, to, disk) : byCopy(from, to, disk);
    return 'occupied';
  }
  yield* op('clear', () => disk.takeDown(from, own.type));
  return 'done';
}

/** @returns the placeholder that stands there now; null when something else does */
function* placeTaken(from: string, to: string, type: PlaceholderType, disk: Disk): Steps<Placeholder | null> {
  if (type === 'folder') return yield* op('take the place', () => disk.putUp(to, 'folder'));
  // A file is put up with its words in it, so that whoever meets it after a crash knows it.
  const made = standInFor(from);
  const own = yield* op('put up', () => disk.putUp(made, 'file'));
  const linked = yield* op('take the place', () => disk.link(made, to));
  yield* op('drop', () => disk.takeDown(made, 'file'));
  if (linked === 'refused') return yield* op('take the place', () => disk.putUp(to, 'file'));
  return linked === 'occupied' ? null : own;
}

/** Where the placeholder is made that takes the place of what comes back; a crash may leave it there. */
export function standInFor(kept: string): string {
  return `${kept}-stand-in`;
}

function* byLink(from: string, to: string, disk: Disk): Steps<PutBack | 'refused'> {
  const linked = yield* op('link', () => disk.link(from, to));
  // Also where a crash had left two names of it.
  if (linked === 'done') yield* op('unlink', () => disk.unlink(from));
  return linked;
}

function* byCopy(from: string, to: string, disk: Disk): Steps<PutBack> {
  if ((yield* op('make again', () => disk.makeAgain(from, to))) === 'occupied') return 'occupied';
  yield* op('unlink', () => disk.unlink(from));
  return 'done';
}

/**
 * rename() silently replaces an empty folder, and an empty folder is somebody's lock. So the
 * place is taken with a placeholder first, which fails when anything is there; ours is what is replaced.
 */
function* byRename(from: string, to: string, disk: Disk): Steps<PutBack> {
  const own = yield* op('take the place', () => disk.putUp(to, 'folder'));
  if (own === null) return 'occupied';
  try {
    return (yield* op('rename', () => disk.replaceFolder(from, to))) ? 'done' : 'occupied';
  } catch (error) {
    if (disk.isPlaceholder(to, own)) disk.takeDown(to, own.type);
    throw error;
  }
}
