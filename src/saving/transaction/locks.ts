import { FileLock, type AcquireOptions } from '../lock/file-lock.ts';
import type { Hold } from '../lock/held.ts';

export interface LockingOptions extends AcquireOptions {
  /** @see FileLockOptions */
  readonly staleMs?: number;
}

/** The locks of several files. */
export interface Holds extends AsyncDisposable {
  /** Aborts when one of them is lost. */
  readonly signal: AbortSignal;
}

const defaultTimeoutMs = 30_000;

/**
 * Acquires the locks of several files one after the other. Whoever does so in the same order waits for
 * nobody who waits for them.
 * @param files in the order of `inLockOrder`
 * @param options its timeoutMs is for all of them together
 * @throws LockTimeoutError, the signal's reason, the system's error; none is held then
 */
export async function acquireAll(files: readonly string[], { staleMs, timeoutMs = defaultTimeoutMs, ...options }: LockingOptions = {}): Promise<Holds> {
  const deadline = performance.now() + timeoutMs;
  return acquireEach(files, staleMs, (lock) => lock.acquire({ ...options, timeoutMs: Math.max(deadline - performance.now(), 0) }));
}

/** The same without waiting for anybody. @returns null when one of them is not free @throws the system's error */
export async function tryAcquireAll(files: readonly string[], staleMs?: number): Promise<Holds | null> {
  return acquireEach(files, staleMs, (lock) => lock.tryAcquire());
}

async function acquireEach<H extends Hold | null>(files: readonly string[], staleMs: number | undefined, acquire: (lock: FileLock) => Promise<H>): Promise<H extends null ? Holds | null : Holds>;
async function acquireEach(files: readonly string[], staleMs: number | undefined, acquire: (lock: FileLock) => Promise<Hold | null>): Promise<Holds | null> {
  const holds: Hold[] = [];
  let isComplete = false;
  try {
    for (const file of files) {
      const hold = await acquire(new FileLock(file, staleMs === undefined ? {} : { staleMs }));
      if (hold === null) return null;
      holds.push(hold);
    }
    isComplete = true;
    return { signal: AbortSignal.any(holds.map(({ signal }) => signal)), [Symbol.asyncDispose]: () => releaseAll(holds) };
  } finally {
    if (!isComplete) await releaseAll(holds);
  }
}

/** All of them, the last first; what one of them throws is thrown after all were tried. */
async function releaseAll(holds: readonly Hold[]): Promise<void> {
  const released = await Promise.allSettled(holds.toReversed().map((hold) => hold.release()));
  const failed = released.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}
