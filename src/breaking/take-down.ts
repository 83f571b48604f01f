import nodePath from 'node:path';
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
  | 'committed'
  /** A program that acquires by `ln` acquired meanwhile, inside of the placeholder. Its lock stands at the path now. */
  | 'acquired'
  /** As 'acquired', but several did, and each believes that it alone has the lock. One stands there. */
  | 'acquired-twice';

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
  const out = `${spare}-placeholder`;
  if (!(yield* op('cut short?', () => disk.isGone(out)))) return yield* settleAcquired(path, out, disk);
  if (yield* op('still ours', () => disk.isPlaceholder(path, own))) {
    const down = yield* op('take down', () => disk.takeDown(path, own.type));
    if (down === 'done') return 'free';
    if (down === 'another') return (yield* op('inside', () => disk.inside(path))).length > 0 ? yield* bringOut(path, out, disk) : 'occupied';
  }
  if (renamedTo !== null && (yield* op('renamed?', () => disk.isPlaceholder(renamedTo, own)))) {
    yield* op('take down', () => disk.takeDown(renamedTo, own.type));
    if ((yield* disk.putBack(spare, renamedTo)) === 'done') return 'committed';
  }
  return (yield* op('free?', () => disk.isGone(path))) ? 'free' : 'occupied';
}

/**
 * `ln x lock` of a shell script means `ln x lock/x` where `lock` is a folder, and succeeds where its user
 * is root, whom no mode keeps out. So that it has what it believes to have, what it made is brought out
 * to the path, which a second placeholder keeps taken meanwhile.
 */
function* bringOut(path: string, out: string, disk: Disk): Steps<Left> {
  const second = yield* op('put up', () => disk.putUp(out, 'folder'));
  if (!(yield* op('exchange', () => disk.swap(out, path)))) {
    yield* op('drop', () => disk.takeDown(out, second.type));
    return 'free';
  }
  return yield* settleAcquired(path, out, disk);
}

/** @param out where the placeholder with the new lock in it is; another one stands at the path */
function* settleAcquired(path: string, out: string, disk: Disk): Steps<Left> {
  const [acquired, ...more] = yield* op('inside', () => disk.inside(out));
  if (acquired === undefined) {
    yield* op('take down', () => disk.takeDown(path, 'folder'));
  } else {
    const inner = nodePath.join(out, acquired);
    yield* op('bring out', () => disk.swap(inner, path));
    yield* op('drop', () => disk.takeDown(inner, 'folder'));
  }
  yield* op('drop', () => disk.takeDown(out, 'folder'));
  return acquired === undefined ? 'free' : more.length === 0 ? 'acquired' : 'acquired-twice';
}
