import { fchmodSync, fchownSync, fstatSync, type Stats } from 'node:fs';
import { errnoCode } from '../../base/errors.ts';
import { op, type Steps } from '../../base/steps.ts';
import { again } from './again.ts';
import { giveAttributes, type AttributeAccess } from './attributes.ts';
import type { FoundFile } from './look.ts';
import type { InPlaceReason } from './reasons.ts';
import { assertSize } from './write-out.ts';

/**
 * Makes sure that a new file is whole, and gives it what the old one has: owner, then permissions (which
 * a change of owner takes away in part), then ACL and other attributes.
 *
 * Setuid and setgid bits and file capabilities are kept where the system lets the saver set them, which
 * only the owner or root may: saving gives nobody what they could not give themselves. Inode flags
 * (chattr: no copy on write, compression, no dump) cannot be seen from Node and are the folder's own.
 * @param size how many bytes were written to it
 * @returns what it cannot be given; null when it has all of it
 * @throws the system's error; EIO when it is not of that size
 */
export function* dress(descriptor: number, like: FoundFile | { readonly is: 'absent' }, size: number, access: AttributeAccess): Steps<InPlaceReason | null> {
  if (like.is === 'absent') {
    assertSize(fstatSync(descriptor), size);
    return null;
  }
  const [uid, gid, mode] = [Number(like.stats.uid), Number(like.stats.gid), Number(like.stats.mode) & 0o7777];
  const isOwner = ({ uid: hasUid, gid: hasGid }: Stats): boolean => hasUid === uid && hasGid === gid;
  const before = fstatSync(descriptor);
  if (!isOwner(before) && !(yield* op('owner', () => isGranted(() => fchownSync(descriptor, uid, gid))))) return { is: 'foreign-owner', uid, gid };
  if ((before.mode & 0o7777) !== mode && !(yield* op('mode', () => isGranted(() => fchmodSync(descriptor, mode))))) return modeReason(mode);
  const { attributes } = like;
  if (access.is === 'native' && attributes.is === 'known') {
    const names = yield* op('attributes', () => giveAttributes(descriptor, attributes.values, access));
    if (names.length > 0) return { is: 'attributes', names };
  }
  // Some are granted and not carried out: a setgid bit for a group that one is not in, anything at all on FAT.
  const after = fstatSync(descriptor);
  assertSize(after, size);
  if (!isOwner(after)) return { is: 'foreign-owner', uid, gid };
  return (after.mode & 0o7777) === mode ? null : modeReason(mode);
}

function modeReason(mode: number): InPlaceReason {
  return { is: 'mode', mode: mode.toString(8).padStart(4, '0') };
}

/** What says that a right cannot be given by us, or by this file system. */
const notGranted: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

function isGranted(act: () => void): boolean {
  try {
    again(act);
    return true;
  } catch (error) {
    if (notGranted.has(errnoCode(error) ?? '')) return false;
    throw error;
  }
}
