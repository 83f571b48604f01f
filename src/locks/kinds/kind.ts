import type { Basis, SearchedFor } from '../facts.ts';
import type { Breaking, ToolCheck, ToolWay } from '../lock.ts';
import type { Observation } from '../observation.ts';
import type { Pattern } from './pattern.ts';

/** A process as a lock names it. */
export interface PidClaim {
  readonly by: 'pid';
  readonly pid: number;
  /** null: not recorded, so this machine is meant. */
  readonly host: string | null;
  /** Whether `host` is only a word beside the pid, which may mean something else. */
  readonly hostIsGuess: boolean;
  /** What tells the process from a later one of its number; null where nothing is recorded. */
  readonly mark: ProcessMark | null;
}

/** The kernel's own names, as a lock records them. */
export interface ProcessMark {
  /** /proc/sys/kernel/random/boot_id, 32 hexadecimal digits without dashes. */
  readonly bootId: string;
  /** The process's start, in clock ticks since boot; null where only the boot is recorded. */
  readonly startTicks: string | null;
}

/** What a lock says about its own holder. */
export type Claim =
  | { readonly by: 'nobody' }
  | PidClaim
  /** Several hold it together, or one after the other: it is free when all of them are gone. */
  | { readonly by: 'several'; readonly claims: readonly PidClaim[] }
  /** Somebody, and no process. `host` is null where it names no machine. */
  | { readonly by: 'person'; readonly user: string; readonly host: string | null }
  /** The content should name a holder and cannot be read as one. */
  | { readonly by: 'garbled'; readonly reason: 'half-written' | 'unreadable' };

/** How often a live holder renews the modification time of its lock. */
export interface HeartbeatRule {
  /** Whether the lock shows that it was renewed, or only that it was made. */
  readonly renewed: boolean;
  /** What its tool does unless told otherwise, ms. */
  readonly usualMs: number;
  /** Silence after which the tool itself takes the lock over, unless told otherwise, ms. */
  readonly takenOverAfterMs: number;
}

/** A lock as one format reads it: what it says, before anything is checked against the machine. */
export interface Reading {
  readonly kind: string;
  readonly title: string;
  readonly resource: string;
  readonly basis: Basis;
  readonly claim: Claim;
  /** When the holder says it acquired the lock, ms since the epoch; null where it says nothing. */
  readonly claimedAt: number | null;
  /** When the claim was written, ms since the epoch, where it stands in another file than the lock; else null. */
  readonly claimWrittenAt: number | null;
  readonly heartbeat: HeartbeatRule | null;
  /** Which live processes could hold it when it names nobody; null where none can be told. */
  readonly search: SearchedFor | null;
  readonly companions: readonly string[];
  /** Whether its file may stay after the release by design, so that its age proves nothing of its holder. */
  readonly mayOutlive: boolean;
  readonly breaking: Breaking;
  /** What its own tool offers, the gentlest first. */
  readonly ways: readonly ToolWay[];
  /** See Lock. */
  readonly endsByRename: boolean;
  readonly check: ToolCheck | null;
}

/** What a reading says of the end of a lock where its tool is known for neither. */
export const usualEnd: Pick<Reading, 'endsByRename' | 'check'> = { endsByRename: false, check: null };

/** Where a path stands and what can be seen around it. */
export interface Site {
  readonly observation: Observation;
  /** The git folder (`.git`, a worktree's, a submodule's, a bare repository) that the path is in. */
  readonly gitDir: string | null;
  /** Names of the files in the same folder; listed only when asked for. */
  readonly siblings: () => ReadonlySet<string>;
  /** Looks at a path beside the lock, for companions; null when it is not there. */
  readonly look: (path: string) => Observation | null;
}

/** One family of lock formats. Pure: what it needs to see, the site shows it. */
export interface LockKind {
  /** Where its locks stand, if patterns tell all of it; see pattern.ts. All kinds' patterns are then asked as one. */
  readonly patterns?: readonly Pattern[];
  /**
   * Whether a name is worth a look. Asked for every file of a workspace, so it must be quick and
   * look at nothing; `folder` is the path of the folder that the name stands in.
   */
  mayBe(name: string, folder: string): boolean;
  /**
   * The lock that stands there; null when it is none of this family's; 'part-of-another' when it
   * belongs to a lock beside it and must be listed by no family.
   */
  read(site: Site): Reading | 'part-of-another' | null;
}
