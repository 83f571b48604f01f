import { isEmpty, lookAt, makeLock, type FolderMark, type Look } from './folder.ts';
import { isProvenGone, ownerOf, type LockOwner } from './owner.ts';
import { holderOf, type LockRecord } from './record.ts';
import { Abandonment } from './staleness.ts';
import { takeOver } from './take-over.ts';
import type { TimeLimit } from './time-limit.ts';
import { untilChanged } from './wait.ts';

/** A lock, and what is known of it. */
export interface Spot {
  readonly lockPath: string;
  readonly record: LockRecord;
}

/** How a lock is waited for. */
export interface Waiting {
  /** After which time without a sign of life a holder that is not known by name is gone, ms. */
  readonly staleMs: number;
  readonly limit: TimeLimit;
  /** Told who has it, again and again. */
  readonly onWait: (owner: LockOwner | null) => void;
}

/** How often a lock that does not change is looked at: a holder that was killed leaves it as it is, ms. */
export const lookAgainMs = 100;

/**
 * Tries until one of some locks is ours: at once when it is released, or when its holder is proven gone.
 * @throws the limit's reason; the system's error
 */
export async function seek<S extends Spot>(spots: readonly [S, ...S[]], { staleMs, limit, onWait }: Waiting): Promise<{ readonly spot: S; readonly folder: FolderMark }> {
  const silences = new Map(spots.map((spot) => [spot, new Abandonment(staleMs)]));
  for (;;) {
    limit.check();
    for (const spot of spots) {
      const folder = await tryOnce(spot, silences.get(spot) ?? null);
      if (folder !== null) return { spot, folder };
    }
    const [first] = spots;
    onWait(ownerNow(lookAt(first.lockPath), first.record));
    await untilChanged(first.lockPath, lookAgainMs, limit);
  }
}

/**
 * Acquires a lock without waiting.
 * @param silence what was seen so far of a holder that is not known by name; null where one look must do
 * @returns null when somebody has it
 * @throws the system's error
 */
export async function tryOnce({ lockPath, record }: Spot, silence: Abandonment | null): Promise<FolderMark | null> {
  const made = makeLock(lockPath);
  if (made !== null) return made;
  const look = lookAt(lockPath);
  return look.is === 'folder' && isLeft(lockPath, look, record, silence) ? takeOver({ lockPath, record }, look.mark) : null;
}

/** Who holds what stands there, as far as it is known by name. */
export function ownerNow(look: Look, record: LockRecord): LockOwner | null {
  const owner = look.is === 'folder' ? holderOf(record.read(), look.mark) : null;
  return owner === null ? null : ownerOf(owner);
}

/** Whether its holder is gone. One that is known by name is never taken for gone while its process lives, however silent it is. */
function isLeft(lockPath: string, { mark, renewedAt }: Extract<Look, { is: 'folder' }>, record: LockRecord, silence: Abandonment | null): boolean {
  const owner = holderOf(record.read(), mark);
  const isKnown = owner !== null && ownerOf(owner).isLocal;
  const sign = { renewedAt, of: `${mark.dev} ${mark.ino} ${mark.born}` };
  const isSilent = (): boolean => !isKnown && silence?.isProven(sign, performance.now(), Date.now()) === true;
  return ((owner !== null && isProvenGone(owner)) || isSilent()) && isEmpty(lockPath);
}
