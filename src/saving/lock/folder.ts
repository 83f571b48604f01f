import { lstatSync, mkdirSync, readdirSync, renameSync, rmdirSync, utimesSync } from 'node:fs';
import { errnoCode, orGone } from '../../base/errors.ts';
import type { Holding } from './held.ts';

/** What makes a lock's folder this very one, whenever it was renewed. */
export interface FolderMark {
  readonly dev: bigint;
  readonly ino: bigint;
  /** Birth, ns since the epoch; 0 where the file system keeps none. */
  readonly born: bigint;
}

/** What stands at a lock's path. */
export type Look =
  | { readonly is: 'free' }
  | { readonly is: 'folder'; readonly mark: FolderMark; /** When its holder last renewed it, ms since the epoch. */ readonly renewedAt: number }
  /** A lock of another protocol, which has rules of its own. */
  | { readonly is: 'other' };

export function lookAt(lockPath: string): Look {
  const stats = orGone(() => lstatSync(lockPath, { bigint: true }));
  if (stats === null) return { is: 'free' };
  if (!stats.isDirectory()) return { is: 'other' };
  return { is: 'folder', mark: { dev: stats.dev, ino: stats.ino, born: stats.birthtimeNs }, renewedAt: Number(stats.mtimeMs) };
}

/** Without a birth a mark proves nothing: a file system hands out the number of a removed folder again at once. */
export function isSame(a: FolderMark, b: FolderMark): boolean {
  return a.dev === b.dev && a.ino === b.ino && a.born === b.born && a.born !== 0n;
}

/** What Windows says of a folder that is being removed. */
const busyCodes: ReadonlySet<string> = new Set(process.platform === 'win32' ? ['EEXIST', 'EPERM', 'EBUSY', 'EACCES'] : ['EEXIST']);

/** Makes the folder, which is to acquire the lock. @returns null when something stands there already */
export function makeLock(lockPath: string): FolderMark | null {
  try {
    mkdirSync(lockPath);
  } catch (error) {
    if (busyCodes.has(errnoCode(error) ?? '')) return null;
    throw error;
  }
  const look = lookAt(lockPath);
  return look.is === 'folder' ? look.mark : null;
}

/** Removes the folder if it is still that one. @throws the system's error */
export function removeLock(lockPath: string, mark: FolderMark): void {
  if (isOurs(lockPath, mark)) orGone(() => rmdirSync(lockPath));
}

/**
 * A folder as its holder keeps it.
 * @param retireTo where it goes when it is freed: a move takes a quarter of the time of a removal, which
 *   comes afterwards, when the next may already be at work; null where that is on another file system
 */
export function holdingOf(lockPath: string, mark: FolderMark, retireTo: string | null): Holding & { readonly isOurs: () => boolean } {
  return {
    isOurs: () => isOurs(lockPath, mark),
    renew: () => isOurs(lockPath, mark) && renew(lockPath),
    free: () => {
      if (!isOurs(lockPath, mark)) return null;
      const isMoved = retireTo !== null && (orGone(() => (renameSync(lockPath, retireTo), true)) ?? false);
      if (!isMoved) orGone(() => rmdirSync(lockPath));
      return isMoved ? () => rmdirSync(retireTo) : null;
    },
  };
}

/** Sets its times to now. @returns false when it is gone @throws the system's error */
export function renew(file: string): boolean {
  const now = new Date();
  return orGone(() => (utimesSync(file, now, now), true)) ?? false;
}

/** Whether nothing is in it: proper-lockfile keeps nothing there, and what others keep is theirs. */
export function isEmpty(lockPath: string): boolean {
  return orGone(() => readdirSync(lockPath))?.length === 0;
}

/** Here the holder asks about its own folder, so that a birth need not be known. */
function isOurs(lockPath: string, { dev, ino, born }: FolderMark): boolean {
  const look = lookAt(lockPath);
  return look.is === 'folder' && look.mark.dev === dev && look.mark.ino === ino && look.mark.born === born;
}
