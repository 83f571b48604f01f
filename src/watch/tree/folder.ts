import { lstatSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Disposable } from '../../base/disposable.ts';

/** A folder that is looked after: what stands in it that counts, and what watches it. */
export class Folder {
  readonly path: string;
  readonly name: string;
  /** Whether the folder is itself a possible lock, as proper-lockfile makes them. */
  readonly isLock: boolean;
  /** null for a root that lies below no other root. */
  parent: Folder | null;
  /** Its folders by name. null until there is one: most folders have none, and there are many folders. */
  children: Map<string, Folder> | null = null;
  /** Names of the possible locks that stand in it; null when there are none. */
  locks: Set<string> | null = null;
  /** The native watch on this very folder. */
  tap: Disposable | null = null;
  /** What keeps its settled picture; null where no lock is to be expected. */
  settled: (Disposable & { readonly isPolled: boolean }) | null = null;
  /** Whether git keeps a repository here, so that locks are to be expected in it, and it is none itself. */
  isGit: boolean;
  /** On another machine, whose changes no native watch reports. */
  isRemote: boolean;
  /** Could not be listed; looked at again when its own attributes change. */
  isRefused = false;
  /** Let go; whatever still refers to it must leave it alone. */
  isGone = false;

  constructor(parent: Folder | null, full: string, isLock: boolean) {
    this.parent = parent;
    this.path = full;
    this.name = path.basename(full);
    this.isLock = isLock;
    this.isGit = this.name === '.git';
    this.isRemote = parent?.isRemote ?? false;
  }

  /** The path of something that stands in this folder. */
  join(name: string): string {
    return this.path.endsWith(path.sep) ? this.path + name : this.path + path.sep + name;
  }
}

const fanOut = /^[0-9a-f]{2}$/;

/**
 * Whether a folder is one of the 256 in which git keeps its loose objects. git makes no lock there,
 * and a large repository has all of them: they are the only folders that are passed over.
 */
export function isObjectFanOut(parent: Folder, name: string): boolean {
  return name.length === 2 && parent.name === 'objects' && parent.parent?.isGit === true && fanOut.test(name);
}

/** What stands at a path, without following a symlink and without opening anything. */
export function glance(full: string): 'folder' | 'other' | 'nothing' {
  try {
    const stats = lstatSync(full, { throwIfNoEntry: false });
    if (stats === undefined) return 'nothing';
    return stats.isDirectory() ? 'folder' : 'other';
  } catch {
    // A path too long, a parent that may no longer be searched: from here nothing can be seen there.
    return 'nothing';
  }
}

/** When something last came or went in a folder, ms since the epoch by the file system's own coarse clock; null where that cannot be seen. */
export function changedAt(folder: string): number | null {
  try {
    return statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? null;
  } catch {
    // It may no longer be searched: then nothing can be seen of it.
    return null;
  }
}

/** Whether a name lost bytes that are no UTF-8 when it was read, so that it cannot be opened by it. */
export function isLossy(name: string): boolean {
  return name.includes('\u{FFFD}');
}
