import os from 'node:os';
import type { KernelLock, Lineage, ProcessInfo } from '../locks/lock.ts';

/** What became of a pid. */
export type Probe =
  | { readonly is: 'alive'; readonly process: RunningProcess }
  | { readonly is: 'zombie' }
  | { readonly is: 'dead' }
  /** Alive, and that is all this user may know. */
  | { readonly is: 'hidden' };

export interface RunningProcess extends ProcessInfo {
  readonly parentPid: number | null;
  /** Base name of its program: "git", "node". */
  readonly program: string;
  readonly argv: readonly string[];
  /** Stopped by a signal or a debugger: alive, but doing nothing. */
  readonly stopped: boolean;
}

/** Who may use a path besides the processes that can be seen from here. */
export type Sharing =
  | 'private'
  /** Other machines, which go by other names. */
  | 'machines'
  /** Processes outside of this container, which may even go by this machine's name. */
  | 'containers';

/** A lock that the kernel has on a file, with the processes that hold it and wait for it. */
export interface KernelHold extends Omit<KernelLock, 'holders' | 'waiters'> {
  /** Empty where they cannot be seen by this user. */
  readonly holders: readonly RunningProcess[];
  readonly waiters: readonly RunningProcess[];
}

/** The kernel's locks at one moment. */
export interface KernelLocks {
  /**
   * Those on one file.
   * @param file as lstat identifies it; its path as the kernel shows it, without symlinks
   */
  on(file: { readonly path: string; readonly dev: bigint; readonly ino: bigint }): readonly KernelHold[];
  /** Every locked file whose path this user can see, by that path as the kernel shows it. */
  readonly byPath: ReadonlyMap<string, readonly KernelHold[]>;
}

/** How a process is asked to end: it may put things in order first, or not. */
export type EndSignal = 'SIGTERM' | 'SIGKILL';

/** What came of ending a process. */
export type EndOutcome =
  | { readonly is: 'signalled' }
  | { readonly is: 'gone' }
  /** Its number is somebody else's by now. */
  | { readonly is: 'another' }
  /** It is this process, one that this descends from, or the system's first. */
  | { readonly is: 'own' }
  | { readonly is: 'forbidden' }
  /** It cannot be told whether this is still the same process. */
  | { readonly is: 'unverified' }
  /** The system has no such signal. */
  | { readonly is: 'unsupported' };

/** The machine, as far as locks are concerned. Everything is synchronous: see observe() for why. */
export interface Machine {
  readonly hostname: string;
  probe(pid: number): Probe;
  /** Whether this very process, not another of the same number, is still alive. Quick: asked several times a second. */
  lives(process: ProcessInfo): boolean;
  /**
   * The processes that run one of these programs; null where processes cannot be listed.
   * @param isProgram asked with the base name of each program
   */
  running(isProgram: (program: string) => boolean): readonly RunningProcess[] | null;
  /**
   * The same as far as it can be told at once, to find who made a file at this moment: may miss one
   * that took over the number of another, or became another program late in its life. The first call is
   * as slow as running(). Newest first. Proves nothing by what it leaves out.
   */
  glimpse(isProgram: (program: string) => boolean): readonly RunningProcess[];
  /** Whether processes of this user can be told by their executables, whatever they call themselves. -1: no such number here. */
  looksInto(uid: number): boolean;
  /** Value of a variable in a process's environment at its start; null where it is not set or not to be seen. */
  environment(pid: number, variable: string): string | null;
  /**
   * Processes that have one of these files open for writing or under a kernel lock, by path; null where that cannot be seen.
   * @param among the only processes to look at; all when left out
   */
  openers(paths: readonly string[], among?: readonly ProcessInfo[]): ReadonlyMap<string, readonly RunningProcess[]> | null;
  /** Tells of paths whether processes that cannot be seen from here may use them. */
  sharing(): (path: string) => Sharing;
  /** The kernel's locks now, the same object for as long as none has changed; null where they cannot be listed. */
  kernelLocks(): KernelLocks | null;
  /** Where a process comes from, as far as that can be seen. */
  lineage(process: ProcessInfo): Lineage;
  /** Signals this very process and no other of its number; nothing is sent unless the outcome is 'signalled'. */
  end(process: ProcessInfo, signal: EndSignal): EndOutcome;
  /** What the kernel calls this boot, 32 hexadecimal digits; null where it has no name for it. */
  bootId(): string | null;
  /** The numbers by which processes in containers of this machine go in there; null where not all processes can be seen. */
  namesakes(): ReadonlySet<number> | null;
  /**
   * No process of this boot can have written anything before this time, ms since the epoch, whatever
   * the clock has been set to since; null where it is not known.
   */
  bootedAfter(): number | null;
  /**
   * Whether a process started after a moment of the past, its time taken from the file system.
   * 'unclear' where the start is not known or the clock was set in between.
   */
  startedAfter(process: ProcessInfo, at: number): 'yes' | 'no' | 'unclear';
}

/** This machine's name as locks record it. */
export function hostname(): string {
  return os.hostname();
}

/** Whether a recorded host is this machine by its whole name. */
export function isThisHost(recorded: string, own: string): boolean {
  return recorded.toLowerCase() === own.toLowerCase();
}

/** Whether it may be: the same first label, where only one of the two is fully qualified. So may be another machine. */
export function mayBeThisHost(recorded: string, own: string): boolean {
  const [a, b] = [recorded.toLowerCase(), own.toLowerCase()];
  return a === b || (a.includes('.') !== b.includes('.') && a.split('.')[0] === b.split('.')[0]);
}
