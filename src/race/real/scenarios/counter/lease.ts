import type { Attempt } from '../../scenario.ts';
import { waitUnlessOver } from '../../waiting.ts';

/** A lock that was got, and that ends by itself. */
export interface Lease {
  /** What it was given as a fencing token; null when the lock has none to give. */
  readonly token: number | null;
  /** How long it lasts still by its holder's own clock, which counts from before it asked, ms; negative when it is over. */
  leftMs(): number;
  /** Whether its holder was told that it has lost it. */
  isLost(): boolean;
  /** A lock that cannot be released, since the server is gone, ends by itself. @throws what a server answered that says no */
  release(): Promise<void>;
}

/** One try to get it. */
export type Tried = { readonly is: 'held'; readonly lease: Lease } | { readonly is: 'taken' } | { readonly is: 'unreachable' };

export interface LeaseLock {
  tryOnce(): Promise<Tried>;
  close(): void;
}

/** How waiters behave, ms. */
export interface Patience {
  /** The longest pause after the first try in vain; it doubles with each further one. Each pause is chosen by chance, so that waiters do not stay in step. */
  readonly firstNapMs: number;
  /** More than that it does not become. */
  readonly longestNapMs: number;
  /** Whoever has reached no server, or no majority of them, for so long gives up. */
  readonly unreachableMs: number;
}

/** The shortest pause between two tries, ms. */
const shortestNapMs = 1;

/**
 * Tries until it is got.
 * @returns null when it gave up, since the servers could not be reached, which the attempt has been told
 * @throws the signal's reason
 */
export async function acquireLease(lock: LeaseLock, attempt: Attempt, patience: Patience): Promise<Lease | null> {
  let reachedAt = performance.now();
  for (let tries = 0; ; tries++) {
    const tried = await lock.tryOnce();
    if (tried.is === 'held') return tried.lease;
    if (tried.is === 'taken') reachedAt = performance.now();
    if (performance.now() - reachedAt > patience.unreachableMs) {
      attempt.gaveUp();
      return null;
    }
    attempt.signal.throwIfAborted();
    attempt.retried();
    await waitUnlessOver(napMs(tries, patience, attempt.random()), attempt.signal);
  }
}

/** Exponential backoff with full jitter, up to a limit. */
function napMs(tries: number, { firstNapMs, longestNapMs }: Patience, chance: number): number {
  return shortestNapMs + chance * (Math.min(longestNapMs, firstNapMs * 2 ** tries) - shortestNapMs);
}

/** Whether so much of a lease is left that its holder may go on: half of it. Whoever was answered late has less than it thinks. */
export function isEnough(lease: Lease, leaseMs: number): boolean {
  return lease.leftMs() >= leaseMs / 2;
}

/** What was got, unless the answer came so late that it is better to try again. */
export async function ifInTime(lease: Lease, leaseMs: number): Promise<Tried> {
  if (isEnough(lease, leaseMs)) return { is: 'held', lease };
  await lease.release();
  return { is: 'taken' };
}
