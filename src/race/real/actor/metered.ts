import { monotonicMs } from '../clock.ts';
import { endings, type BreachKind, type Ending } from '../result.ts';
import type { Attempt } from '../scenario.ts';
import { endByKill, slowDown, stopFor, type Strike, type Strikes } from './faults.ts';
import type { Journal } from './journal.ts';
import { tell } from './tell.ts';

export interface MeteredOptions {
  readonly actor: number;
  readonly journal: Journal;
  readonly strikes: Strikes;
  readonly slowMs: number;
  readonly pauseMs: number;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** One actor's operations, measured: one object for all of them, since they follow each other by the hundred thousand. */
export class MeteredAttempt implements Attempt {
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly #options: MeteredOptions;
  #number: number;
  #strike: Strike = { is: 'none' };
  #faults = 0;
  #asked = 0;
  #entered = Number.NaN;
  #left = Number.NaN;
  #read = Number.NaN;
  #wrote = Number.NaN;
  #ending: Ending = 'done';
  #paused = 0;
  #retries = 0;
  #deadlocks = 0;
  #seen = 0;

  constructor(options: MeteredOptions) {
    this.#options = options;
    this.signal = options.signal;
    this.random = options.random;
    this.#number = options.journal.before.begun - 1;
  }

  get number(): number {
    return this.#number;
  }

  /** Begins the next operation. */
  begin(): void {
    this.#number += 1;
    this.#strike = this.#options.strikes.next();
    this.#faults = 0;
    this.#entered = Number.NaN;
    this.#left = Number.NaN;
    this.#read = Number.NaN;
    this.#wrote = Number.NaN;
    this.#ending = 'done';
    this.#paused = 0;
    this.#retries = 0;
    this.#deadlocks = 0;
    this.#asked = monotonicMs();
  }

  /** The operation is over, and is noted. @returns whether it was done */
  end(): boolean {
    this.#note();
    return this.#ending === 'done';
  }

  entered(): void {
    this.#entered = monotonicMs();
  }

  read(value: number): void {
    this.#read = value;
  }

  wrote(value: number): void {
    this.#wrote = value;
  }

  left(): void {
    this.#left = monotonicMs();
  }

  async fault(): Promise<void> {
    const place = this.#faults;
    this.#faults += 1;
    if (place === 0 && this.#options.slowMs > 0) await slowDown(this.#options.slowMs);
    if (this.#strike.is === 'none' || this.#strike.at !== place) return;
    if (this.#strike.is === 'kill') this.#die();
    this.#options.journal.flush();
    this.#paused += stopFor(this.#options.pauseMs);
  }

  retried(): void {
    this.#retries += 1;
  }

  deadlocked(): void {
    this.#deadlocks += 1;
  }

  refused(): void {
    this.#ending = 'refused';
  }

  gaveUp(): void {
    this.#ending = 'gave-up';
  }

  saw(breach: BreachKind, explanation: string): void {
    this.#seen += 1;
    // The first tells what there is to tell; the rest are counted.
    tell({ is: 'saw', actor: this.#options.actor, breach, explanation: this.#seen <= 3 ? explanation : '' });
  }

  #die(): never {
    this.#ending = 'died';
    this.#left = monotonicMs();
    this.#note();
    this.#options.journal.flush();
    return endByKill();
  }

  #note(): void {
    this.#options.journal.add([this.#options.actor, this.#asked, this.#entered, this.#left, monotonicMs(), this.#read, this.#wrote, endings.indexOf(this.#ending), this.#paused, this.#retries, this.#deadlocks]);
  }
}
