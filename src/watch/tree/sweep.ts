import { statSync } from 'node:fs';
import type { Disposable } from '../../base/disposable.ts';
import type { Folder } from './folder.ts';

/** Share of a processor that looking again and again may take. */
const share = 0.02;
/** A change this shortly after another may bear the same time, ms; FAT and NFS count in whole seconds. */
const grainMs = 2000;

/**
 * Looks at folders again and again, for want of a native watch. A folder is listed only when its
 * modification time has moved, so that a look costs one system call.
 */
export class Sweep implements Disposable {
  readonly #seen = new Map<Folder, number>();
  readonly #chores = new Set<() => void>();
  readonly #everyMs: number;
  readonly #onMoved: (folder: Folder) => void;
  #timer: NodeJS.Timeout | null = null;

  /** @param everyMs pause between two rounds; longer when a round takes long */
  constructor(everyMs: number, onMoved: (folder: Folder) => void) {
    this.#everyMs = everyMs;
    this.#onMoved = onMoved;
  }

  /** Takes a folder in, or notes its present state. Call it right before listing the folder. */
  note(folder: Folder): void {
    this.#seen.set(folder, timeOf(folder.path));
    this.#arm(this.#everyMs);
  }

  drop(folder: Folder): void {
    this.#seen.delete(folder);
    this.#restIfIdle();
  }

  /** Has something else done in each round, until the result is disposed. */
  each(chore: () => void): Disposable {
    this.#chores.add(chore);
    this.#arm(this.#everyMs);
    return {
      dispose: () => {
        this.#chores.delete(chore);
        this.#restIfIdle();
      },
    };
  }

  dispose(): void {
    this.#seen.clear();
    this.#chores.clear();
    this.#restIfIdle();
  }

  #round(): void {
    this.#timer = null;
    const began = performance.now();
    for (const chore of this.#chores) chore();
    for (const [folder, time] of this.#seen) {
      // NaN, for a time too fresh to be trusted, equals nothing: such a folder is listed again.
      if (timeOf(folder.path) !== time) this.#onMoved(folder);
    }
    const took = performance.now() - began;
    if (this.#seen.size + this.#chores.size > 0) this.#arm(Math.max(this.#everyMs, took / share));
  }

  #arm(ms: number): void {
    this.#timer ??= setTimeout(() => this.#round(), ms);
  }

  #restIfIdle(): void {
    if (this.#seen.size + this.#chores.size > 0 || this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
  }
}

/** Modification time in ms; NaN when it is not to be had or too fresh to tell the next change from. */
function timeOf(full: string): number {
  try {
    const time = statSync(full).mtimeMs;
    return Math.abs(Date.now() - time) < grainMs ? NaN : time;
  } catch {
    return NaN; // gone or closed to us: the listing tells which
  }
}
