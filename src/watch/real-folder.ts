import { realpathSync } from 'node:fs';
import path from 'node:path';
import { orGone } from '../base/errors.ts';
import { contains } from '../base/paths.ts';
import type { Machine, Sharing } from '../system/machine.ts';

/** A folder's path without symlinks, as the kernel and git name it; as given when it is not there. */
export function realFolder(folder: string): string {
  return orGone(() => realpathSync(folder)) ?? folder;
}

/** Whether a folder lies in one of some others, by whatever names they are known. */
export function liesInAny(folders: Iterable<string>, inner: string): boolean {
  const real = realFolder(inner);
  return [...folders].some((folder) => contains(realFolder(folder), real));
}

/** Paths as the kernel shows them in /proc: no symlinks above the last part. Looks at each folder once. */
export function kernelPaths(): (place: string) => string {
  const folders = new Map<string, string>();
  return (place) => {
    const folder = path.dirname(place);
    const real = folders.get(folder) ?? realFolder(folder);
    folders.set(folder, real);
    return path.join(real, path.basename(place));
  };
}

/** Who else may use a path, by where it really lies: the user may have opened it through a symlink. */
export function realSharing(machine: Machine): (place: string) => Sharing {
  const sharing = machine.sharing();
  const kernelPath = kernelPaths();
  return (place) => sharing(kernelPath(place));
}
