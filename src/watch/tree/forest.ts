import type { Dirent } from 'node:fs';
import path from 'node:path';
import { text } from '../../base/text.ts';
import { Cover, type CoverOptions } from './cover.ts';
import { Folder, glance, isLossy, isObjectFanOut } from './folder.ts';
import { type Mount, type Mounts, remoteType } from '../../system/mounts.ts';
import { Walk } from './walk.ts';
import { listFolder } from './walk-list.ts';

export interface ForestOptions extends Omit<CoverOptions, 'onEvent' | 'onMoved'> {
  readonly mounts: () => Mounts;
  /** The system itself says that something of a name came or went; told before the touch. */
  readonly onRename: (path: string) => void;
  /** What the forest has to know of the roots. */
  readonly roots: {
    /** Whether a root stands at the path. Asked for every folder. */
    has(path: string): boolean;
    /** The folder of a root that so far lies below no other, or null. */
    loose(path: string): Folder | null;
    /** A root's folder has come into the forest or is let go. */
    moved(path: string, folder: Folder | null): void;
    /** A root's folder may have gone or been replaced. */
    check(path: string): void;
  };
}

interface Visit {
  readonly folder: Folder;
  /** All below it may be other than it was, too. */
  readonly deep: boolean;
}

/** All folders below the roots, each of them once, and what comes and goes in them. */
export class Forest {
  readonly #options: ForestOptions;
  readonly #walk = new Walk<Visit>((visit) => this.#visit(visit), () => this.#walked());
  /** Folders whose settled picture can wait until the walk is over: their taps are open. */
  readonly #sites = new Set<Folder>();
  readonly cover: Cover;

  constructor(options: ForestOptions) {
    this.#options = options;
    this.cover = new Cover({
      ...options,
      onEvent: (folder, event, name) => this.#hear(folder, event, name),
      onMoved: (folder) => this.#moved(folder),
    });
  }

  visit(folder: Folder, deep: boolean): void {
    this.#walk.push({ folder, deep });
  }

  whenDone(): Promise<void> {
    return this.#walk.whenDone();
  }

  /**
   * Lets go of a folder and all below it.
   * @param isLost it is no longer there, so its locks are touched; otherwise nobody wants to know
   *   any more, except that roots below it stay
   */
  drop(folder: Folder, isLost: boolean): void {
    const { roots, troubles, onTouch } = this.#options;
    const touched: string[] = [];
    const gone: Folder[] = [];
    folder.parent?.children?.delete(folder.name);
    troubles.endBelow(folder.path);
    const pending = [folder];
    for (let here = pending.pop(); here !== undefined; here = pending.pop()) {
      if (!isLost && here !== folder && roots.has(here.path)) {
        here.parent = null;
        this.visit(here, true);
        continue;
      }
      here.isGone = true;
      this.cover.uncover(here);
      for (const name of here.locks ?? []) touched.push(here.join(name));
      if (here.children !== null) pending.push(...here.children.values());
      here.children = null;
      gone.push(here);
    }
    if (!isLost) return;
    for (const full of touched) onTouch(full);
    for (const { path: full } of gone) if (roots.has(full)) roots.moved(full, null);
  }

  /** The folder at a path below `top`, as far as it is known; null when it is not looked after. */
  find(top: Folder, full: string): Folder | null {
    let here: Folder | null = top;
    for (const name of path.relative(top.path, full).split(path.sep)) {
      if (name !== '' && here !== null) here = here.children?.get(name) ?? null;
    }
    return here;
  }

  /** Closes everything, without a word. */
  dispose(): void {
    this.#walk.stop();
    this.cover.dispose();
  }

  #walked(): void {
    for (const site of this.#sites) if (!site.isGone) this.cover.settle(site);
    this.#sites.clear();
    this.cover.review();
  }

  #visit({ folder, deep }: Visit): void {
    if (folder.isGone) return;
    const covered = this.cover.cover(folder, deep);
    const listing = covered === 'gone' ? ({ type: 'gone' } as const) : listFolder(folder.path);
    switch (listing.type) {
      case 'gone':
        this.#missed(folder);
        break;
      case 'refused':
        this.#refused(folder, listing.code);
        break;
      case 'listed':
        if (covered === 'refused') this.cover.poll(folder);
        if (folder.isRefused) this.#options.troubles.end('unreadable-folder', folder.path);
        folder.isRefused = false;
        this.#compare(folder, listing.entries, deep);
        break;
    }
  }

  #missed(folder: Folder): void {
    const { parent } = folder;
    if (parent === null) {
      this.#options.roots.check(folder.path);
      return;
    }
    this.drop(folder, true);
    if (isLossy(folder.name)) this.#tellLossy(folder.path);
  }

  #refused(folder: Folder, code: string): void {
    folder.isRefused = true;
    this.#options.troubles.meet({
      code: 'unreadable-folder',
      path: folder.path,
      message: text('The folder {path} may not be read ({code}), so locks in it are not seen.', { path: folder.path, code }),
    });
  }

  #compare(folder: Folder, entries: readonly Dirent[], deep: boolean): void {
    const before = folder.locks;
    const unseen = new Map(folder.children);
    folder.locks = null;
    for (const entry of entries) {
      const { name } = entry;
      if (this.#options.mayBeLock(name, folder.path)) (folder.locks ??= new Set()).add(name);
      if (name === 'HEAD') folder.isGit = true;
      if (!entry.isDirectory() || isObjectFanOut(folder, name)) continue;
      unseen.delete(name);
      this.#enter(folder, name, deep, false);
    }
    for (const child of unseen.values()) this.drop(child, true);
    this.#reviewNames(folder, entries);
    if (folder.locks !== null || folder.isGit) this.#sites.add(folder);
    this.#touchAll(folder, new Set([...(before ?? []), ...(folder.locks ?? [])]));
  }

  #touchAll(folder: Folder, names: ReadonlySet<string>): void {
    for (const name of names) {
      if (folder.isGone) return; // a listener may let go of the root
      const full = folder.join(name);
      if (isLossy(name) && glance(full) === 'nothing' && folder.locks?.has(name) === true) this.#tellLossy(full);
      this.#options.onTouch(full);
    }
  }

  /** Takes in a folder that stands in another. `again` looks into it also when it is known. */
  #enter(parent: Folder, name: string, deep: boolean, again: boolean): void {
    const known = parent.children?.get(name);
    if (known !== undefined) {
      if (deep || again) this.visit(known, true);
      return;
    }
    const full = parent.join(name);
    const isRoot = this.#options.roots.has(full);
    const loose = isRoot ? this.#options.roots.loose(full) : null;
    const folder = loose ?? new Folder(parent, full, this.#options.mayBeLock(name, parent.path));
    folder.parent = parent;
    (parent.children ??= new Map()).set(name, folder);
    this.#placeOn(folder, this.#options.mounts().get(full));
    if (isRoot) this.#options.roots.moved(full, folder);
    if (loose === null || deep || this.#options.recursive) this.visit(folder, loose !== null);
  }

  /** Notes the file system on which a folder stands where that differs from its parent's. */
  #placeOn(folder: Folder, mount: Mount | undefined): void {
    if (mount === undefined) return;
    const remote = remoteType(mount);
    folder.isRemote = remote !== null;
    if (remote !== null) this.tellRemote(folder, remote);
  }

  tellRemote(folder: Folder, type: string): void {
    this.#options.troubles.meet({
      code: 'network-folder',
      path: folder.path,
      message: text('{path} is shared with other machines ({type}). What they do is looked for every {seconds} s, so their short-lived locks are missed.', {
        path: folder.path,
        type,
        seconds: this.#options.pollMs / 1000,
      }),
    });
  }

  /** What the system reports. Nearly all of it is about files that are no locks: those must cost nothing. */
  #hear(heard: Folder, event: 'rename' | 'change', relative: string | null): void {
    if (heard.isGone) return;
    if (relative === null) return this.visit(heard, this.#options.recursive);
    const { folder, name } = this.#options.recursive ? this.#nearest(heard, relative) : { folder: heard, name: relative };
    const isSelf = name === folder.name && folder.locks?.has(name) !== true;
    if (event === 'change' && isSelf) return; // the parent hears of it as well
    const mayBe = this.#options.mayBeLock(name, folder.path);
    if (mayBe && event === 'rename') this.#options.onRename(folder.join(name));
    if (mayBe) this.#options.onTouch(folder.join(name));
    if (folder.isLock && !folder.isGit) this.#options.onTouch(folder.path);
    if (event === 'change') return this.#changed(folder, name);
    if (isSelf) this.#lookAtSelf(folder);
    this.#look(folder, name, mayBe);
  }

  /** With one watch for a whole tree: the nearest known folder, and the name in it that leads on. */
  #nearest(top: Folder, relative: string): { folder: Folder; name: string } {
    const names = relative.split(path.sep);
    let folder = top;
    for (const name of names.slice(0, -1)) {
      const next = folder.children?.get(name);
      if (next === undefined) return { folder, name };
      folder = next;
    }
    return { folder, name: names.at(-1) ?? '' };
  }

  #changed(folder: Folder, name: string): void {
    const child = folder.children?.get(name);
    if (child?.isRefused === true) this.visit(child, true);
  }

  #lookAtSelf(folder: Folder): void {
    if (folder.parent === null) this.#options.roots.check(folder.path);
    else this.#look(folder.parent, folder.name, folder.isLock);
  }

  #look(folder: Folder, name: string, mayBe: boolean): void {
    if (folder.isGone) return;
    const what = glance(folder.join(name));
    const child = folder.children?.get(name);
    if (what !== 'folder' && child !== undefined) this.drop(child, true);
    if (what === 'nothing') {
      folder.locks?.delete(name);
      if (isLossy(name)) this.visit(folder, false);
      return;
    }
    if (mayBe) (folder.locks ??= new Set()).add(name);
    if (name === 'HEAD') folder.isGit = true;
    if (mayBe || name === 'HEAD') this.cover.settle(folder);
    if (what === 'folder' && !isObjectFanOut(folder, name)) this.#enter(folder, name, false, true);
  }

  /** A folder that no one reports on has changed. */
  #moved(folder: Folder): void {
    if (folder.isGone) return;
    if (folder.isLock && !folder.isGit) this.#options.onTouch(folder.path);
    this.visit(folder, false);
  }

  #tellLossy(full: string): void {
    this.#options.troubles.meet({
      code: 'unreadable-name',
      path: full,
      message: text('The name {path} is not valid UTF-8 on disk, so what it names cannot be looked at.', { path: full }),
    });
  }

  #reviewNames(folder: Folder, entries: readonly Dirent[]): void {
    this.#options.troubles.review(
      'unreadable-name',
      (where) => path.dirname(where) !== folder.path || entries.some(({ name }) => name === path.basename(where)),
    );
  }
}
