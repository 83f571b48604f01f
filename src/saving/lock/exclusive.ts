import { holdingOf, lookAt, removeLock, type FolderMark } from './folder.ts';
import { HeldLock, type Hold } from './held.ts';
import type { Turn } from './line.ts';
import { limitOf, type AcquireOptions } from './options.ts';
import { ownMark, type LockOwner } from './owner.ts';
import type { Readers } from './readers.ts';
import { lookAgainMs, ownerNow, seek, tryOnce, type Spot, type Waiting } from './seek.ts';
import type { LockSite } from './site.ts';
import type { Abandonment } from './staleness.ts';
import type { Place } from './turns.ts';
import { untilChanged } from './wait.ts';

/** A lock, as this process is about to acquire it for itself alone. */
export interface Target {
  readonly file: string;
  readonly lockPath: string;
  readonly site: LockSite;
  readonly staleMs: number;
}

interface Acquired {
  readonly folder: FolderMark;
  /** null where nobody had to wait. */
  readonly turn: Turn | null;
}

const alone: Place = { kind: 'exclusive', limit: 1 };

/** Acquires it without waiting, and without passing those who wait. @returns null when that is not possible */
export async function tryExclusive(target: Target): Promise<Hold | null> {
  const { lockPath, site, staleMs } = target;
  const folder = site.record.read().hasLine ? null : await tryOnce({ lockPath, record: site.record }, null);
  if (folder === null) return null;
  if (site.readers.areGone(new Map(), staleMs)) return holdOf(target, { folder, turn: null });
  removeLock(lockPath, folder);
  return null;
}

/** Waits in line for it. @throws as FileLock.acquire */
export async function waitExclusive(target: Target, options: AcquireOptions): Promise<Hold> {
  const { file, lockPath, site, staleMs } = target;
  const owner = (): LockOwner | null => ownerNow(lookAt(lockPath), site.record);
  const { limit, tell } = limitOf(file, options, owner);
  try {
    tell(owner());
    const turn = await site.line.turn(alone, limit);
    try {
      const { folder } = await seek([{ lockPath, record: site.record }], { staleMs, limit, onWait: tell });
      // From now on nobody new comes to share it.
      const hold = holdOf(target, { folder, turn });
      await untilUnshared(site.readers, { staleMs, limit, onWait: tell }, hold);
      return hold;
    } catch (error) {
      turn.end();
      throw error;
    }
  } finally {
    limit.dispose();
  }
}

async function untilUnshared(readers: Readers, { staleMs, limit }: Waiting, hold: Hold): Promise<void> {
  const silences = new Map<string, Abandonment>();
  try {
    while (!readers.areGone(silences, staleMs)) {
      limit.check();
      await untilChanged(readers.path, lookAgainMs, limit);
    }
  } catch (error) {
    await hold.release();
    throw error;
  }
}

/** Notes who holds it, with a token of its own. The folder is given back when that fails. */
function holdOf({ file, lockPath, site, staleMs }: Target, { folder, turn }: Acquired): Hold {
  return holdFolder({ file, lockPath, staleMs, record: site.record, folder, onEnd: () => {
    turn?.end();
    site.leave();
  } });
}

/** A folder that was made is a lock that is held, with a token of its own. It is given back when that fails. */
export function holdFolder({ file, lockPath, staleMs, record, folder, onEnd }: NewFolder): Hold {
  try {
    const token = Math.max((record.read().last?.token ?? 0) + 1, Date.now() * 1000);
    record.write({ token, folder, owner: ownMark() });
    return new HeldLock({ file, lockPath, token, holding: holdingOf(lockPath, folder, record.retireTo), staleMs, onEnd });
  } catch (error) {
    removeLock(lockPath, folder);
    throw error;
  }
}

interface NewFolder extends Spot, Pick<Target, 'file' | 'staleMs'> {
  readonly folder: FolderMark;
  /** Called once it is released. */
  readonly onEnd: () => void;
}
