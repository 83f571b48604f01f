import type { LockOwner } from './owner.ts';

/** The lock was not free in time. Nothing has changed. */
export class LockTimeoutError extends Error {
  override readonly name = 'LockTimeoutError';
  /** Who had it at the end; null where that is not known, as of holders that use another program. */
  readonly owner: LockOwner | null;

  constructor(file: string, timeoutMs: number, owner: LockOwner | null, lockPath = `${file}.lock`) {
    const holder = owner === null ? 'somebody else' : `${owner.command ?? 'a process'} (${owner.pid}${owner.isLocal ? '' : ` on ${owner.host}`})`;
    super(`${file} is locked by ${holder} and was not released within ${Math.round(timeoutMs)} ms. Try again later, or allow more time; "lockscope explain ${lockPath}" tells more.`);
    this.owner = owner;
  }
}

/** A lock that was held is somebody else's by now, or nobody's: what it protects may change at any moment. */
export class LockLostError extends Error {
  override readonly name = 'LockLostError';

  constructor(file: string, why: string) {
    super(`The lock of ${file} was lost: ${why}. What was begun under it must not be completed.`);
  }
}
