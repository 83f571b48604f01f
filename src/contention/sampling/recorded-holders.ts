import { openFileAt, openFilesOf, type OpenFile } from '../../system/linux/lock-stream-files.ts';
import type { LockLine } from '../../system/linux/lock-lines.ts';
import { readStat } from '../../system/linux/proc.ts';
import type { Openers } from './openers.ts';

interface Known {
  pid: number;
  open: OpenFile | null;
  checkAt: number;
}

/** A flock that lasts so long is looked at again, ms: `flock -n 9` in a shell is taken by a process that ends at once. */
const firstCheckMs = 50;
const checkMs = 1000;
/** Going through all descriptors of processes takes a while; so often in one round of looks. */
const mostSearches = 2;

/**
 * Who has a flock: the list names the process that took it, which may have ended and left it to those that
 * inherited its open file. The oldest of these is told.
 */
export class RecordedHolders {
  readonly #openers: Openers;
  readonly #known = new Map<string, Known>();
  #searchesLeft = mostSearches;

  constructor(openers: Openers) {
    this.#openers = openers;
  }

  /** In one round only some are gone into. @param isListed whether a lock, by its key, is in the list still */
  startRound(isListed: (key: string) => boolean): void {
    this.#searchesLeft = mostSearches;
    for (const key of this.#known.keys()) if (!isListed(key)) this.#known.delete(key);
  }

  /**
   * @param now ms of performance.now()
   * @returns `isLost` when the process that is told has it no more, and only a look at all processes may tell who has
   */
  holder(line: LockLine, now: number): { readonly pid: number; readonly isLost: boolean; readonly checkAt: number } {
    let known = this.#known.get(line.key);
    if (known === undefined) {
      known = { pid: line.pid, open: null, checkAt: now + firstCheckMs };
      this.#known.set(line.key, known);
    }
    if (now < known.checkAt) return { pid: known.pid, isLost: false, checkAt: known.checkAt };
    const open = this.#findQuickly(line, known.open) ?? (this.#searchesLeft-- > 0 ? this.#find(line) : 'later');
    if (open === 'later') return { pid: known.pid, isLost: false, checkAt: now };
    if (open === null) return { pid: known.pid, isLost: true, checkAt: known.checkAt };
    known.pid = open.pid;
    known.open = open;
    known.checkAt = now + checkMs;
    return { pid: open.pid, isLost: false, checkAt: known.checkAt };
  }

  /** By the descriptors that were seen to be on the file. */
  #findQuickly(line: LockLine, before: OpenFile | null): OpenFile | null {
    const inodes = new Set([line.inode]);
    const still = before === null ? null : openFileAt(before.pid, before.descriptor, inodes);
    if (has(line, still)) return still;
    const own = this.#openers.remembered(line).find(([pid]) => pid === line.pid);
    for (const descriptor of own?.[1] ?? []) {
      const open = openFileAt(line.pid, descriptor, inodes);
      if (has(line, open)) return open;
    }
    return null;
  }

  #find(line: LockLine): OpenFile | null {
    for (const open of line.pid > 0 ? openFilesOf(line.pid, new Set([line.inode])) : []) if (has(line, open)) return open;
    const others = [...this.#openers.known(line)].filter((open) => has(line, open));
    const start = ({ pid }: OpenFile): number => readStat(pid)?.startTicks ?? Infinity;
    return others.toSorted((a, b) => start(a) - start(b))[0] ?? null;
  }
}

function has(line: LockLine, open: OpenFile | null): open is OpenFile {
  return open !== null && open.keys.includes(line.key);
}
