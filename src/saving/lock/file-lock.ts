import { realTarget } from '../real-target.ts';
import { tryExclusive, waitExclusive, type Target } from './exclusive.ts';
import { lookAt } from './folder.ts';
import { releasing, type Hold } from './held.ts';
import { checkedStaleMs, type AcquireOptions, type FileLockOptions } from './options.ts';
import type { LockOwner } from './owner.ts';
import { ownerNow } from './seek.ts';
import { enterSite } from './site.ts';

export type { Hold } from './held.ts';
export type { AcquireOptions, FileLockOptions } from './options.ts';
export type { LockOwner } from './owner.ts';
export { LockLostError, LockTimeoutError } from './errors.ts';

/** Whether a lock is held, and by whom as far as that is known. */
export type LockState = { readonly is: 'free' } | { readonly is: 'held'; readonly owner: LockOwner | null };

/**
 * A lock of a file among all processes of this machine, and among all machines where the folders are
 * shared: the folder `FILE.lock`, in proper-lockfile's protocol, so that programs that use that take part.
 *
 * ```ts
 * const lock = new FileLock('config.json');
 * await using hold = await lock.acquire({ timeoutMs: 5000 });
 * ```
 *
 * Beyond that protocol, among those who use FileLock on one machine: a holder that was killed is known
 * by its process, and followed at once; one that lives is never taken for gone, however long it is
 * silent; waiters wait in line, first come, first served, without polling; and each hold has a fencing
 * token. It waits for readers of a ReadWriteLock. Not reentrant.
 */
export class FileLock {
  readonly #file: string;
  readonly #staleMs: number;
  readonly #lockPath: string | null;
  #hold: Hold | null = null;

  /**
   * @param file what the lock protects; need not exist, its folder must
   * @throws RangeError for a staleMs below 2000
   */
  constructor(file: string, { staleMs, lockPath }: FileLockOptions = {}) {
    this.#file = file;
    this.#staleMs = checkedStaleMs(staleMs);
    this.#lockPath = lockPath ?? null;
  }

  /**
   * Acquires the lock, waiting for it in line.
   * @throws LockTimeoutError, with the holder; the signal's reason; the system's error (ENOENT: no such
   *   folder, EACCES, EROFS ...). Nothing is held then.
   */
  async acquire(options: AcquireOptions = {}): Promise<Hold> {
    options.signal?.throwIfAborted();
    return this.#at(async (target) => (await tryExclusive(target)) ?? waitExclusive(target, options));
  }

  /**
   * Acquires the lock if it is free, or its holder proven gone, and nobody waits for it.
   * @returns null when it is not
   * @throws the system's error
   */
  async tryAcquire(): Promise<Hold | null> {
    return this.#at(tryExclusive);
  }

  /**
   * Releases what this object acquired last, for those who do not keep the hold. Nothing when that was done already.
   * @throws the system's error
   */
  async release(): Promise<void> {
    await this.#hold?.release();
  }

  /**
   * Runs with the lock held, and releases it whatever happens.
   * @param act is given the hold; one that takes long looks at its signal
   * @throws as `acquire`, and what `act` throws
   */
  async run<T>(act: (hold: Hold) => T | Promise<T>, options: AcquireOptions = {}): Promise<T> {
    return releasing(await this.acquire(options), act);
  }

  /** Looks who holds it now. @throws the system's error */
  state(): LockState {
    const { lockPath, site } = this.#enter();
    try {
      const look = lookAt(lockPath);
      return look.is === 'free' ? look : { is: 'held', owner: ownerNow(look, site.record) };
    } finally {
      site.leave();
    }
  }

  /** What is open for the lock stays open for as long as it is held. */
  async #at<H extends Hold | null>(acquire: (target: Target) => Promise<H>): Promise<H> {
    const target = this.#enter();
    try {
      const hold = await acquire(target);
      if (hold === null) target.site.leave();
      else this.#hold = hold;
      return hold;
    } catch (error) {
      target.site.leave();
      throw error;
    }
  }

  #enter(): Target {
    const file = realTarget(this.#file);
    const lockPath = this.#lockPath ?? `${file}.lock`;
    return { file, lockPath, site: enterSite(lockPath), staleMs: this.#staleMs };
  }
}
