import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { untilNextTick } from '../../base/duration.ts';
import { ageOf } from '../wording.ts';
import type { LockNode } from './model.ts';

/** What redrawing one age may cost of a second, ms; many locks tick less often. */
const perLockMs = 10;

/** Keeps the ages that are shown true, with one timer that runs only while somebody can see them. */
export class Ages implements Disposable {
  readonly #shown: () => readonly LockNode[];
  readonly #redraw: (nodes: readonly LockNode[]) => void;
  readonly #clock: Clock;
  #timer: NodeJS.Timeout | null = null;
  #running = false;

  /**
   * @param shown the locks whose ages may be shown
   * @param redraw is given those whose age reads differently now
   */
  constructor(shown: () => readonly LockNode[], redraw: (nodes: readonly LockNode[]) => void, clock: Clock) {
    this.#shown = shown;
    this.#redraw = redraw;
    this.#clock = clock;
  }

  /** Runs while the view is visible. Ages that went on meanwhile are drawn at once. */
  set running(running: boolean) {
    if (this.#running === running) return;
    this.#running = running;
    this.#stop();
    if (running) this.#tick();
  }

  /** To be called when locks came: without any, no timer runs. */
  wake(): void {
    if (this.#running && this.#timer === null) this.#schedule();
  }

  dispose(): void {
    this.#running = false;
    this.#stop();
  }

  #tick(): void {
    this.#timer = null;
    const now = this.#clock.now();
    const aged = this.#shown().filter(({ lock, shownAge }) => shownAge !== null && shownAge !== ageOf(lock, now));
    if (aged.length > 0) this.#redraw(aged);
    this.#schedule();
  }

  #schedule(): void {
    const nodes = this.#shown();
    if (nodes.length === 0) return;
    const now = this.#clock.now();
    const soonest = nodes.reduce((least, { lock }) => Math.min(least, untilNextTick(now - lock.acquiredAt)), Infinity);
    this.#timer = setTimeout(() => this.#tick(), Math.max(soonest, nodes.length * perLockMs));
    this.#timer.unref();
  }

  #stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
