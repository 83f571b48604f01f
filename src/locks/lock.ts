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

/** Where a process comes from. */
export interface Lineage {
  /** The processes that started it, the nearest first, without the system's own first one. */
  readonly parents: readonly { readonly pid: number; /** Base name of its program, or what it calls itself. */ readonly program: string }[];
  /** What the container that it runs in is known by; null for none, or where that cannot be seen. */
  readonly container: string | null;
}

/** Who has a lock; each part is null where it is not known. */
export interface Holder extends Lineage {
  readonly pid: number | null;
  readonly host: string | null;
  readonly user: string | null;
  readonly command: string | null;
  readonly cwd: string | null;
  /** ms since the epoch. */
  readonly startedAt: number | null;
  /** See ProcessInfo: with it, the pid names one process for good. */
  readonly startMark: string | null;
}

/** A lock that the kernel keeps on a file, and takes away when its holder ends. */
export interface KernelLock {
  /** 'posix' is fcntl's classic lock, of a process; 'ofd' fcntl's newer one, of an open file. */
  readonly by: 'flock' | 'posix' | 'ofd' | 'lease';
  readonly mode: 'read' | 'write';
  /** First byte; 0 for all of the file. */
  readonly start: number;
  /** Last byte; null for the end of the file, wherever that will be. */
  readonly end: number | null;
  /** Several where a descriptor was inherited; empty where they cannot be seen by this user. */
  readonly holders: readonly Holder[];
  readonly waiters: readonly Holder[];
}

/** What a lock's own tool offers to get out of it. */
export interface ToolWay {
  /** The program and its arguments, each a word of its own. */
  readonly argv: readonly string[];
  /** The folder to run it in. */
  readonly cwd: string;
  /** What it does, as a sentence. */
  readonly does: Text;
}

/** How its own tool tells, changing nothing, whether what a lock protects is sound. */
export interface ToolCheck {
  /** The program and its arguments; it is sound when that ends with 0 and no complaint. */
  readonly argv: readonly string[];
  readonly cwd: string;
  /** What is added to the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** What is so then, as a sentence. */
  readonly sound: Text;
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
  /** The locks that the kernel has on its file. */
  readonly kernelLocks: readonly KernelLock[];
  /** ms since the epoch. */
  readonly acquiredAt: number;
  readonly breaking: Breaking;
  /** What its own tool offers, the gentlest first. */
  readonly ways: readonly ToolWay[];
  /** Files that belong to the lock and go with it, for instance git's `~pid.lock`. */
  readonly companions: readonly string[];
  /** Whether its tool ends by renaming the lock file over what it protects. */
  readonly endsByRename: boolean;
  /** null where its tool has none. */
  readonly check: ToolCheck | null;
  /** What the verdict was made from; nothing else may be broken on the strength of it. */
  readonly identity: Identity;
}
