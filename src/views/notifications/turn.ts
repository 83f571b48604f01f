import { contains } from '../../base/paths.ts';
import type { NoticeKind } from '../../contributions.ts';
import type { Lock } from '../../locks/lock.ts';

/** Under these keys in the memory that all windows share. */
const lastFocusedKey = 'lockscope.lastFocused';
const toldKey = 'lockscope.told';

/** How many folders and how many notices are remembered. */
const mostFolders = 100;
const mostTold = 300;

/** What all windows of this user remember; the editor's global state. */
export interface SharedMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** Folder by folder, the window that had the focus last; the latest at the end. */
type LastFocused = readonly (readonly [folder: string, window: string])[];

/**
 * Lets of several windows on the same folder only one tell of a lock: the one that has the focus or
 * had it last. The memory they share takes a moment from window to window, which is less than it
 * takes to change windows.
 */
export class Turn {
  readonly #memory: SharedMemory;
  readonly #window: string;

  /** @param window names this window among all */
  constructor(memory: SharedMemory, window: string) {
    this.#memory = memory;
    this.#window = window;
  }

  /** To be called when this window gets the focus. @param folders that are open in it */
  async take(folders: readonly string[]): Promise<void> {
    const others = this.#lastFocused().filter(([folder]) => !folders.includes(folder));
    const own = folders.map((folder) => [folder, this.#window] as const);
    await this.#memory.update(lastFocusedKey, [...others, ...own].slice(-mostFolders));
  }

  /** Whether this window was the last one with the focus of those that show the folder of a lock; also when none ever had it. */
  isOurs({ path }: Pick<Lock, 'path'>): boolean {
    const windows = this.#lastFocused().filter(([folder]) => contains(folder, path));
    return windows.length === 0 || windows.some(([, window]) => window === this.#window);
  }

  /** Those of some locks that no window has told of, noted as told from now on. */
  async claim<T extends Pick<Lock, 'path' | 'acquiredAt'>>(kind: NoticeKind, locks: readonly T[]): Promise<readonly T[]> {
    const told = listIn(this.#memory.get(toldKey)).filter((key) => typeof key === 'string');
    const keyOf = ({ path, acquiredAt }: T): string => [kind, acquiredAt, path].join(' ');
    const untold = locks.filter((lock) => !told.includes(keyOf(lock)));
    if (untold.length > 0) await this.#memory.update(toldKey, [...told, ...untold.map(keyOf)].slice(-mostTold));
    return untold;
  }

  #lastFocused(): LastFocused {
    return listIn(this.#memory.get(lastFocusedKey)).filter(isPair);
  }
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isPair(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}
