import { isEmpty, isSame, lookAt, makeLock, type FolderMark, type Look } from './folder.ts';
import { isProvenGone, ownerOf, type LockOwner } from './owner.ts';
import type { LockRecord } from './record.ts';
import { Abandonment } from './staleness.ts';
import { takeOver } from './take-over.ts';
import type { TimeLimit } from './time-limit.ts';
import { untilChanged } from './wait.ts';

/** Where a lock is sought, and how. */
export interface Search {
  readonly lockPath: string;
  readonly record: LockRecord;
  /** After which time without a sign of life a holder that is not known by name is gone, ms. */
  readonly staleMs: number;
  readonly limit: TimeLimit;
  /** Told who has it, again and again. */
  readonly onWait: (owner: LockOwner | null) => void;
}

/** How often a lock that does not change is looked at: a holder that was killed leaves it as it is, ms. */
const lookAgainMs = 100;

/**
 * Tries until the lock is ours: at once when it is released, or when its holder is proven gone.
 * @throws the limit's reason; the system's error
 */
export async function seek({ lockPath, record, staleMs, limit, onWait }: Search): Promise<FolderMark> {
  const abandonment = new Abandonment(staleMs);
  for (;;) {
    limit.check();
    const made = makeLock(lockPath);
    if (made !== null) return made;
    const look = lookAt(lockPath);
    if (look.is === 'folder' && isLeft(lockPath, look, record, abandonment)) {
      const taken = await takeOver(lockPath, look.mark);
      if (taken !== null) return taken;
    }
    onWait(ownerNow(look, record));
    await untilChanged(lockPath, lookAgainMs, limit);
  }
}

/** Acquires a lock without waiting. @returns null when somebody has it */
export async function tryOnce(lockPath: string, record: LockRecord): Promise<FolderMark | null> {
  const made = makeLock(lockPath);
  if (made !== null) return made;
  const look = lookAt(lockPath);
  return look.is === 'folder' && isLeft(lockPath, look, record, null) ? takeOver(lockPath, look.mark) : null;
}

/** Who holds what stands there, as far as it is known by name. */
export function ownerNow(look: Look, record: LockRecord): LockOwner | null {
  const owner = look.is === 'folder' ? markOf(look.mark, record) : null;
  return owner === null ? null : ownerOf(owner);
}

function markOf(folder: FolderMark, record: LockRecord): Parameters<typeof ownerOf>[0] | null {
  const { last } = record.read();
  return last !== null && isSame(last.folder, folder) ? last.owner : null;
}

/** Whether its holder is gone. One that is known by name is never taken for gone while its process lives, however silent it is. */
function isLeft(lockPath: string, { mark, renewedAt }: Extract<Look, { is: 'folder' }>, record: LockRecord, abandonment: Abandonment | null): boolean {
  const owner = markOf(mark, record);
  const isKnown = owner !== null && ownerOf(owner).isLocal;
  const sign = { renewedAt, of: `${mark.dev} ${mark.ino} ${mark.born}` };
  const isSilent = (): boolean => !isKnown && abandonment?.isProven(sign, performance.now(), Date.now()) === true;
  return ((owner !== null && isProvenGone(owner)) || isSilent()) && isEmpty(lockPath);
}
