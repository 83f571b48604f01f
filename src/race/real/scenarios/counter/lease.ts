import { setTimeout as pause } from 'node:timers/promises';
import type { Attempt } from '../../scenario.ts';

/** A lock that was got, and that ends by itself. */
export interface Lease {
  /** What it was given as a fencing token; null when the lock has none to give. */
  readonly token: number | null;
  /** Whether its holder knows by now that it has lost it. */
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
  /** The longest pause between two tries; each is chosen by chance, so that waiters do not stay in step. */
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
export async function acquireLease(lock: LeaseLock, attempt: Attempt, { longestNapMs, unreachableMs }: Patience): Promise<Lease | null> {
  let reachedAt = performance.now();
  for (;;) {
    const tried = await lock.tryOnce();
    if (tried.is === 'held') return tried.lease;
    if (tried.is === 'taken') reachedAt = performance.now();
    if (performance.now() - reachedAt > unreachableMs) {
      attempt.gaveUp();
      return null;
    }
    attempt.signal.throwIfAborted();
    attempt.retried();
    await pause(shortestNapMs + attempt.random() * (longestNapMs - shortestNapMs));
    attempt.signal.throwIfAborted();
  }
}

/** Whether so much of a lease is left that work may begin: half of it. Who was answered late has less than it thinks. */
export function isEnough(leftMs: number, leaseMs: number): boolean {
  return leftMs >= leaseMs / 2;
}
