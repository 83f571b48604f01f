import type { Target } from './exclusive.ts';
import { lookAt, removeLock } from './folder.ts';
import { HeldLock, type Hold } from './held.ts';
import type { Turn } from './line.ts';
import { limitOf, type AcquireOptions } from './options.ts';
import type { LockOwner } from './owner.ts';
import { lookAgainMs, ownerNow, tryOnce } from './seek.ts';
import { Abandonment } from './staleness.ts';
import type { Place } from './turns.ts';
import { untilChanged } from './wait.ts';

const together: Place = { kind: 'shared', limit: 1 };

/** Acquires it without waiting, and without passing a writer who waits. @returns null when that is not possible */
export function tryShared(target: Target): Hold | null {
  return target.site.record.hasLine() ? null : join(target, null);
}

/** Waits in line for it. @throws as FileLock.acquire */
export async function waitShared(target: Target, options: AcquireOptions): Promise<Hold> {
  const { lockPath, site, staleMs } = target;
  const { record } = site;
  const owner = (): LockOwner | null => ownerNow(lookAt(lockPath), record);
  const { limit, tell } = limitOf(target, options, owner);
  const silence = new Abandonment(staleMs);
  try {
    if (options.onWait !== undefined) tell(owner());
    const turn = await site.line.turn(together, limit);
    try {
      for (;;) {
        limit.check();
        const hold = join(target, turn);
        if (hold !== null) {
          turn.has();
          return hold;
        }
        tell(owner());
        // A writer who is gone has left its folder: whoever finds that takes it over, and gives it back.
        const folder = await tryOnce({ lockPath, record }, silence);
        if (folder !== null) removeLock(lockPath, folder);
        else await untilChanged(lockPath, lookAgainMs, limit);
      }
    } catch (error) {
      turn.end();
      throw error;
    }
  } finally {
    limit.dispose();
  }
}

/**
 * First says that it reads, then looks whether somebody writes; a writer first says that it writes, then
 * looks whether somebody reads. So at least one of two who come at once sees the other (Dekker).
 */
function join({ file, lockPath, site, staleMs }: Target, turn: Turn | null): Hold | null {
  const entry = site.readers.add();
  if (lookAt(lockPath).is !== 'free') {
    entry.free();
    return null;
  }
  const token = site.record.read()?.token ?? 0;
  return new HeldLock({ file, lockPath: entry.path, token, holding: entry, staleMs, pass: () => false, onEnd: () => {
    turn?.end();
    site.leave();
  } });
}
