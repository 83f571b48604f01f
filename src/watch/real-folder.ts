import { realpathSync } from 'node:fs';
import path from 'node:path';
import { orGone } from '../base/errors.ts';
import { contains } from '../base/paths.ts';

/** A folder's path without symlinks, as the kernel and git name it; as given when it is not there. */
export function realFolder(folder: string): string {
  return orGone(() => realpathSync(folder)) ?? folder;
}

/** Whether a folder lies in one of some others, by whatever names they are known. */
export function liesInAny(folders: Iterable<string>, inner: string): boolean {
  const real = realFolder(inner);
  return [...folders].some((folder) => contains(realFolder(folder), real));
}

/** The path as the kernel shows it in /proc: no symlinks above its last part. */
export function kernelPath(place: string): string {
  return path.join(realFolder(path.dirname(place)), path.basename(place));
}
