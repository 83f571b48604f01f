import path from 'node:path';
import type { Disposable } from '../../base/disposable.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import { Forest } from './forest.ts';
import { type Mounts, readMounts } from '../../system/mounts.ts';
import { Roots } from './roots.ts';
import { TroubleBook, type Trouble } from './troubles.ts';

/**
 * Finds every path below its roots whose name may be a lock's, now and as they come and go.
 * Each event names a path at which something may have changed; the listener looks for itself.
 */
export interface TreeWatcher extends Disposable {
  /**
   * A path that may be a lock appeared, changed or went; delivered at once, before any settling,
   * from within the system's event. The same change may be told more than once.
   */
  readonly onDidTouch: Event<string>;
  /** What may be a lock came or went, as the system itself said; delivered right before the touch, once for each event. */
  readonly onDidRename: Event<string>;
  readonly onDidMeetTrouble: Event<Trouble>;
  /** A trouble that was met is over. */
  readonly onDidEndTrouble: Event<Trouble>;
  /**
   * Starts with a root (absolute path of a folder; it may lie in another root, and it need not
   * exist yet). Resolves when all below it is listed and watched. A root that is there is left alone.
   */
  addRoot(root: string): Promise<void>;
  /** Stops looking at a root, except where it is part of another. Touches nothing. */
  removeRoot(root: string): void;
  /** Looks at everything once more, as if just started; touches every possible lock that stands. */
  rescan(): Promise<void>;
  /** What it cannot see at present; empty when it sees all. */
  troubles(): readonly Trouble[];
}

export interface TreeWatcherOptions {
  /** Whether a name is worth a look. Asked for every file and event, so it must be quick. */
  mayBeLock(name: string, folder: string): boolean;
  /** Trust no native watching: look again and again. Default false. */
  readonly usePolling?: boolean;
  /** Pause between two looks where there is no native watch, ms. Default 1000. */
  readonly pollMs?: number;
  /**
   * One native watch per root instead of one per folder. Default: where the system hears whole
   * trees by itself, macOS and Windows; this way has been run on Linux only, where Node imitates it.
   */
  readonly recursive?: boolean;
}

/** A watcher without roots. It keeps the process alive until it is disposed or has no root left. */
export function createTreeWatcher(options: TreeWatcherOptions): TreeWatcher {
  const touched = new Emitter<string>();
  const renamed = new Emitter<string>();
  const troubles = new TroubleBook();
  let mounts: Mounts = readMounts();
  let isDisposed = false;
  const forest: Forest = new Forest({
    mayBeLock: (name, folder) => options.mayBeLock(name, folder),
    usePolling: options.usePolling ?? false,
    pollMs: options.pollMs ?? 1000,
    recursive: options.recursive ?? (process.platform === 'darwin' || process.platform === 'win32'),
    troubles,
    mounts: () => mounts,
    onTouch: (full) => {
      if (!isDisposed) touched.fire(full);
    },
    onRename: (full) => {
      if (!isDisposed) renamed.fire(full);
    },
    onFlood: () => roots.checkAll(),
    roots: {
      has: (full) => roots.has(full),
      loose: (full) => roots.loose(full),
      moved: (full, folder) => roots.moved(full, folder),
      check: (full) => roots.check(full),
    },
  });
  const roots = new Roots(forest, troubles, () => mounts);

  return {
    onDidTouch: touched.event,
    onDidRename: renamed.event,
    onDidMeetTrouble: troubles.didMeet.event,
    onDidEndTrouble: troubles.didEnd.event,
    troubles: () => troubles.list(),
    async addRoot(root) {
      if (isDisposed) return;
      mounts = readMounts();
      roots.add(path.resolve(root));
      await forest.whenDone();
    },
    removeRoot: (root) => roots.remove(path.resolve(root)),
    async rescan() {
      mounts = readMounts();
      roots.checkAll();
      await forest.whenDone();
    },
    dispose() {
      isDisposed = true;
      forest.dispose();
      roots.removeAll();
      troubles.dispose();
      touched.dispose();
      renamed.dispose();
    },
  };
}
