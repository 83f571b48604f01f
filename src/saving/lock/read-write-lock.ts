import { realTarget } from '../real-target.ts';
import { tryExclusive, waitExclusive, type Target } from './exclusive.ts';
import { releasing, type Hold } from './held.ts';
import { checkedStaleMs, type AcquireOptions, type FileLockOptions } from './options.ts';
import { tryShared, waitShared } from './shared.ts';
import { enterSite } from './site.ts';

/**
 * A lock of a file that readers share and a writer has alone, among all processes of this machine. To write
 * is to hold the file's FileLock; each reader is a file in the folder `FILE.lock-readers` beside it.
 *
 * Writers go before readers who come after them; when a writer is done, all readers who wait by then go before
 * the next writer. So a writer waits for those who read when it comes and for the writers before it, a reader
 * for one writer, and nobody starves. Neither reentrant nor upgradable. Users of proper-lockfile count as
 * writers, but do not know of readers: do not mix them.
 */
export class ReadWriteLock {
  readonly #file: string;
  readonly #staleMs: number;
  readonly #lockPath: string | null;

  /**
   * @param file what the lock protects; need not exist, its folder must, and must be writable for readers, too
   * @throws RangeError for a staleMs below 2000
   */
  constructor(file: string, { staleMs, lockPath }: FileLockOptions = {}) {
    this.#file = file;
    this.#staleMs = checkedStaleMs(staleMs);
    this.#lockPath = lockPath ?? null;
  }

  /** Acquires it together with other readers. The token is that of the last writer. @throws as FileLock.acquire */
  async acquireRead(options: AcquireOptions = {}): Promise<Hold> {
    options.signal?.throwIfAborted();
    return this.#at((target) => tryShared(target) ?? waitShared(target, options));
  }

  /** Acquires it alone. @throws as FileLock.acquire */
  async acquireWrite(options: AcquireOptions = {}): Promise<Hold> {
    options.signal?.throwIfAborted();
    return this.#at(async (target) => (await tryExclusive(target)) ?? waitExclusive(target, options));
  }

  /** Runs while nobody writes. @throws as `acquireRead`, and what `act` throws */
  async read<T>(act: (hold: Hold) => T | Promise<T>, options: AcquireOptions = {}): Promise<T> {
    return releasing(await this.acquireRead(options), act);
  }

  /** Runs while nobody else reads or writes. @throws as `acquireWrite`, and what `act` throws */
  async write<T>(act: (hold: Hold) => T | Promise<T>, options: AcquireOptions = {}): Promise<T> {
    return releasing(await this.acquireWrite(options), act);
  }

  async #at(acquire: (target: Target) => Hold | Promise<Hold>): Promise<Hold> {
    const file = realTarget(this.#file);
    const lockPath = this.#lockPath ?? `${file}.lock`;
    const site = enterSite(lockPath);
    try {
      return await acquire({ file, lockPath, site, staleMs: this.#staleMs });
    } catch (error) {
      site.leave();
      throw error;
    }
  }
}
