import { realpathSync, statSync } from 'node:fs';
import type { Disposable } from '../../base/disposable.ts';
import { contains } from '../../base/paths.ts';
import { text } from '../../base/text.ts';
import { Folder } from './folder.ts';
import type { Forest } from './forest.ts';
import { type Guard, guardFolder } from './guard.ts';
import { type Mounts, remoteType, mountAt } from '../../system/mounts.ts';
import type { TroubleBook } from './troubles.ts';

interface Root {
  readonly path: string;
  /** null while there is no folder at the path. */
  folder: Folder | null;
  /** Hears when the folder comes or goes. */
  guard: Guard | null;
  /** Asks whether it came or went, for want of a guard that hears. */
  chore: Disposable | null;
}

/** The folders that someone asked to watch, each of which may go and come back. */
export class Roots {
  readonly #roots = new Map<string, Root>();
  readonly #forest: Forest;
  readonly #troubles: TroubleBook;
  readonly #mounts: () => Mounts;

  constructor(forest: Forest, troubles: TroubleBook, mounts: () => Mounts) {
    this.#forest = forest;
    this.#troubles = troubles;
    this.#mounts = mounts;
  }

  add(full: string): void {
    if (this.#roots.has(full)) return;
    const root: Root = { path: full, folder: null, guard: null, chore: null };
    this.#roots.set(full, root);
    this.#guard(root);
    root.folder = this.#findAbove(root);
    if (root.folder === null) this.check(full);
  }

  remove(full: string): void {
    const root = this.#roots.get(full);
    if (root === undefined) return;
    this.#roots.delete(full);
    unguard(root);
    this.#troubles.end('folder-gone', full);
    if (root.folder?.parent === null) this.#forest.drop(root.folder, false);
  }

  removeAll(): void {
    const roots = [...this.#roots.values()];
    this.#roots.clear(); // so that none is kept for being a root of its own
    for (const root of roots) {
      unguard(root);
      if (root.folder?.parent === null) this.#forest.drop(root.folder, false);
    }
  }

  has(full: string): boolean {
    return this.#roots.has(full);
  }

  loose(full: string): Folder | null {
    const folder = this.#roots.get(full)?.folder ?? null;
    return folder?.parent === null ? folder : null;
  }

  moved(full: string, folder: Folder | null): void {
    const root = this.#roots.get(full);
    if (root === undefined) return;
    root.folder = folder;
    if (folder === null) this.#tellGone(full);
    else this.#troubles.end('folder-gone', full);
  }

  /** Looks whether a root is there, and whether it is still the same. */
  check(full: string): void {
    const root = this.#roots.get(full);
    // A root that lies below another is seen to from there.
    if (root === undefined || (root.folder !== null && root.folder.parent !== null)) return;
    const isThere = isFolder(full);
    if (!isThere && root.folder === null) this.#tellGone(full);
    else if (!isThere && root.folder !== null) this.#forest.drop(root.folder, true);
    else this.#visit(root);
  }

  /** Looks at all roots and all below them once more. */
  checkAll(): void {
    for (const [full, root] of this.#roots) {
      this.#guard(root);
      this.check(full);
    }
  }

  /** Has a guard stand watch, or asks again and again when none can. */
  #guard(root: Root): void {
    if (root.guard === null || root.guard.isBlind) {
      root.guard?.dispose();
      root.guard = guardFolder(root.path, () => {
        this.#guard(root);
        this.check(root.path);
      });
    }
    if (root.guard.isBlind) root.chore ??= this.#forest.cover.sweep.each(() => this.#checkIfChanged(root));
    else endChore(root);
  }

  #checkIfChanged(root: Root): void {
    if (isFolder(root.path) !== (root.folder !== null)) this.check(root.path);
  }

  #visit(root: Root): void {
    const folder = root.folder ?? new Folder(null, root.path, false);
    const isNew = root.folder === null;
    const remote = remoteType(mountAt(this.#mounts(), realPath(root.path)));
    folder.isRemote = remote !== null;
    if (remote !== null) this.#forest.tellRemote(folder, remote);
    this.moved(root.path, folder);
    this.#forest.visit(folder, !isNew);
  }

  #findAbove(root: Root): Folder | null {
    for (const { path: full, folder } of this.#roots.values()) {
      if (full === root.path || folder === null || !contains(full, root.path)) continue;
      const found = this.#forest.find(folder, root.path);
      if (found !== null) return found;
    }
    return null;
  }

  #tellGone(full: string): void {
    this.#troubles.meet({
      code: 'folder-gone',
      path: full,
      message: text('The folder {path} is not there. Its locks show again when it comes back.', { path: full }),
    });
  }
}

function isFolder(full: string): boolean {
  try {
    return statSync(full, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false; // a loop of symlinks, or a folder on the way that may not be searched
  }
}

function realPath(full: string): string {
  try {
    return realpathSync(full);
  } catch {
    return full; // gone in between: the visit finds out
  }
}

function endChore(root: Root): void {
  root.chore?.dispose();
  root.chore = null;
}

function unguard(root: Root): void {
  root.guard?.dispose();
  endChore(root);
}
