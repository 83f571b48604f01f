import type { Disposable } from '../base/disposable.ts';
import { instant } from '../base/instant.ts';
import { LineObserver } from '../saving/lock/line-observer.ts';
import { LineWaits, type LineTold } from './line-waits.ts';
import type { Actor, LockName } from './model.ts';

export type { LineTold } from './line-waits.ts';

/** How often a lock is looked at that nobody has waited for in a while, ms. */
const quietLookMs = 100;
const quietAfterMs = 2000;

/** How long it is looked on after the lock was released, ms: waits come in bursts. */
const lingerMs = 3000;

/** How long another process may take to go on with a line whose host has ended, ms. */
const goOnMs = 1500;

export interface ObservedLineEvents {
  readonly nameOf: (pid: number) => Actor;
  readonly tell: (told: LineTold) => void;
}

/** The line of one lock, for as long as it is worth looking on. Times are by performance.now(), ms, unless it says otherwise. */
export class ObservedLine implements Disposable {
  readonly #waits: LineWaits;
  readonly #observer: LineObserver;
  readonly #tell: (told: LineTold) => void;
  #isHeld = true;
  #stirredAt = performance.now();
  #lookedAt = -Infinity;
  #lostAt: number | null = null;

  /** @param realPath the lock's, links above it resolved */
  constructor(lock: LockName, realPath: string, { nameOf, tell }: ObservedLineEvents) {
    this.#waits = new LineWaits(lock, nameOf);
    this.#tell = tell;
    this.#observer = new LineObserver(realPath, {
      onNews: (news) => {
        this.#stirredAt = performance.now();
        this.#lostAt = null;
        tell(this.#waits.take(news));
      },
      onLost: () => this.#lose(),
    });
  }

  held(): void {
    this.#isHeld = true;
    this.#stirredAt = performance.now();
  }

  released(): void {
    this.#isHeld = false;
    this.#stirredAt = performance.now();
  }

  /** A process was seen to have the lock. @param at ms since the epoch */
  acquired(pid: number, at: number): void {
    this.#tell({ happenings: this.#waits.acquired(pid, at), pass: null });
  }

  /** Looks whether there is somebody in line, if it is time for that. */
  look(now: number): void {
    if (this.#lostAt !== null && now - this.#lostAt > goOnMs) {
      this.#lostAt = null;
      this.#tell({ happenings: this.#waits.endLost(), pass: null });
    }
    if (this.#observer.isConnected) return;
    const isQuiet = now - this.#stirredAt > quietAfterMs;
    if (isQuiet && now - this.#lookedAt < quietLookMs) return;
    this.#lookedAt = now;
    this.#observer.look();
  }

  isOver(now: number): boolean {
    return !this.#isHeld && this.#waits.isEmpty && now - this.#stirredAt > lingerMs;
  }

  /** Those who wait have ended as far as is known. */
  dispose(): void {
    this.#waits.lose(instant());
    this.#tell({ happenings: this.#waits.endLost(), pass: null });
    this.#observer.dispose();
  }

  #lose(): void {
    this.#lostAt = performance.now();
    this.#waits.lose(instant());
    this.#observer.look();
  }
}
