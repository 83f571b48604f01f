import type { Text } from '../base/text.ts';
import type { Identity } from './observation.ts';

/** See the table of states in the README. Only proof makes a lock held or stale. */
export type LockState = 'held' | 'suspect' | 'stale' | 'unknown' | 'idle';

export const lockStates: readonly LockState[] = ['stale', 'suspect', 'held', 'unknown', 'idle'];

/** One fact that a verdict rests on. */
export interface Evidence {
  /** Stable name of the kind of fact, for scripts. */
  readonly code: string;
  /** Which way the fact points; 'neutral' facts explain without deciding. */
  readonly supports: LockState | 'neutral';
  readonly message: Text;
}

export interface Verdict {
  readonly state: LockState;
  /** The decisive facts first. */
  readonly evidence: readonly Evidence[];
}

/** A process as far as this machine shows it. */
export interface ProcessInfo {
  readonly pid: number;
  /** null where it cannot be seen. */
  readonly command: string | null;
  readonly user: string | null;
  readonly cwd: string | null;
  /** ms since the epoch. */
  readonly startedAt: number | null;
  /**
   * The kernel's own mark of the process's start; with the pid it names one process for good,
   * whatever the wall clock does. null where the system gives none.
   */
  readonly startMark: string | null;
}

/** Who has a lock; each part is null where it is not known. */
export interface Holder {
  readonly pid: number | null;
  readonly host: string | null;
  readonly user: string | null;
  readonly command: string | null;
  readonly cwd: string | null;
  /** ms since the epoch. */
  readonly startedAt: number | null;
}

/** What breaking this lock means: remove the path, a verb of its tool, end its holder, or nothing at all. */
export type Breaking = 'remove' | 'tool-command' | 'end-holder' | 'never';

export interface Lock {
  readonly path: string;
  /** The path that the lock protects. */
  readonly resource: string;
  /** Id of the lock's kind, for instance 'git-index'. */
  readonly kind: string;
  /** The kind in words, for instance "Git index lock". */
  readonly title: string;
  readonly verdict: Verdict;
  readonly holder: Holder | null;
  /** Processes known to wait for it. */
  readonly waiters: readonly Holder[];
  /** ms since the epoch. */
  readonly acquiredAt: number;
  readonly breaking: Breaking;
  /** Files that belong to the lock and go with it, for instance git's `~pid.lock`. */
  readonly companions: readonly string[];
  /** What the verdict was made from; nothing else may be broken on the strength of it. */
  readonly identity: Identity;
}
