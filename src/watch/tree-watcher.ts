import type { Event } from '../base/emitter.ts';
import type { Disposable } from '../base/disposable.ts';
import type { Text } from '../base/text.ts';

/** Something that keeps the watcher from seeing all there is. */
export interface Trouble {
  /** Stable name: 'watch-limit', 'unreadable-folder', 'folder-gone', 'polling', ... */
  readonly code: string;
  /** The folder that it is about. */
  readonly path: string;
  readonly message: Text;
}

/**
 * Finds every path below its roots whose name may be a lock's, now and as they come and go.
 * Each event names a path at which something may have changed; the listener looks for itself.
 */
export interface TreeWatcher extends Disposable {
  /** A path that may be a lock appeared, changed or went; delivered at once, before any settling. */
  readonly onDidTouch: Event<string>;
  readonly onDidMeetTrouble: Event<Trouble>;
  /** Starts with a root (absolute path of a folder). Resolves when all below it is listed and watched. */
  addRoot(root: string): Promise<void>;
  removeRoot(root: string): void;
  /** Looks at everything once more, as if just started. */
  rescan(): Promise<void>;
  /** What it cannot see at present; empty when it sees all. */
  troubles(): readonly Trouble[];
}
