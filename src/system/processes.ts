import path from 'node:path';

/** A true holder started before it wrote its lock; clocks and file systems are this coarse, ms. */
const graceMs = 50;

/** A process that started later than this after the lock was written did not write it, ms (FAT keeps 2 s). */
const toleranceMs = 2000;

/**
 * Whether a process started after a file was written.
 * @param startedAt start of the process, ms since the epoch; null where not known
 * @param writtenAt time of the file, ms since the epoch
 */
export function compareStart(startedAt: number | null, writtenAt: number): 'yes' | 'no' | 'unclear' {
  if (startedAt === null) return 'unclear';
  if (startedAt <= writtenAt + graceMs) return 'no';
  return startedAt > writtenAt + toleranceMs ? 'yes' : 'unclear';
}

/** Longest command line that is kept, in characters. */
const longestCommand = 200;

/** A command line on one line, bounded, its program by name: where it is installed tells nothing. */
export function commandLine([program = '', ...args]: readonly string[]): string {
  const line = [path.basename(program), ...args].join(' ').replace(/\s+/g, ' ').trim();
  return line.length > longestCommand ? `${line.slice(0, longestCommand - 1)}…` : line;
}

/** What kill(pid, 0) tells; 'hidden' is EPERM: alive, and somebody else's. */
export function signalProbe(pid: number): 'alive' | 'dead' | 'hidden' {
  try {
    process.kill(pid, 0);
    return 'alive';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? 'hidden' : 'dead';
  }
}
