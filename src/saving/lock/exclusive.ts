import { holdingOf, lookAt, removeLock, type FolderMark } from './folder.ts';
import { HeldLock, type Hold } from './held.ts';
import type { Turn } from './line.ts';
import { limitOf, type AcquireOptions } from './options.ts';
import type { LockOwner } from './owner.ts';
import { claim, isYoung, untilClaimed, type Made } from './pass.ts';
import type { Readers } from './readers.ts';
import { note } from './record.ts';
import { lookAgainMs, ownerNow, seek, tryOnce, type Waiting } from './seek.ts';
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

interface Acquired extends Made {
  /** null where nobody had to wait. */
  readonly turn: Turn | null;
}

const alone: Place = { kind: 'exclusive', limit: 1 };

/** Acquires it without waiting, and without passing those who wait. @returns null when that is not possible */
export async function tryExclusive(target: Target): Promise<Hold | null> {
  const { lockPath, site, staleMs } = target;
  const folder = site.record.hasLine() ? null : await tryOnce({ lockPath, record: site.record }, null);
  if (folder === null) return null;
  // Noted at once: of a holder that is killed before, only its silence tells.
  const token = noteOrRemove(target, folder);
  if (site.readers.areGone(new Map(), staleMs)) return holdOf(target, { folder, token, turn: null });
  removeLock(lockPath, folder);
  return null;
}

/** Waits in line for it. @throws as FileLock.acquire */
export async function waitExclusive(target: Target, options: AcquireOptions): Promise<Hold> {
  const { lockPath, site, staleMs } = target;
  const spot = { lockPath, record: site.record };
  const owner = (): LockOwner | null => ownerNow(lookAt(lockPath), site.record);
  const { limit, tell } = limitOf(target, options, owner);
  const waiting = { staleMs, limit, onWait: tell };
  try {
    if (options.onWait !== undefined) tell(owner());
    const turn = await site.line.turn(alone, limit);
    try {
      const claimed = turn.passed === null ? null : await claim(spot, turn.passed);
      const made = claimed ?? (await acquireFolder(target, waiting));
      // From now on nobody new comes to share it.
      const hold = holdOf(target, { ...made, turn });
      await untilUnshared(site.readers, waiting, hold);
      if (claimed === null) turn.has();
      return hold;
    } catch (error) {
      turn.end();
      throw error;
    }
  } finally {
    limit.dispose();
  }
}

async function acquireFolder(target: Target, waiting: Waiting): Promise<Made> {
  const { folder } = await seek([{ lockPath: target.lockPath, record: target.site.record }], waiting);
  return { folder, token: noteOrRemove(target, folder) };
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

/** Notes who holds it. The folder is given back when that fails. @returns the token of the hold */
function noteOrRemove({ lockPath, site }: Target, folder: FolderMark): number {
  try {
    return note(site.record, folder);
  } catch (error) {
    removeLock(lockPath, folder);
    throw error;
  }
}

function holdOf({ file, lockPath, site, staleMs }: Target, { folder, token, turn }: Acquired): Hold {
  const { record, leave } = site;
  const holding = holdingOf(lockPath, folder, record.retireTo);
  const onEnd = (): void => {
    turn?.end();
    leave();
  };
  const pass = (): boolean => {
    if (turn?.mayPass !== true || !isYoung(folder, Date.now()) || !holding.isOurs()) return false;
    turn.pass(token);
    untilClaimed({ lockPath, record }, token, leave);
    return true;
  };
  return new HeldLock({ file, lockPath, token, holding, staleMs, pass, onEnd });
}
