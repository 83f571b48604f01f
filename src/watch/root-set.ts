import { contains } from '../base/paths.ts';
import { outsideGitFolders } from './git-roots.ts';
import { liesInAny } from './real-folder.ts';
import type { TreeWatcher } from './tree/watcher.ts';

/**
 * The folders that are watched: those the user has open, and the git folders outside them that
 * their repositories point at.
 */
export class RootSet {
  readonly #tree: TreeWatcher;
  #asked: ReadonlySet<string> = new Set();
  /** Git folder outside -> the working folders that point at it. */
  readonly #pointedAt = new Map<string, Set<string>>();
  #pending: Promise<void>[] = [];

  constructor(tree: TreeWatcher) {
    this.#tree = tree;
  }

  /** Resolves when everything below the new roots is listed and watched, what they point at included. */
  async replace(roots: readonly string[]): Promise<void> {
    const before = this.#asked;
    this.#asked = new Set(roots);
    for (const root of before) if (!this.#asked.has(root)) this.#tree.removeRoot(root);
    this.#dropUnpointed();
    for (const root of this.#asked) {
      if (before.has(root)) continue;
      this.#pending.push(this.#tree.addRoot(root));
      this.#point(root, outsideGitFolders(root, true));
    }
    await this.#settle();
  }

  /** A folder was found to have a `.git` of its own, or to have it no more. */
  lookFrom(worktree: string): void {
    this.#point(worktree, outsideGitFolders(worktree, this.#asked.has(worktree)));
  }

  /** Something happened in a git folder outside; git may have completed it only after its `.git` file. */
  lookAgainFrom(place: string): void {
    const worktrees = [...this.#pointedAt].filter(([folder]) => contains(folder, place)).flatMap(([, pointers]) => [...pointers]);
    for (const worktree of worktrees) this.lookFrom(worktree);
  }

  get all(): readonly string[] {
    return [...this.#asked, ...this.#pointedAt.keys()];
  }

  covers(place: string): boolean {
    return this.all.some((root) => contains(root, place));
  }

  #point(worktree: string, gitFolders: readonly string[]): void {
    for (const folder of gitFolders) {
      if (liesInAny(this.#asked, folder)) continue;
      const pointers = this.#pointedAt.get(folder) ?? new Set<string>();
      if (pointers.size === 0) {
        this.#pointedAt.set(folder, pointers);
        this.#pending.push(this.#tree.addRoot(folder));
      }
      pointers.add(worktree);
    }
  }

  #dropUnpointed(): void {
    for (const [folder, pointers] of this.#pointedAt) {
      for (const worktree of pointers) {
        if (![...this.#asked].some((root) => contains(root, worktree))) pointers.delete(worktree);
      }
      if (pointers.size > 0) continue;
      this.#pointedAt.delete(folder);
      if (!this.#asked.has(folder)) this.#tree.removeRoot(folder);
    }
  }

  /** Walking one root may find more of them. */
  async #settle(): Promise<void> {
    while (this.#pending.length > 0) {
      const pending = this.#pending;
      this.#pending = [];
      await Promise.all(pending);
    }
  }
}
