import { realTarget } from '../real-target.ts';
import { holdingOf, lookAt, removeLock, type FolderMark } from './folder.ts';
import { HeldLock, releasing, type Hold } from './held.ts';
import { checkedStaleMs, limitOf, type AcquireOptions, type FileLockOptions } from './options.ts';
import type { LockOwner } from './owner.ts';
import { note } from './record.ts';
import { ownerNow, seek, type Spot } from './seek.ts';
import { enterSite, type LockSite } from './site.ts';

/**
 * Lets so many in at a time, among all processes of this machine: each permit is a lock of its own, the folder
 * `FILE.1.lock`, `FILE.2.lock` and so on. All who share it must agree on their number. First come, first
 * served; the permit of a process that was killed is free at once. Not reentrant.
 */
export class Semaphore {
  readonly #file: string;
  readonly #permits: number;
  readonly #staleMs: number;

  /**
   * @param file what it is about; need not exist, its folder must
   * @param permits at least 1
   * @throws RangeError for fewer, and for a staleMs below 2000
   */
  constructor(file: string, permits: number, { staleMs }: Pick<FileLockOptions, 'staleMs'> = {}) {
    if (!Number.isSafeInteger(permits) || permits < 1) throw new RangeError(`permits is ${permits}; it must be a whole number of at least 1.`);
    this.#file = file;
    this.#permits = permits;
    this.#staleMs = checkedStaleMs(staleMs);
  }

  /**
   * Acquires a permit, waiting for it in line.
   * @returns its hold, whose `lockPath` tells which permit it is
   * @throws as FileLock.acquire
   */
  async acquire(options: AcquireOptions = {}): Promise<Hold> {
    options.signal?.throwIfAborted();
    const file = realTarget(this.#file);
    const line = enterSite(`${file}.permits`);
    try {
      return await this.#inLine(file, line, options);
    } catch (error) {
      line.leave();
      throw error;
    }
  }

  /** Runs with a permit held, and releases it whatever happens. @throws as `acquire`, and what `act` throws */
  async run<T>(act: (hold: Hold) => T | Promise<T>, options: AcquireOptions = {}): Promise<T> {
    return releasing(await this.acquire(options), act);
  }

  async #inLine(file: string, { line, leave }: LockSite, options: AcquireOptions): Promise<Hold> {
    const permits = permitsOf(file, this.#permits);
    const [first] = permits;
    const owner = (): LockOwner | null => ownerNow(lookAt(first.lockPath), first.record);
    const { limit, tell } = limitOf({ file, lockPath: first.lockPath }, options, owner);
    try {
      const turn = await line.turn({ kind: 'exclusive', limit: this.#permits }, limit);
      try {
        const { spot, folder } = await seek(permits, { staleMs: this.#staleMs, limit, onWait: tell });
        for (const other of permits) if (other !== spot) other.leave();
        turn.has();
        return holdPermit(file, spot, folder, this.#staleMs, () => {
          turn.end();
          spot.leave();
          leave();
        });
      } catch (error) {
        turn.end();
        throw error;
      }
    } catch (error) {
      for (const permit of permits) permit.leave();
      throw error;
    } finally {
      limit.dispose();
    }
  }
}

type Permit = Spot & Pick<LockSite, 'leave'>;

function permitsOf(file: string, count: number): [Permit, ...Permit[]] {
  const permit = (number: number): Permit => {
    const lockPath = `${file}.${number}.lock`;
    const { record, leave } = enterSite(lockPath);
    return { lockPath, record, leave };
  };
  return [permit(1), ...Array.from({ length: count - 1 }, (_, i) => permit(i + 2))];
}

/** The folder is given back when it cannot be noted. */
function holdPermit(file: string, { lockPath, record }: Spot, folder: FolderMark, staleMs: number, onEnd: () => void): Hold {
  try {
    const token = note(record, folder);
    return new HeldLock({ file, lockPath, token, holding: holdingOf(lockPath, folder, record.retireTo), staleMs, pass: () => false, onEnd });
  } catch (error) {
    removeLock(lockPath, folder);
    throw error;
  }
}
