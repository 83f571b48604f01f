import path from 'node:path';
import { file } from './file.ts';
import { folder } from './folder.ts';
import { git } from './git.ts';
import type { LockKind, Reading, Site } from './kind.ts';

/** Every family of formats, the more specific before the more general. */
const families: readonly LockKind[] = [git, folder, file];

/** All formats that are looked for. */
export interface Kinds {
  /** Whether a name is worth a look; asked for every file of a workspace. */
  mayBe(name: string, folderPath: string): boolean;
  /** The lock that stands at a site, read by the first family that knows it; null when it is none. */
  read(site: Site): Reading | null;
}

/** The formats known here, and those that a user added, which come first. */
export function kindsWith(added: readonly LockKind[]): Kinds {
  const kinds = [...added, ...families];
  return {
    mayBe: (name, folderPath) => kinds.some((kind) => kind.mayBe(name, folderPath)),
    read: (site) => readBy(kinds, site),
  };
}

export const builtInKinds: Kinds = kindsWith([]);

function readBy(kinds: readonly LockKind[], site: Site): Reading | null {
  const { path: place } = site.observation;
  for (const kind of kinds) {
    // Whatever its content or place: what is not called like a lock is none.
    if (!kind.mayBe(path.basename(place), path.dirname(place))) continue;
    const reading = kind.read(site);
    if (reading !== null) return reading === 'part-of-another' ? null : reading;
  }
  return null;
}
