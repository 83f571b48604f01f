import { randomUUID } from 'node:crypto';
import { mkdirSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { errnoCode, orGone } from '../../base/errors.ts';
import { loadExchange } from '../../system/exchange.ts';
import { withMutex } from '../../system/mutex.ts';
import { isEmpty, isSame, lookAt, makeLock, removeLock, type FolderMark } from './folder.ts';
import type { LockRecord } from './record.ts';
import type { Spot } from './seek.ts';

/** How long somebody else may take over the same lock, ms; it takes less than one. */
const mutexTimeoutMs = 10_000;

/** What says that the exchange does not work on this file system. */
const notHere: ReadonlySet<string> = new Set(['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'ENAMETOOLONG']);

/**
 * Acquires a lock whose holder is gone: a folder of our own takes the place of the old one in a single
 * step, and what came out is looked at afterwards. Had somebody else taken the lock over a moment before
 * (proper-lockfile removes by path), theirs goes back, and at no time was the path free.
 * Where there is no exchange, the old folder is looked at and removed as proper-lockfile does it.
 * @returns our folder, or null when the lock is another by now
 * @throws MutexBusyError, the system's error
 */
export async function takeOver({ lockPath, record }: Spot, old: FolderMark): Promise<FolderMark | null> {
  const exchange = await loadExchange();
  return withMutex(mutexOf(lockPath), mutexTimeoutMs, () => {
    const last = record.read();
    // Its holder may have passed it on before it ended: whoever claims it now is either seen, or gives way.
    if (last !== null && isSame(last.folder, old) && !revoked(record, last.token)) return null;
    const look = lookAt(lockPath);
    if (look.is !== 'folder' || !isVery(look.mark, old) || !isEmpty(lockPath)) return null;
    if (exchange.is === 'native') {
      const outcome = exchangeFor(lockPath, old, exchange.swap);
      if (outcome !== 'not here') return outcome;
    }
    orGone(() => rmdirSync(lockPath));
    return makeLock(lockPath);
  });
}

/**
 * Frees a lock that was passed on, unless it was claimed.
 * @param token that of the hold that passed it on
 * @throws MutexBusyError, the system's error
 */
export async function takeBack({ lockPath, record }: Spot, token: number): Promise<void> {
  await withMutex(mutexOf(lockPath), mutexTimeoutMs, () => {
    const last = record.read();
    if (last?.token === token && revoked(record, token)) removeLock(lockPath, last.folder);
  });
}

/** Of those who take a lock over or back only one does so at a time. */
function mutexOf(lockPath: string): string {
  return `take over ${lockPath}`;
}

/** @returns false when it was claimed before. @see LockRecord.isRevoked */
function revoked(record: LockRecord, token: number): boolean {
  record.revoke(token);
  return record.read()?.token === token;
}

function exchangeFor(lockPath: string, old: FolderMark, swap: (own: string, other: string) => void): FolderMark | null | 'not here' {
  // Short, where the lock's own name may be as long as names can be.
  const own = path.join(path.dirname(lockPath), `.lockscope-${process.pid}-${randomUUID().slice(0, 8)}`);
  mkdirSync(own);
  try {
    const fresh = lookAt(own);
    if (fresh.is !== 'folder') return null;
    if (!swapped(() => swap(own, lockPath))) return null;
    const out = lookAt(own);
    if (out.is === 'folder' && isVery(out.mark, old)) return fresh.mark;
    // It has changed hands. When its new holder has released it meanwhile, ours is gone and theirs is nobody's.
    swapped(() => swap(own, lockPath));
    return null;
  } catch (error) {
    if (notHere.has(errnoCode(error) ?? '')) return 'not here';
    throw error;
  } finally {
    orGone(() => rmdirSync(own));
  }
}

/** @returns false when nothing stood at the lock's path */
function swapped(swap: () => void): boolean {
  try {
    swap();
    return true;
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Also where there is no birth to go by: then it was looked at a moment ago, and not renewed for long. */
function isVery(a: FolderMark, b: FolderMark): boolean {
  return isSame(a, b) || (a.born === 0n && a.dev === b.dev && a.ino === b.ino);
}
