import type { Disposable } from '../base/disposable.ts';
import type { ProcessInfo } from '../locks/lock.ts';
import type { Machine } from '../system/machine.ts';

/** How often the processes that verdicts rest on are looked after, ms; a death shows within this. */
const roundMs = 200;

/** What a lock's verdict rests on, and so what may change it without a trace on the disk. */
export interface Reliance {
  /** Their exit changes the verdict. */
  readonly processes: readonly ProcessInfo[];
  /** When the passing of time alone may change it, ms since the epoch; null for never. */
  readonly deadline: number | null;
}

/**
 * Tells when a lock should be judged again although its file did not change: a process has exited,
 * or a deadline has passed. Without locks that rely on either, no timer runs.
 */
export class Vigil implements Disposable {
  readonly #machine: Machine;
  readonly #onDue: (paths: string[]) => void;
  readonly #now: () => number;
  readonly #reliances = new Map<string, Reliance>();
  #round: NodeJS.Timeout | null = null;
  #alarm: NodeJS.Timeout | null = null;
  #arranging: NodeJS.Immediate | null = null;

  constructor(machine: Machine, now: () => number, onDue: (paths: string[]) => void) {
    this.#machine = machine;
    this.#now = now;
    this.#onDue = onDue;
  }

  watch(lockPath: string, reliance: Reliance): void {
    this.#reliances.set(lockPath, reliance);
    this.#arrangeSoon();
  }

  forget(lockPath: string): void {
    if (this.#reliances.delete(lockPath)) this.#arrangeSoon();
  }

  dispose(): void {
    this.#reliances.clear();
    this.#arrange();
  }

  /** Once for all the locks of a round. */
  #arrangeSoon(): void {
    this.#arranging ??= setImmediate(() => this.#arrange());
  }

  #arrange(): void {
    clearImmediate(this.#arranging ?? undefined);
    this.#arranging = null;
    const reliances = [...this.#reliances.values()];
    const anyProcess = reliances.some(({ processes }) => processes.length > 0);
    if (anyProcess) this.#round ??= setInterval(() => this.#lookAfterProcesses(), roundMs);
    else {
      clearInterval(this.#round ?? undefined);
      this.#round = null;
    }
    clearTimeout(this.#alarm ?? undefined);
    const deadlines = reliances.map(({ deadline }) => deadline).filter((deadline) => deadline !== null);
    this.#alarm = deadlines.length === 0 ? null : setTimeout(() => this.#strike(), alarmDelay(Math.min(...deadlines) - this.#now()));
  }

  #lookAfterProcesses(): void {
    const lives = new Map<string, boolean>();
    this.#tellDue(({ processes }) =>
      processes.some((process) => {
        const key = `${process.pid} ${process.startMark}`;
        const known = lives.get(key) ?? this.#machine.lives(process);
        lives.set(key, known);
        return !known;
      }),
    );
  }

  #strike(): void {
    const now = this.#now();
    this.#tellDue(({ deadline }) => deadline !== null && deadline <= now);
    this.#arrange();
  }

  #tellDue(isDue: (reliance: Reliance) => boolean): void {
    const due = [...this.#reliances].filter(([, reliance]) => isDue(reliance)).map(([lockPath]) => lockPath);
    if (due.length > 0) this.#onDue(due);
  }
}

/** setTimeout takes at most 2^31 - 1 ms and may fire a little early. */
function alarmDelay(ms: number): number {
  return Math.min(Math.max(ms, 0) + 5, 2 ** 31 - 1);
}
