import nodePath from 'node:path';
import type { Disk } from './disk.ts';
import type { Placeholder, PlaceholderType } from './placeholder.ts';
import { putBack } from './put-back.ts';
import { op, type Steps } from '../base/steps.ts';

/** How the path of a lock was left when its placeholder had served. */
export type Left =
  /** Free for the next. */
  | 'free'
  /** Something stands there that is not ours: somebody removed the placeholder by force and made it. It stays. */
  | 'occupied'
  /** Another breaker's placeholder stands there, whose mutex cannot be seen from here: it is theirs to take down. */
  | 'others'
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
 * Takes the placeholder down from the path of a lock that was taken by an exchange.
 * @param whose 'any' while it is being broken: a placeholder of another breaker can only have been
 *   exchanged with ours. 'ours' at a later start, when theirs may stand for a lock that is in their hands.
 * @throws the system's error; the placeholder stands then
 */
export function* takeDownAfter(stand: Stand, own: Placeholder, whose: 'any' | 'ours', disk: Disk): Steps<Left> {
  const { path, spare, renamedTo } = stand;
  const isOurs = (): boolean => (whose === 'any' ? disk.isPlaceholder(path, own) : disk.isVery(path, own));
  const left = yield* takeDown(path, standInOut(spare), { type: own.type, isOurs }, disk);
  if (left === 'acquired' || left === 'acquired-twice') return left;
  if (yield* followRename(spare, renamedTo, own, disk)) return 'committed';
  return left === 'occupied' && (yield* op('whose?', () => disk.isPlaceholder(path, own))) ? 'others' : left;
}

/**
 * Where a holder lived after all and finished by renaming the lock over what it protects, it has renamed
 * the placeholder; the lock follows it there, so that what the holder believes is true.
 * @param from where the lock is by now
 */
export function* followRename(from: string, renamedTo: string | null, own: Placeholder, disk: Disk): Steps<boolean> {
  if (renamedTo === null || !(yield* op('renamed?', () => disk.isVery(renamedTo, own)))) return false;
  if ((yield* op('take down', () => disk.takeDown(renamedTo, own.type))) !== 'done' || disk.isGone(from)) return false;
  return (yield* putBack(from, renamedTo, disk)) === 'done';
}

/** Removes a placeholder from where a crash has left it, if one stands there. @param own the one that it may be; null for whichever */
export function dropPlaceholder(file: string, own: Placeholder | null, disk: Disk): void {
  if (!disk.isPlaceholder(file, own)) return;
  disk.takeDown(file, own?.type ?? (disk.isFolder(file) ? 'folder' : 'file'));
}

interface Ours {
  readonly type: PlaceholderType;
  /** Whether what stands at the path is ours to take down. */
  readonly isOurs: () => boolean;
}

function* takeDown(path: string, out: string, { type, isOurs }: Ours, disk: Disk): Steps<'free' | 'occupied' | 'acquired' | 'acquired-twice'> {
  if (!(yield* op('cut short?', () => disk.isGone(out)))) return yield* bringOut(path, out, disk);
  if (yield* op('still ours', isOurs)) {
    const down = yield* op('take down', () => disk.takeDown(path, type));
    if (down === 'done') return 'free';
    if (down === 'another' && (yield* op('inside', () => (isOurs() ? disk.inside(path) : []))).length > 0) return yield* bringOut(path, out, disk);
  }
  return (yield* op('free?', () => disk.isGone(path))) ? 'free' : 'occupied';
}

/** Where a placeholder goes in which somebody has acquired. */
function standInOut(spare: string): string {
  return `${spare}-placeholder`;
}

/**
 * `ln x lock` of a shell script means `ln x lock/x` where `lock` is a folder, and succeeds where its user
 * is root, whom no mode keeps out. So that it has what it believes to have, what it made is brought out
 * to the path, which a second placeholder keeps taken meanwhile. Goes on where a crash cut it short.
 */
function* bringOut(path: string, out: string, disk: Disk): Steps<'free' | 'occupied' | 'acquired' | 'acquired-twice'> {
  if (yield* op('put up?', () => disk.isGone(out))) yield* op('put up', () => disk.putUp(out, 'folder'));
  if ((yield* op('inside', () => disk.inside(out))).length === 0 && (yield* op('inside', () => disk.inside(path))).length > 0) {
    yield* op('exchange', () => disk.swap(out, path));
  }
  const [acquired, ...more] = yield* op('inside', () => disk.inside(out));
  if (acquired === undefined) {
    yield* op('take down', () => disk.takeDown(path, 'folder'));
    yield* op('drop', () => disk.takeDown(out, 'folder'));
    return (yield* op('free?', () => disk.isGone(path))) ? 'free' : 'occupied';
  }
  const inner = nodePath.join(out, acquired);
  if (!(yield* op('out?', () => disk.isPlaceholder(inner, null)))) yield* op('bring out', () => disk.swap(inner, path));
  const dropped = yield* op('drop', () => disk.takeDown(inner, 'folder'));
  yield* op('drop', () => disk.takeDown(out, 'folder'));
  // The second placeholder may have been acquired in as well; what is in it stays in quarantine.
  return more.length === 0 && dropped !== 'another' ? 'acquired' : 'acquired-twice';
}
