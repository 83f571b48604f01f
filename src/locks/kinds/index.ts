import path from 'node:path';
import { file } from './file.ts';
import { folder } from './folder.ts';
import { git } from './git.ts';
import type { LockKind, Reading, Site } from './kind.ts';

/** Every family of formats, the more specific before the more general. */
const kinds: readonly LockKind[] = [git, folder, file];

/** Whether a name is worth a look; asked for every file of a workspace. */
export function mayBeLock(name: string, folderPath: string): boolean {
  return kinds.some((kind) => kind.mayBe(name, folderPath));
}

/** The lock that stands at a site, read by the first family that knows it; null when it is none. */
export function readLock(site: Site): Reading | null {
  const { path: place } = site.observation;
  for (const kind of kinds) {
    // Whatever its content or place: what is not called like a lock is none.
    if (!kind.mayBe(path.basename(place), path.dirname(place))) continue;
    const reading = kind.read(site);
    if (reading !== null) return reading === 'part-of-another' ? null : reading;
  }
  return null;
}
