import { openFileAt, type OpenFile } from '../../system/linux/lock-stream-files.ts';
import { isBlockedOn } from '../../system/linux/lock-stream-blocked.ts';
import type { LockLine } from '../../system/linux/lock-lines.ts';
import type { Openers } from './openers.ts';
import { Slots, type Slot } from './slots.ts';

/** A process that waits for a lock of an open file. */
export interface Blocked {
  readonly pid: number;
  readonly descriptors: ReadonlySet<string>;
}

/**
 * Who holds the locks of open files (F_OFD_SETLK) and who waits for them: the kernel's list names no process, and
 * the line of the next holder is that of the one before.
 */
export class OpenFileLocks {
  readonly #openers: Openers;
  readonly #holders = new Slots<OpenFile>();
  readonly #waiters = new Slots<Blocked>();

  constructor(openers: Openers) {
    this.#openers = openers;
  }

  /** Those that have the lock of a line. @param copies how often the list has it */
  holders(line: LockLine, copies: number): readonly Slot<OpenFile>[] {
    const inodes = new Set([line.inode]);
    const isStill = ({ pid, descriptor }: OpenFile): boolean => openFileAt(pid, descriptor, inodes)?.keys.includes(line.key) ?? false;
    const isOther = (open: OpenFile, known: readonly OpenFile[]): boolean => !known.some(({ pid }) => pid === open.pid);
    return this.#holders.fit(line.key, copies, isStill, (known) => {
      for (const open of this.#openers.known(line)) if (open.keys.includes(line.key) && isOther(open, known)) return open;
      return null;
    });
  }

  /** Those that wait for what a line asks for. @param count how many the list has */
  waiters(line: LockLine, count: number): readonly Slot<Blocked>[] {
    const isStill = ({ pid, descriptors }: Blocked): boolean => isBlockedOn(pid, descriptors);
    return this.#waiters.fit(line.key, count, isStill, (known) => {
      for (const [pid, descriptors] of this.#candidates(line)) {
        if (!known.some((each) => each.pid === pid) && isBlockedOn(pid, descriptors)) return { pid, descriptors };
      }
      return null;
    });
  }

  /** Forgets what is no more in the list. */
  keep(isKept: (key: string) => boolean): void {
    this.#holders.keep(isKept);
    this.#waiters.keep(isKept);
  }

  #candidates(line: LockLine): ReadonlyMap<number, ReadonlySet<string>> {
    const found = new Map<number, Set<string>>();
    for (const { pid, descriptor } of this.#openers.known(line)) found.set(pid, (found.get(pid) ?? new Set()).add(descriptor));
    return found;
  }
}
