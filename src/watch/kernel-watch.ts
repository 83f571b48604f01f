import type { Disposable } from '../base/disposable.ts';
import type { KernelLocks, Machine } from '../system/machine.ts';
import { lockedBelow, type LockedFiles } from './kernel-locked.ts';
import { kernelSignature } from './looks-like.ts';

/** Pause between two looks, ms: the kernel tells nobody when a lock is taken. */
const pauseMs = 500;

/** While nothing happens, the pause grows to this, ms. */
const quietPauseMs = 2000;
const growth = 1.1;

/** A look may take this part of the time, unless the pause became too long: with many locks, or in a container, it is no longer cheap. */
const share = 0.05;
const longestPauseMs = 4000;

/** Looks again and again for kernel locks on files below some roots. */
export class KernelWatch implements Disposable {
  readonly #machine: Machine;
  readonly #onDidChange: (paths: readonly string[]) => void;
  readonly #roots: () => readonly string[];
  #isDisposed = false;
  #seen: KernelLocks | null = null;
  #seenBelow = '';
  #locked: LockedFiles = new Map();
  #timer: NodeJS.Timeout | null = null;
  #pauseMs = pauseMs;

  /** @param onDidChange called with the files whose kernel locks are others than at the last look */
  constructor(machine: Machine, roots: () => readonly string[], onDidChange: (paths: readonly string[]) => void) {
    this.#machine = machine;
    this.#roots = roots;
    this.#onDidChange = onDidChange;
  }

  /** The files that were locked at the last look. */
  get locked(): LockedFiles {
    return this.#locked;
  }

  /** Looks now, and again from time to time as long as there are roots. */
  look(): void {
    clearTimeout(this.#timer ?? undefined);
    this.#timer = null;
    if (this.#isDisposed) return;
    const began = performance.now();
    const roots = this.#roots();
    const locks = this.#machine.kernelLocks();
    const below = roots.join('\0');
    const isChanged = locks !== this.#seen || below !== this.#seenBelow;
    if (isChanged) this.#compare(locks, roots);
    this.#pauseMs = isChanged ? pauseMs : Math.min(this.#pauseMs * growth, quietPauseMs);
    this.#seen = locks;
    this.#seenBelow = below;
    const tookMs = performance.now() - began;
    if (roots.length > 0 && locks !== null) this.#timer = setTimeout(() => this.look(), Math.min(Math.max(this.#pauseMs, tookMs / share), longestPauseMs));
  }

  /** Something happens below the roots: looks more often again. */
  wake(): void {
    if (this.#pauseMs < 2 * pauseMs || this.#timer === null) return;
    this.#pauseMs = pauseMs;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.look(), pauseMs);
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer ?? undefined);
  }

  #compare(locks: KernelLocks | null, roots: readonly string[]): void {
    const before = this.#locked;
    this.#locked = lockedBelow(roots, locks);
    const gone = [...before.keys()].filter((place) => !this.#locked.has(place));
    const changed = [...this.#locked].filter(([place, holds]) => {
      const known = before.get(place);
      return known !== holds && (known === undefined || kernelSignature(known) !== kernelSignature(holds));
    });
    if (gone.length + changed.length > 0) this.#onDidChange([...gone, ...changed.map(([place]) => place)]);
  }
}
