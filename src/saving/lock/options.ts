import { LockTimeoutError } from './errors.ts';
import { TimeLimit } from './time-limit.ts';
import type { LockOwner } from './owner.ts';

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
  /** Told who holds the lock when waiting begins and whenever that changes; null: somebody who is not known by name, as users of another program. */
  readonly onWait?: (owner: LockOwner | null) => void;
}

const defaultTimeoutMs = 30_000;
const defaultStaleMs = 10_000;
const leastStaleMs = 2000;

/** @throws RangeError for one below 2000 */
export function checkedStaleMs(staleMs: number = defaultStaleMs): number {
  if (!(staleMs >= leastStaleMs)) throw new RangeError(`staleMs is ${staleMs}; it must be at least ${leastStaleMs} ms.`);
  return staleMs;
}

/**
 * How long to wait for a lock, and whom to tell.
 * @param owner looks who has it when the time is over
 */
export function limitOf({ file, lockPath }: { readonly file: string; readonly lockPath: string }, { timeoutMs = defaultTimeoutMs, signal, onWait }: AcquireOptions, owner: () => LockOwner | null): { readonly limit: TimeLimit; readonly tell: (owner: LockOwner | null) => void } {
  return { limit: new TimeLimit(signal ?? null, timeoutMs, () => new LockTimeoutError(file, timeoutMs, owner(), lockPath)), tell: tellingChanges(onWait) };
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
