import path from 'node:path';
import { contains } from '../base/paths.ts';
import type { KernelHold, KernelLocks } from '../system/machine.ts';
import { realFolder } from './real-folder.ts';

/** Files with kernel locks, by their path as seen from a root. */
export type LockedFiles = ReadonlyMap<string, readonly KernelHold[]>;

/**
 * The files below some roots on which the kernel has locks. The kernel names them without symlinks,
 * the user opened the roots by whatever name.
 */
export function lockedBelow(roots: readonly string[], locks: KernelLocks | null): LockedFiles {
  const found = new Map<string, readonly KernelHold[]>();
  if (locks === null || locks.byPath.size === 0) return found;
  const places = roots.map((root) => ({ root, real: realFolder(root) }));
  for (const [file, holds] of locks.byPath) {
    const place = places.find(({ real }) => contains(real, file));
    if (place !== undefined) found.set(place.root === place.real ? file : path.join(place.root, path.relative(place.real, file)), holds);
  }
  return found;
}
