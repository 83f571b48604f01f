import type { ProcessInfo } from './lock.ts';

/** What became of the holder that the lock itself names. */
export type ClaimFact =
  | { readonly is: 'none' }
  /** The content should name a holder and cannot be read as one. */
  | { readonly is: 'garbled'; readonly reason: 'half-written' | 'unreadable' }
  | { readonly is: 'elsewhere'; /** null where it names no process. */ readonly pid: number | null; readonly host: string }
  /** It names somebody, and no process. */
  | { readonly is: 'person'; readonly user: string }
  /** The pid is alive; `started` says when, against the last writing of the lock. */
  | { readonly is: 'alive'; readonly process: ProcessInfo; readonly started: 'before' | 'after' | 'unclear' }
  | { readonly is: 'dead'; readonly pid: number }
  /** The pid was one of an earlier start of this machine. */
  | { readonly is: 'earlier-boot'; readonly pid: number }
  | { readonly is: 'zombie'; readonly pid: number }
  | { readonly is: 'unverifiable'; readonly pid: number; readonly reason: UnverifiableReason };

/** Why a pid cannot be looked up from here. */
export type UnverifiableReason = 'shared-place' | 'namesake-in-container' | 'no-permission';

/** Who was seen making the lock, at the moment when it appeared. */
export type CreatorFact =
  | { readonly is: 'unseen' }
  /** `decides`: the lock cannot have passed to somebody else since. */
  | { readonly is: 'alive'; readonly process: ProcessInfo; readonly decides: boolean }
  | { readonly is: 'gone'; readonly processes: readonly ProcessInfo[]; readonly decides: boolean };

/** What the lock holds by. */
export type Basis =
  /** Its existence: who made it has it until it is removed. */
  | 'existence'
  /** A kernel lock on its file, which is removed on release. */
  | 'kernel'
  /** A kernel lock on its file, which stays by design. */
  | 'kernel-on-lasting-file'
  /** Somebody's decision, which needs no process. */
  | 'decision';

/** Whether the kernel has a lock on the lock's file. */
export type KernelFact =
  | { readonly is: 'unseen' }
  /** It has none, but the file is so new that its maker may be about to lock it. */
  | { readonly is: 'new' }
  | { readonly is: 'free' }
  /** No processes where they cannot be seen. */
  | { readonly is: 'locked'; readonly processes: readonly ProcessInfo[] };

/** Who has the lock's file open for writing now. */
export type OpenerFact =
  | { readonly is: 'unseen' }
  | { readonly is: 'free' }
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

/**
 * Which live processes could hold a lock that names nobody: git in its repository, whatever runs
 * JavaScript, any process at all, these programs, or these programs where they work in a folder.
 */
export type SearchedFor = 'git' | 'javascript' | 'anybody' | readonly string[] | WorkingIn;

/** Processes that keep a lock up as long as they work in a folder, whoever it names: a server's children. */
export interface WorkingIn {
  readonly programs: readonly string[];
  readonly folder: string;
}

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
  readonly basis: Basis;
  readonly claim: ClaimFact;
  readonly kernel: KernelFact;
  readonly creator: CreatorFact;
  readonly openers: OpenerFact;
  readonly candidates: CandidateFact;
  readonly heartbeat: HeartbeatFact;
  readonly boot: BootFact;
}
