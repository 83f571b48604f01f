import type { KernelLock } from '../../locks/lock.ts';

/** One lock as /proc/locks writes it. */
export interface LockLine extends Pick<KernelLock, 'by' | 'mode' | 'start' | 'end'> {
  /** The line without its number. A `lock:` line of /proc/PID/fdinfo says the same of the same lock. */
  readonly key: string;
  /** Who took it, perhaps dead since; -1 where an open file has the lock, 0 where the process cannot be named here. */
  readonly pid: number;
  /** `major:minor` of the file system, decimal. */
  readonly device: string;
  readonly inode: string;
}

/** A lock and the pids of those that wait for it. Equal lines, as of two OFD locks for reading, are one. */
export interface LockEntry {
  readonly line: LockLine;
  readonly waiters: ReadonlySet<number>;
}

/**
 * Parses /proc/locks; see proc_locks(5) and lock_get_status() in the kernel's fs/locks.c.
 * Lines of no file are left out.
 * @param texts several readings at almost the same moment; what is in one of them counts
 */
export function parseLocks(texts: Iterable<string>): ReadonlyMap<string, LockEntry> {
  const entries = new Map<string, { readonly line: LockLine; readonly waiters: Set<number> }>();
  for (const text of texts) {
    let blocker: Set<number> | null = null;
    for (const numbered of text.split('\n')) {
      const waiter = /^\d+:\s*->\s*(.+)$/.exec(numbered)?.[1];
      if (waiter !== undefined) {
        const pid = parseLockLine(waiter)?.pid ?? 0;
        if (pid > 0) blocker?.add(pid);
        continue;
      }
      const key = withoutNumber(numbered);
      const known = entries.get(key);
      const line = known?.line ?? parseLockLine(key);
      blocker = known?.waiters ?? new Set();
      if (line !== null) entries.set(key, { line, waiters: blocker });
    }
  }
  return entries;
}

/** The locks of one descriptor, as in LockLine's key, from its /proc/PID/fdinfo file. */
export function lockKeysIn(fdinfo: string): string[] {
  if (!fdinfo.includes('lock:')) return [];
  return [...fdinfo.matchAll(/^lock:\s*(.+)$/gm)].map(([, numbered = '']) => withoutNumber(numbered));
}

function withoutNumber(numbered: string): string {
  return numbered.slice(numbered.indexOf(' ') + 1);
}

const pattern = /^(\w+)\s+\S+\s+(\w+)\s+(-?\d+) ([0-9a-f]+):([0-9a-f]+):(\d+) (\d+) (\d+|EOF)$/;

/** Parses a line without its number; null where it names no file. */
export function parseLockLine(key: string): LockLine | null {
  const match = pattern.exec(key);
  if (match === null) return null;
  const [, type = '', access = '', pid, major = '', minor = '', inode = '', start, end] = match;
  return {
    key,
    by: families[type] ?? 'posix',
    // RW: mandatory flock locks of old kernels, which let others do both.
    mode: access === 'READ' || access === 'RW' ? 'read' : 'write',
    pid: Number(pid),
    device: `${Number.parseInt(major, 16)}:${Number.parseInt(minor, 16)}`,
    inode,
    start: Number(start),
    end: end === 'EOF' ? null : Number(end),
  };
}

const families: Readonly<Record<string, KernelLock['by']>> = { FLOCK: 'flock', POSIX: 'posix', OFDLCK: 'ofd', LEASE: 'lease', DELEG: 'lease' };

/** `major:minor`, decimal, of a device number as stat(2) gives it; see makedev(3). */
export function deviceName(dev: bigint): string {
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & 0xfffff000n);
  const minor = (dev & 0xffn) | ((dev >> 12n) & 0xffffff00n);
  return `${major}:${minor}`;
}
