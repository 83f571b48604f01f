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
  for (const kind of kinds) {
    const reading = kind.read(site);
    if (reading !== null) return reading === 'part-of-another' ? null : reading;
  }
  return null;
}
