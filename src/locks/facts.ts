import type { ProcessInfo } from './lock.ts';

/** What became of the holder that the lock itself names. */
export type ClaimFact =
  | { readonly is: 'none' }
  /** The content should name a holder and cannot be read as one. */
  | { readonly is: 'garbled'; readonly reason: 'half-written' | 'unreadable' }
  | { readonly is: 'elsewhere'; readonly pid: number; readonly host: string }
  /** The pid is alive; `started` says when, against the last writing of the lock. */
  | { readonly is: 'alive'; readonly process: ProcessInfo; readonly started: 'before' | 'after' | 'unclear' }
  | { readonly is: 'dead'; readonly pid: number }
  | { readonly is: 'zombie'; readonly pid: number }
  | { readonly is: 'unverifiable'; readonly pid: number; readonly reason: UnverifiableReason };

/** Why a pid cannot be looked up from here. */
export type UnverifiableReason = 'shared-place' | 'namesake-in-container' | 'no-permission';

/** Who was seen making the lock, at the moment when it appeared. */
export type CreatorFact =
  | { readonly is: 'unseen' }
  | { readonly is: 'alive'; readonly process: ProcessInfo }
  | { readonly is: 'gone'; readonly processes: readonly ProcessInfo[] };

/** Who has the lock's file open now. */
export type OpenerFact =
  | { readonly is: 'unseen' }
  | { readonly is: 'free' }
  /** The kernel has a lock on it, whose holder cannot be seen. */
  | { readonly is: 'locked' }
  | { readonly is: 'open'; readonly processes: readonly ProcessInfo[] };

/** Live processes that could hold a lock which names nobody. */
export type CandidateFact =
  | { readonly is: 'unsearched' }
  | { readonly is: 'unseen' }
  | { readonly is: 'none'; readonly searched: SearchedFor }
  /** They may hold it; nothing says that they do. */
  | { readonly is: 'possible'; readonly processes: readonly ProcessInfo[] }
  /** They work on the very resource since before the lock. */
  | { readonly is: 'likely'; readonly processes: readonly ProcessInfo[] };

export type SearchedFor = 'git' | 'javascript';

/** What the lock's heartbeat says. All lengths in ms. */
export type HeartbeatFact =
  | { readonly is: 'none' }
  | { readonly is: 'fresh'; readonly silentMs: number }
  /** Just made, so that its first renewal is not due yet, if there is to be one. */
  | { readonly is: 'new'; readonly silentMs: number; readonly heldForMs: number }
  /** Overdue, but not long enough for proof, or its interval is not known. */
  | { readonly is: 'late'; readonly silentMs: number; readonly usualMs: number }
  /** Silent far beyond the interval that its holder has kept. */
  | { readonly is: 'silent'; readonly silentMs: number; readonly intervalMs: number };

/** Whether the lock is older than the running system. */
export type BootFact = 'before-boot' | 'since-boot' | 'unclear';

/** All that was found out about a lock. Facts in, verdict out: see judge.ts. */
export interface Facts {
  /** Time since the lock was acquired, ms. */
  readonly ageMs: number;
  readonly claim: ClaimFact;
  readonly creator: CreatorFact;
  readonly openers: OpenerFact;
  readonly candidates: CandidateFact;
  readonly heartbeat: HeartbeatFact;
  readonly boot: BootFact;
}
