import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { untilNextTick } from '../../base/duration.ts';
import { ageOf } from '../wording.ts';
import { firstOf } from './first-of.ts';
import type { LockNode } from './nodes.ts';

/** What redrawing one age may cost of a second, ms; many locks tick less often. */
const perLockMs = 10;
/** From this age on, ms, seconds matter less, and a lock is redrawn no more often than every `calmMs`. */
const youngMs = 60_000;
const calmMs = 5000;
/** Lines that are redrawn at once; the others wait for the next turn. */
const mostAtOnce = 200;
/** How long ages stand still for somebody who points at a lock, ms. */
const holdMs = 10_000;

/**
 * Keeps the ages that are shown true, with one timer that runs only while somebody can see them.
 * Redrawing a line closes its tooltip, so it does not do so more often than it must.
 */
export class Ages implements Disposable {
  readonly #shown: () => readonly LockNode[];
  readonly #redraw: (nodes: readonly LockNode[]) => void;
  readonly #clock: Clock;
  #timer: NodeJS.Timeout | null = null;
  #running = false;
  #heldUntil = 0;

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

  /** To be called when a tooltip opens. */
  hold(): void {
    this.#heldUntil = this.#clock.now() + holdMs;
  }

  dispose(): void {
    this.#running = false;
    this.#stop();
  }

  #tick(): void {
    this.#timer = null;
    const now = this.#clock.now();
    const aged = now < this.#heldUntil ? [] : this.#shown().filter((node) => isAged(node, now));
    if (aged.length > 0) this.#redraw(firstOf(aged, mostAtOnce, (a, b) => (a.drawnAt ?? 0) - (b.drawnAt ?? 0)));
    this.#schedule();
  }

  #schedule(): void {
    const nodes = this.#shown();
    if (nodes.length === 0) return;
    const now = this.#clock.now();
    const soonest = nodes.reduce((least, node) => Math.min(least, untilAged(node, now)), Infinity);
    this.#timer = setTimeout(() => this.#tick(), Math.max(soonest, nodes.length * perLockMs, this.#heldUntil - now));
    this.#timer.unref();
  }

  #stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

function paceOf({ lock }: LockNode, now: number): number {
  return now - lock.acquiredAt < youngMs ? 0 : calmMs;
}

function isAged(node: LockNode, now: number): boolean {
  const { lock, drawnAt } = node;
  return drawnAt !== null && now - drawnAt >= paceOf(node, now) && ageOf(lock, drawnAt) !== ageOf(lock, now);
}

/** How long until a lock's line has to be redrawn, ms. */
function untilAged(node: LockNode, now: number): number {
  const { lock, drawnAt } = node;
  return Math.max(untilNextTick(now - lock.acquiredAt), (drawnAt ?? now) + paceOf(node, now) - now);
}
