import { contains } from '../../base/paths.ts';
import type { NoticeKind } from '../../contributions.ts';
import type { Lock } from '../../locks/lock.ts';

/** How many folders and how many notices are remembered. */
const mostFolders = 100;
const mostTold = 300;

/** What all windows of this user remember together. See SharedState. */
export interface SharedMemory {
  read(): unknown;
  change(next: (current: unknown) => unknown): Promise<void>;
}

interface Memory {
  readonly lastFocused: LastFocused;
  /** Kind, time and path of each lock that was told of; the latest at the end. */
  readonly told: readonly string[];
}

/** Folder by folder, the window that had the focus last; the latest at the end. */
type LastFocused = readonly (readonly [folder: string, window: string])[];

/**
 * Lets of several windows on the same folder only one tell of a lock: the one that has the focus or
 * had it last.
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
    const own = folders.map((folder) => [folder, this.#window] as const);
    await this.#change((current) => {
      const memory = memoryIn(current);
      const others = memory.lastFocused.filter(([folder]) => !folders.includes(folder));
      return { ...memory, lastFocused: [...others, ...own].slice(-mostFolders) };
    });
  }

  /** Whether this window was the last one with the focus of those that show the folder of a lock; also when none ever had it. */
  isOurs({ path }: Pick<Lock, 'path'>): boolean {
    const windows = memoryIn(this.#memory.read()).lastFocused.filter(([folder]) => contains(folder, path));
    return windows.length === 0 || windows.some(([, window]) => window === this.#window);
  }

  /** Those of some locks that no window has told of, noted as told from now on; all of them where nothing can be noted. */
  async claim<T extends Pick<Lock, 'path' | 'acquiredAt'>>(kind: NoticeKind, locks: readonly T[]): Promise<readonly T[]> {
    const keyOf = ({ path, acquiredAt }: T): string => [kind, acquiredAt, path].join(' ');
    let untold = locks;
    await this.#change((current) => {
      const memory = memoryIn(current);
      untold = locks.filter((lock) => !memory.told.includes(keyOf(lock)));
      return untold.length === 0 ? current : { ...memory, told: [...memory.told, ...untold.map(keyOf)].slice(-mostTold) };
    });
    return untold;
  }

  /** What cannot be remembered is told twice, and keeps nothing from being told. */
  async #change(next: (current: unknown) => unknown): Promise<void> {
    try {
      await this.#memory.change(next);
    } catch (error) {
      console.error('lockscope: what this window tells cannot be noted for the others:', error);
    }
  }
}

function memoryIn(value: unknown): Memory {
  const fields: Readonly<Record<string, unknown>> = typeof value === 'object' && value !== null ? { ...value } : {};
  return { lastFocused: listIn(fields['lastFocused']).filter(isPair), told: listIn(fields['told']).filter((key) => typeof key === 'string') };
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isPair(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}
