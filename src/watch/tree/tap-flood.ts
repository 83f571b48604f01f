import { readFileSync } from 'node:fs';
import type { Disposable } from '../../base/disposable.ts';

/** How long to let a flood run on before looking again, ms. */
const lullMs = 500;

/**
 * Notices when so much happened at once that the system may have thrown events away: inotify does
 * so without a word when its queue is full, and Node does not pass the overflow on.
 */
export class FloodGauge implements Disposable {
  readonly #limit: number;
  readonly #onFlood: () => void;
  #heard = 0;
  #soon: NodeJS.Timeout | null = null;
  #turn: NodeJS.Immediate | null = null;

  /** @param limit events in one turn of the event loop from which some may have been lost */
  constructor(onFlood: () => void, limit: number = queueLength() / 2) {
    this.#onFlood = onFlood;
    this.#limit = limit;
  }

  /** Counts one event. */
  count(): void {
    this.#heard += 1;
    this.#turn ??= setImmediate(() => this.#endTurn());
  }

  dispose(): void {
    if (this.#turn !== null) clearImmediate(this.#turn);
    if (this.#soon !== null) clearTimeout(this.#soon);
  }

  #endTurn(): void {
    const flooded = this.#heard >= this.#limit;
    this.#heard = 0;
    this.#turn = null;
    if (!flooded) return;
    this.#soon ??= setTimeout(() => {
      this.#soon = null;
      this.#onFlood();
    }, lullMs);
  }
}

/** How many events the system keeps for a reader that is busy. Its usual number where it does not say. */
function queueLength(): number {
  try {
    return Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8'));
  } catch {
    return 16_384; // not Linux, or /proc is hidden
  }
}
