import { messageOf } from '../../base/errors.ts';
import { LockLostError } from './errors.ts';
import { longestMs } from './time-limit.ts';

/** A lock that is held. Release it in the end, or declare it with `await using`. */
export interface Hold extends AsyncDisposable {
  /** What the lock protects; symlinks resolved. */
  readonly file: string;
  /** What stands for the lock on the disk: a folder, of one who shares it a file. */
  readonly lockPath: string;
  /**
   * The fencing token: larger than that of every earlier hold of this lock. Give it to whatever is
   * changed under the lock, and let that refuse a smaller one than it has seen: a holder that was
   * suspended for too long is kept from doing harm (Kleppmann, "How to do distributed locking", 2016).
   * Increasing among all who share the clock and the state folder of this user; not consecutive.
   */
  readonly token: number;
  /** Aborts with LockLostError when the lock is found to be lost: after a sleep of the machine, say. */
  readonly signal: AbortSignal;
  /** Whether it was neither released nor found lost. */
  readonly isHeld: boolean;
  /** Releases it; nothing when that was done already, or when it was lost. @throws the system's error */
  release(): Promise<void>;
}

/** What is held on the disk. */
export interface Holding {
  /** Shows that the holder lives. @returns false when it is not ours any more @throws the system's error */
  renew(): boolean;
  /**
   * Frees it, if it is still ours.
   * @returns what may be done after those who wait were told; null for nothing
   * @throws the system's error; it is still held then
   */
  free(): (() => void) | null;
}

export interface HoldParts extends Pick<Hold, 'file' | 'lockPath' | 'token'> {
  readonly holding: Holding;
  /** See FileLockOptions. */
  readonly staleMs: number;
  /** Passes it on as it stands, and says so. @returns false when there is nobody to pass it to, or it is not ours any more */
  readonly pass: () => boolean;
  /** Called once it is free. */
  readonly onEnd: () => void;
}

/** Holds that are held: a process that ends in order leaves no lock behind. */
const held = new Set<HeldLock>();
process.on('exit', () => held.forEach((hold) => hold.abandon()));

/** A lock that is held, and renewed for as long as it is. */
export class HeldLock implements Hold {
  readonly file: string;
  readonly lockPath: string;
  readonly token: number;
  readonly #parts: HoldParts;
  #lost: AbortController | null = null;
  #whyLost: LockLostError | null = null;
  readonly #timer: NodeJS.Timeout;
  #renewedAt = performance.now();

  constructor(parts: HoldParts) {
    this.file = parts.file;
    this.lockPath = parts.lockPath;
    this.token = parts.token;
    this.#parts = parts;
    // Twice as often as others would take it for abandoned.
    this.#timer = setInterval(() => this.#renew(), Math.min(parts.staleMs / 2, longestMs)).unref();
    held.add(this);
  }

  /** Made when it is asked for: few look at it, and it costs more than acquiring. */
  get signal(): AbortSignal {
    this.#lost ??= new AbortController();
    if (this.#whyLost !== null) this.#lost.abort(this.#whyLost);
    return this.#lost.signal;
  }

  get isHeld(): boolean {
    return held.has(this) && this.#whyLost === null;
  }

  release(): Promise<void> {
    // In a promise, so that what is thrown rejects; at once, so that whoever waits waits no turn longer.
    return new Promise((resolve) => {
      this.#end();
      resolve();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.release();
  }

  /** Frees it, and says nothing to those who wait. @throws the system's error */
  abandon(): void {
    if (this.isHeld) this.#parts.holding.free()?.();
  }

  #end(): void {
    if (!held.has(this)) return;
    const { holding, pass, onEnd } = this.#parts;
    const isPassed = this.isHeld && pass();
    const afterwards = this.isHeld && !isPassed ? holding.free() : null;
    held.delete(this);
    clearInterval(this.#timer);
    if (!isPassed) onEnd();
    afterwards?.();
  }

  #renew(): void {
    try {
      if (!this.#parts.holding.renew()) return this.#lose('another has taken it over, or it was removed');
      this.#renewedAt = performance.now();
    } catch (error) {
      // The next time may go well; it is lost when others may take it for abandoned.
      if (performance.now() - this.#renewedAt >= this.#parts.staleMs) this.#lose(`it could not be renewed (${messageOf(error)})`);
    }
  }

  #lose(why: string): void {
    clearInterval(this.#timer);
    this.#whyLost = new LockLostError(this.file, why);
    this.#lost?.abort(this.#whyLost);
  }
}

/** Runs with a hold, and releases it whatever happens. */
export async function releasing<T>(hold: Hold, act: (hold: Hold) => T | Promise<T>): Promise<T> {
  try {
    return await act(hold);
  } finally {
    await hold.release();
  }
}
