import { text } from '../../base/text.ts';
import { settle } from './settled.ts';
import { FloodGauge } from './tap-flood.ts';
import { openTap, type Tapped, type TapListener } from './tap.ts';
import type { Folder } from './folder.ts';
import { Sweep } from './sweep.ts';
import type { TroubleBook } from './troubles.ts';

export interface CoverOptions {
  readonly mayBeLock: (name: string, folder: string) => boolean;
  /** Look again and again, everywhere, instead of being told by the system. */
  readonly usePolling: boolean;
  /** Pause between two looks where there is no native watch, ms. */
  readonly pollMs: number;
  /** One watch at each root hears the whole tree, so that the folders below need none. */
  readonly recursive: boolean;
  readonly troubles: TroubleBook;
  readonly onEvent: (folder: Folder, ...event: Parameters<TapListener>) => void;
  readonly onTouch: (path: string) => void;
  /** Something in the folder changed while nobody heard it. */
  readonly onMoved: (folder: Folder) => void;
  /** Events of no folder in particular may have been lost. */
  readonly onFlood: () => void;
}

/** Sees to it that each folder is watched, by the best means that can be had for it. */
export class Cover {
  readonly #options: CoverOptions;
  readonly #flood: FloodGauge;
  readonly #starved = new Set<Folder>();
  readonly sweep: Sweep;

  constructor(options: CoverOptions) {
    this.#options = options;
    this.#flood = new FloodGauge(options.onFlood);
    this.sweep = new Sweep(options.pollMs, options.onMoved);
  }

  /**
   * Begins to watch a folder, or notes that it is about to be listed. Call it before listing.
   * @param afresh the folder may be another one than when it was first covered
   * @returns 'gone' when it is not there, 'refused' when it may not be read; it is then not watched
   */
  cover(folder: Folder, afresh: boolean): 'covered' | 'gone' | 'refused' {
    if (afresh) unsettle(folder);
    if (folder.tap === null || afresh) {
      const came = this.#tap(folder);
      if (came === 'gone' || came === 'refused') return came;
    }
    if (folder.isRemote || !this.#isHeard(folder)) this.poll(folder);
    else this.sweep.drop(folder);
    return 'covered';
  }

  /** Looks at a folder again and again from now on, beginning with its present state. */
  poll(folder: Folder): void {
    this.sweep.note(folder);
  }

  uncover(folder: Folder): void {
    folder.tap?.dispose();
    folder.tap = null;
    unsettle(folder);
    this.#starved.delete(folder);
    this.sweep.drop(folder);
  }

  /** Has the settled picture of a folder kept as well. */
  settle(folder: Folder): void {
    if (folder.settled !== null && folder.settled.isPolled === this.#isPolled(folder)) return;
    unsettle(folder);
    this.#settle(folder, this.#isPolled(folder));
  }

  /** Ends the trouble about used-up watches when every folder has got one. */
  review(): void {
    if (this.#starved.size === 0) this.#options.troubles.review('watch-limit', () => false);
  }

  dispose(): void {
    this.#flood.dispose();
    this.sweep.dispose();
  }

  /** The new tap is open before the old one closes, so that no event falls between the two. */
  #tap(folder: Folder): Tapped['type'] {
    const old = folder.tap;
    folder.tap = null;
    this.#starved.delete(folder);
    const came = this.#open(folder);
    old?.dispose();
    if (came?.type === 'tapped') folder.tap = came.tap;
    if (came?.type === 'exhausted') this.#starve(folder, came.limit);
    if (came?.type === 'unsupported') this.#tellPolling(folder.path);
    return came?.type ?? 'tapped';
  }

  #open(folder: Folder): Tapped | null {
    const { recursive, usePolling, onEvent } = this.#options;
    if (usePolling) this.#tellPolling(folder.path);
    if (usePolling || (recursive && folder.parent !== null)) return null;
    return openTap(folder.path, recursive, (event, name) => {
      this.#flood.count();
      onEvent(folder, event, name);
    });
  }

  #isHeard(folder: Folder): boolean {
    if (!this.#options.recursive) return folder.tap !== null;
    let top = folder;
    while (top.parent !== null) top = top.parent;
    return top.tap !== null;
  }

  #isPolled(folder: Folder): boolean {
    return folder.isRemote || !this.#isHeard(folder);
  }

  #settle(folder: Folder, isPolled: boolean): void {
    const { mayBeLock, onTouch, onMoved, pollMs } = this.#options;
    const settled = settle({
      folder: folder.path,
      mayBeLock,
      pollMs: isPolled ? pollMs : null,
      onTouch,
      onStir: () => onMoved(folder),
      onExhausted: () => {
        if (folder.isGone || folder.settled?.isPolled === true) return;
        unsettle(folder);
        this.#settle(folder, true);
      },
    });
    folder.settled = { isPolled, dispose: () => settled.dispose() };
  }

  #starve(folder: Folder, limit: string): void {
    this.#starved.add(folder);
    this.#options.troubles.meet({
      code: 'watch-limit',
      path: folder.path,
      message: text(
        'The system gives no more file watches. In the folders left over, locks are looked for every {seconds} s instead, and short-lived ones are missed. To see them all at once raise {limit}, then refresh.',
        { limit, seconds: this.#options.pollMs / 1000 },
      ),
    });
  }

  #tellPolling(where: string): void {
    this.#options.troubles.meet({
      code: 'polling',
      path: where,
      message: text('Nothing reports changes here, so locks are looked for every {seconds} s, and short-lived ones are missed.', {
        seconds: this.#options.pollMs / 1000,
      }),
    });
  }
}

function unsettle(folder: Folder): void {
  folder.settled?.dispose();
  folder.settled = null;
}
