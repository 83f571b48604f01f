import { LockTimeoutError } from './errors.ts';
import { lookAt, removeLock, type FolderMark } from './folder.ts';
import { HeldFolder, type Hold } from './held.ts';
import type { Turn } from './line.ts';
import { ownMark, type LockOwner } from './owner.ts';
import { realFile } from './real-file.ts';
import { ownerNow, seek, tryOnce } from './seek.ts';
import { LockSite } from './site.ts';
import { TimeLimit } from './time-limit.ts';
import type { Place as LinePlace } from './turns.ts';

export interface FileLockOptions {
  /**
   * After which time without a renewal a holder that is not known by name counts as gone, ms; at least
   * 2000, as with proper-lockfile, whose holders must agree on it. Own holds are renewed twice as often.
   * Default 10,000.
   */
  readonly staleMs?: number;
  /** The folder that is the lock, where it is not the file's path with ".lock". */
  readonly lockPath?: string;
}

export interface AcquireOptions {
  /** How long to wait, ms; Infinity for as long as it takes. Default 30,000. */
  readonly timeoutMs?: number;
  /** Ends the waiting: the acquisition rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Told who holds the lock when waiting begins and whenever that changes; null: somebody who uses another program. */
  readonly onWait?: (owner: LockOwner | null) => void;
}

/** Whether a lock is held, and by whom as far as it is known. */
export type LockState = { readonly is: 'free' } | { readonly is: 'held'; readonly owner: LockOwner | null };

const defaultTimeoutMs = 30_000;
const defaultStaleMs = 10_000;
const leastStaleMs = 2000;

const alone: LinePlace = { kind: 'exclusive', limit: 1 };

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
 * silent; waiters wait in line, first come, first served, without polling; and each hold has a fencing token.
 * Not reentrant.
 */
export class FileLock {
  readonly #file: string;
  readonly #staleMs: number;
  readonly #lockPath: string | null;

  /**
   * @param file what the lock protects; need not exist, its folder must
   * @throws RangeError for a staleMs below 2000
   */
  constructor(file: string, { staleMs = defaultStaleMs, lockPath }: FileLockOptions = {}) {
    if (!(staleMs >= leastStaleMs)) throw new RangeError(`staleMs is ${staleMs}; it must be at least ${leastStaleMs} ms.`);
    this.#file = file;
    this.#staleMs = staleMs;
    this.#lockPath = lockPath ?? null;
  }

  /**
   * Acquires the lock, waiting for it in line.
   * @throws LockTimeoutError, with the holder; the signal's reason; the system's error (ENOENT: no such
   *   folder, EACCES, EROFS ...). Nothing is held then.
   */
  async acquire(options: AcquireOptions = {}): Promise<Hold> {
    options.signal?.throwIfAborted();
    return this.#at(async (place) => holdOf(place, (await quick(place)) ?? (await inLine(place, options))));
  }

  /**
   * Acquires the lock if it is free, or its holder proven gone, and nobody waits for it.
   * @returns null when it is not
   * @throws the system's error
   */
  async tryAcquire(): Promise<Hold | null> {
    return this.#at(async (place) => {
      const acquired = await quick(place);
      return acquired === null ? null : holdOf(place, acquired);
    });
  }

  /**
   * Runs with the lock held, and releases it whatever happens.
   * @param act is given the hold; one that takes long looks at its signal
   * @throws as `acquire`, and what `act` throws
   */
  async run<T>(act: (hold: Hold) => T | Promise<T>, options: AcquireOptions = {}): Promise<T> {
    const hold = await this.acquire(options);
    try {
      return await act(hold);
    } finally {
      await hold.release();
    }
  }

  /** Looks who holds it now. @throws the system's error */
  async state(): Promise<LockState> {
    const { lockPath, site } = this.#enter();
    const look = lookAt(lockPath);
    const owner = ownerNow(look, site.record);
    site.leave(lockPath);
    return Promise.resolve(look.is === 'free' ? look : { is: 'held', owner });
  }

  /** What is opened for the lock stays open for as long as it is held. */
  async #at<H extends Hold | null>(acquire: (place: Place) => Promise<H>): Promise<H> {
    const place = this.#enter();
    let isHeld = false;
    try {
      const hold = await acquire(place);
      isHeld = hold !== null;
      return hold;
    } finally {
      if (!isHeld) place.site.leave(place.lockPath);
    }
  }

  #enter(): Place {
    const file = realFile(this.#file);
    const lockPath = this.#lockPath ?? `${file}.lock`;
    return { file, lockPath, site: LockSite.enter(lockPath), staleMs: this.#staleMs };
  }
}

/** A lock, as this process is about to acquire it. */
interface Place {
  readonly file: string;
  readonly lockPath: string;
  readonly site: LockSite;
  readonly staleMs: number;
}

interface Acquired {
  readonly folder: FolderMark;
  /** null where nobody had to wait. */
  readonly turn: Turn | null;
}

/** Without waiting, and without passing those who wait. */
async function quick({ lockPath, site }: Place): Promise<Acquired | null> {
  const folder = site.record.read().hasLine ? null : await tryOnce(lockPath, site.record);
  return folder === null ? null : { folder, turn: null };
}

async function inLine({ file, lockPath, site, staleMs }: Place, { timeoutMs = defaultTimeoutMs, signal, onWait }: AcquireOptions): Promise<Acquired> {
  const { record, line } = site;
  const owner = (): LockOwner | null => ownerNow(lookAt(lockPath), record);
  const limit = new TimeLimit(signal ?? null, timeoutMs, () => new LockTimeoutError(file, timeoutMs, owner()));
  const tell = tellingChanges(onWait);
  try {
    tell(owner());
    const turn = await line.turn(alone, limit);
    try {
      return { folder: await seek({ lockPath, record, staleMs, limit, onWait: tell }), turn };
    } catch (error) {
      turn.end();
      throw error;
    }
  } finally {
    limit.dispose();
  }
}

/** Notes who holds it, with a token of its own. The folder is given back when that fails. */
function holdOf({ file, lockPath, site, staleMs }: Place, { folder, turn }: Acquired): Hold {
  try {
    const token = Math.max((site.record.read().last?.token ?? 0) + 1, Date.now() * 1000);
    site.record.write({ token, folder, owner: ownMark() });
    const onEnd = (): void => {
      turn?.end();
      site.leave(lockPath);
    };
    return new HeldFolder({ file, lockPath, token, folder, staleMs, onEnd });
  } catch (error) {
    removeLock(lockPath, folder);
    turn?.end();
    throw error;
  }
}

/** Passes on only what differs from what was passed on before. */
function tellingChanges(onWait: AcquireOptions['onWait']): (owner: LockOwner | null) => void {
  let told: number | null | undefined;
  return (owner) => {
    const pid = owner?.pid ?? null;
    if (pid !== told) onWait?.(owner);
    told = pid;
  };
}
