import os from 'node:os';
import type { Clock } from '../base/clock.ts';

/** What two clocks differ by without anything having happened, ms. */
const slackMs = 1000;

/**
 * Knows since when this machine has been awake and its clock left alone. Neither a sleeping machine's
 * holders nor we do anything, and time that passed by a clock being set did not pass for them.
 */
export class Wakefulness {
  readonly #clock: Clock;
  #since = -Infinity;
  #ahead: number;
  #slept: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#ahead = this.#wallAhead();
    this.#slept = sleptMs();
    // It slept at some time before: perhaps just now.
    if (this.#slept > slackMs) this.#since = clock.now();
  }

  /** Since when, ms since the epoch; -Infinity for all the time that matters. */
  since(): number {
    const [ahead, slept] = [this.#wallAhead(), sleptMs()];
    if (Math.abs(ahead - this.#ahead) > slackMs || slept - this.#slept > slackMs) this.#since = this.#clock.now();
    this.#ahead = ahead;
    this.#slept = slept;
    return this.#since;
  }

  /** How far the wall clock is ahead of one that only runs. */
  #wallAhead(): number {
    return this.#clock.now() - performance.now();
  }
}

/** How long the machine has slept since it was started, ms: its uptime counts that, the clock for intervals does not. */
function sleptMs(): number {
  return os.uptime() * 1000 - Number(process.hrtime.bigint() / 1_000_000n);
}
