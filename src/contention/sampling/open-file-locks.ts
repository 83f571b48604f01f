import type { Disposable } from '../../base/disposable.ts';
import type { LockLine } from '../../system/linux/lock-lines.ts';
import { isBlockedOn } from '../../system/linux/lock-stream-blocked.ts';
import { DescriptorInfo } from '../../system/linux/lock-stream-info.ts';
import type { Openers } from './openers.ts';
import { Slots, type Slot } from './slots.ts';

/** A process that has the lock of an open file. */
export interface Holding {
  readonly pid: number;
  readonly info: DescriptorInfo;
}

/** A process that waits for such a lock. */
export interface Blocked {
  readonly pid: number;
  readonly descriptors: ReadonlySet<string>;
}

/**
 * Who holds the locks of open files (F_OFD_SETLK) and who waits for them: the kernel's list names no process, and
 * the line of the next holder is that of the one before.
 */
export class OpenFileLocks implements Disposable {
  readonly #openers: Openers;
  readonly #holders = new Slots<Holding>(({ info }) => info.dispose());
  readonly #waiters = new Slots<Blocked>();

  constructor(openers: Openers) {
    this.#openers = openers;
  }

  /** Those that have the lock of a line. @param copies how often the list has it */
  holders(line: LockLine, copies: number): readonly Slot<Holding>[] {
    return this.#holders.fit(line.key, copies, { isStill: ({ info }) => info.has(line.key), find: (known) => this.#findHolder(line, known) });
  }

  /** Those that wait for what a line asks for. @param count how many the list has */
  waiters(line: LockLine, count: number): readonly Slot<Blocked>[] {
    return this.#waiters.fit(line.key, count, {
      isStill: ({ pid, descriptors }) => isBlockedOn(pid, descriptors),
      find: (known) => this.#findWaiter(line, known),
    });
  }

  /** Whether one that had a lock has it no more, though the list may read the same. */
  get isAnyLost(): boolean {
    for (const [key, { value }] of this.#holders) if (value !== null && !value.info.has(key)) return true;
    return false;
  }

  /** Forgets what is no more in the list. */
  keep(isKept: (key: string) => boolean): void {
    this.#holders.keep(isKept);
    this.#waiters.keep(isKept);
  }

  dispose(): void {
    this.keep(() => false);
  }

  #findHolder(line: LockLine, known: readonly Holding[]): Holding | null {
    for (const { pid, descriptor, keys } of this.#openers.known(line)) {
      if (!keys.includes(line.key) || known.some((each) => each.pid === pid)) continue;
      const info = DescriptorInfo.open(pid, descriptor);
      if (info !== null) return { pid, info };
    }
    return null;
  }

  #findWaiter(line: LockLine, known: readonly Blocked[]): Blocked | null {
    for (const [pid, descriptors] of this.#candidates(line)) {
      if (!known.some((each) => each.pid === pid) && isBlockedOn(pid, descriptors)) return { pid, descriptors };
    }
    return null;
  }

  #candidates(line: LockLine): ReadonlyMap<number, ReadonlySet<string>> {
    const found = new Map<number, Set<string>>();
    for (const { pid, descriptor } of this.#openers.known(line)) found.set(pid, (found.get(pid) ?? new Set()).add(descriptor));
    return found;
  }
}
