import type { Dirent } from 'node:fs';
import path from 'node:path';
import type { Kinds } from '../locks/kinds/index.ts';
import { isDotGit, outsideGitFolders } from './git-roots.ts';
import type { KernelLocks } from '../system/machine.ts';
import { lockedBelow } from './kernel-locked.ts';
import { liesInAny } from './real-folder.ts';
import { sight, sightLocked, type Sighting } from './sighting.ts';
import { listFolder } from './tree/walk-list.ts';

/** What one look through some folders found. */
export interface Found {
  readonly sightings: readonly Sighting[];
  /** Folders that could not be listed, with the system's code. */
  readonly refused: ReadonlyMap<string, string>;
}

/**
 * Finds the locks in some folders and in the git folders outside that they point at, once, without
 * watching. Symlinks below the given folders are not followed.
 * @param roots absolute paths of folders; they may lie in one another
 * @param kernel the kernel's locks; files that no kind knows are locks while the kernel has locks on them
 */
export function findLocks(roots: readonly string[], kinds: Kinds, kernel: KernelLocks | null): Found {
  const search = new Search(roots, kinds);
  search.run();
  search.addLocked(kernel);
  return search;
}

class Search implements Found {
  readonly sightings: Sighting[] = [];
  readonly refused = new Map<string, string>();
  readonly #roots: string[] = [];
  readonly #pending: string[] = [];
  readonly #listed = new Set<string>();

  readonly #kinds: Kinds;

  constructor(roots: readonly string[], kinds: Kinds) {
    this.#kinds = kinds;
    for (const root of roots) this.#addRoot(root);
    for (const root of roots) for (const folder of outsideGitFolders(root, true)) this.#addRoot(folder);
  }

  /** A folder that is part of a root already would be listed under two names. */
  #addRoot(folder: string): void {
    if (liesInAny(this.#roots, folder)) return;
    this.#roots.push(folder);
    this.#pending.push(folder);
  }

  run(): void {
    for (let folder = this.#pending.pop(); folder !== undefined; folder = this.#pending.pop()) {
      if (this.#listed.has(folder)) continue;
      this.#listed.add(folder);
      const listing = listFolder(folder);
      if (listing.type === 'refused') this.refused.set(folder, listing.code);
      if (listing.type === 'listed') for (const entry of listing.entries) this.#meet(folder, entry);
    }
  }

  /** The locked files that no kind has read. */
  addLocked(kernel: KernelLocks | null): void {
    const read = new Set(this.sightings.map(({ observation }) => observation.path));
    for (const [place, holds] of lockedBelow(this.#roots, kernel)) {
      const sighting = read.has(place) ? null : sightLocked(place, holds);
      if (sighting !== null) this.sightings.push(sighting);
    }
  }

  #meet(folder: string, entry: Dirent): void {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!objectFanOut.test(place)) this.#pending.push(place);
    } else if (isDotGit(place)) {
      for (const gitFolder of outsideGitFolders(folder, false)) this.#addRoot(gitFolder);
    }
    if (!this.#kinds.mayBe(entry.name, folder)) return;
    const sighting = sight(place, this.#kinds);
    if (sighting !== null) this.sightings.push(sighting);
  }
}

/** The 256 folders of git's loose objects, in which it makes no lock. */
const objectFanOut = /[\\/]\.git[\\/]objects[\\/][0-9a-f]{2}$/;
