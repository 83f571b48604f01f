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

/**
 * Who has a flock: the list names the process that took it, which may have ended and left it to those that
 * inherited its open file. The oldest of these is told.
 */
export class RecordedHolders {
  readonly #openers: Openers;
  readonly #known = new Map<string, Known>();

  constructor(openers: Openers) {
    this.#openers = openers;
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
    const open = this.#find(line, known.open);
    if (open === null) return { pid: known.pid, isLost: true, checkAt: known.checkAt };
    known.pid = open.pid;
    known.open = open;
    known.checkAt = now + checkMs;
    return { pid: open.pid, isLost: false, checkAt: known.checkAt };
  }

  keep(isKept: (key: string) => boolean): void {
    for (const key of this.#known.keys()) if (!isKept(key)) this.#known.delete(key);
  }

  #find(line: LockLine, before: OpenFile | null): OpenFile | null {
    const inodes = new Set([line.inode]);
    const has = (open: OpenFile | null): open is OpenFile => open !== null && open.keys.includes(line.key);
    const still = before === null ? null : openFileAt(before.pid, before.descriptor, inodes);
    if (has(still)) return still;
    for (const open of line.pid > 0 ? openFilesOf(line.pid, inodes) : []) if (has(open)) return open;
    const others = [...this.#openers.known(line)].filter(has);
    const start = ({ pid }: OpenFile): number => readStat(pid)?.startTicks ?? Infinity;
    return others.toSorted((a, b) => start(a) - start(b))[0] ?? null;
  }
}
