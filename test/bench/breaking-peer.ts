import { lstatSync, readFileSync, readlinkSync, rmdirSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { errnoCode } from '../../src/base/errors.ts';

/** A lock as a script sees it. */
interface Seen {
  readonly isFolder: boolean;
  readonly pid: number;
  readonly identity: string;
}

/**
 * Removes a lock by its path when the process that it names is dead, as scripts and libraries do.
 * @param checks whether it is looked at again right before
 * @param wait what happens between the last look and the removal
 * @returns how that ended; null when there was none to remove
 */
export function breakByPath(lock: string, checks: boolean, wait: () => void): string | null {
  const seen = look(lock);
  if (seen === null || isAlive(seen.pid)) return null;
  if (checks && look(lock)?.identity !== seen.identity) return 'changed';
  wait();
  try {
    remove(lock, seen);
    return 'broken';
  } catch (error) {
    return errnoCode(error) ?? 'UNKNOWN';
  }
}

function look(lock: string): Seen | null {
  try {
    const stats = lstatSync(lock, { bigint: true });
    const words = stats.isSymbolicLink() ? readlinkSync(lock) : readFileSync(stats.isDirectory() ? path.join(lock, 'pid') : lock, 'utf8');
    const pid = Number(/(\d+)\s*$/.exec(words)?.[1] ?? 0);
    const identity = [stats.dev, stats.ino, stats.birthtimeNs, stats.mtimeNs, words].join(' ');
    return pid === 0 ? null : { isFolder: stats.isDirectory(), pid, identity };
  } catch {
    // Gone, or not yet written in full.
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoCode(error) !== 'ESRCH';
  }
}

function remove(lock: string, { isFolder }: Seen): void {
  if (!isFolder) return unlinkSync(lock);
  unlinkSync(path.join(lock, 'pid'));
  rmdirSync(lock);
}
