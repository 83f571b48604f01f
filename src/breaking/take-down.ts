import type { Disk } from './disk.ts';
import type { Placeholder } from './placeholder.ts';
import { op, type Steps } from './steps.ts';

/** How the path of a lock was left when its placeholder had served. */
export type Left =
  /** Free for the next. */
  | 'free'
  /** Something stands there that is not ours: somebody removed the placeholder by force and made it. It stays. */
  | 'occupied'
  /** Its tool has renamed the placeholder as if it were its lock; its own renaming was then done in its stead. */
  | 'committed';

/** Where a lock stood, where it is kept now, and where its tool may rename it to, null for nowhere. */
export interface Stand {
  readonly path: string;
  readonly spare: string;
  readonly renamedTo: string | null;
}

/**
 * Takes the placeholder down from the path of a lock that was taken by an exchange. Where its holder
 * lived after all and finished by renaming the lock over what it protects, it has renamed the
 * placeholder; the lock follows it there, so that what the holder believes is true.
 * @throws the system's error; the placeholder stands then
 */
export function* takeDownAfter({ path, spare, renamedTo }: Stand, own: Placeholder, disk: Disk): Steps<Left> {
  if (yield* op('still ours', () => disk.isPlaceholder(path, own))) {
    const down = yield* op('take down', () => disk.takeDown(path, own.type));
    if (down === 'done') return 'free';
    if (down === 'another') return 'occupied';
  }
  if (renamedTo !== null && (yield* op('renamed?', () => disk.isPlaceholder(renamedTo, own)))) {
    yield* op('take down', () => disk.takeDown(renamedTo, own.type));
    if ((yield* disk.putBack(spare, renamedTo)) === 'done') return 'committed';
  }
  return (yield* op('free?', () => disk.isGone(path))) ? 'free' : 'occupied';
}
