import path from 'node:path';
import { build } from './build.ts';
import { databases } from './databases.ts';
import { desktop } from './desktop.ts';
import { editors } from './editors.ts';
import { file } from './file.ts';
import { folder } from './folder.ts';
import { git, isRefLock } from './git.ts';
import { infrastructure } from './infrastructure.ts';
import { javascript } from './javascript.ts';
import type { LockKind, Reading, Site } from './kind.ts';
import { isManifestFolder, isManifestName } from './manifests.ts';
import { PatternIndex } from './pattern.ts';
import { pidFiles } from './pid-files.ts';
import { python } from './python.ts';
import { versionControl } from './version-control.ts';

/** Every family of formats, the more specific before the more general. */
const families: readonly LockKind[] = [
  git,
  versionControl,
  javascript,
  editors,
  desktop,
  databases,
  build,
  ...infrastructure,
  ...python,
  pidFiles,
  folder,
  file,
];

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
  const index = new PatternIndex<LockKind>();
  for (const kind of kinds) for (const pattern of kind.patterns ?? []) index.add(pattern, kind);
  const others = kinds.filter(({ patterns }) => patterns === undefined);
  return {
    mayBe: (name, folderPath) => others.some((kind) => kind.mayBe(name, folderPath)) || index.has(name, folderPath),
    read: (site) => readBy(kinds, site),
  };
}

export const builtInKinds: Kinds = kindsWith([]);

function readBy(kinds: readonly LockKind[], site: Site): Reading | null {
  const { path: place } = site.observation;
  if (isManifest(site)) return null;
  for (const kind of kinds) {
    // Whatever its content or place: what is not called like a lock is none.
    if (!kind.mayBe(path.basename(place), path.dirname(place))) continue;
    const reading = kind.read(site);
    if (reading !== null) return reading === 'part-of-another' ? null : reading;
  }
  return null;
}

/** A manifest is no lock whatever it says. Only where git keeps its refs are such names those of branches. */
function isManifest({ observation, gitDir }: Site): boolean {
  if (gitDir !== null && isRefLock(gitDir, observation.path)) return false;
  return observation.artifact.type === 'folder' ? isManifestFolder(path.basename(observation.path)) : isManifestName(observation.path);
}
