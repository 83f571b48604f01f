import type { Disposable } from '../../base/disposable.ts';
import type { LockLine } from '../../system/linux/lock-lines.ts';
import { isBlockedOn } from '../../system/linux/lock-stream-blocked.ts';
import { DescriptorInfo } from '../../system/linux/lock-stream-info.ts';
import type { Openers } from './openers.ts';
import { Slots, type Slot } from './slots.ts';

/** Who is not among those that are remembered may have opened the file anew since; that is looked at this often, ms. */
const lookAgainMs = 5;
/** Who is woken to take a lock is in no list until it runs, nor are those that wait behind it, ms. */
const wakingMs = 30;

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
  /** By key, ms of performance.now(). */
  readonly #lookAgainAt = new Map<string, number>();
  /** Since when what is waited for is not in the list, by key, ms of performance.now(). */
  readonly #unlistedSince = new Map<string, number>();

  constructor(openers: Openers) {
    this.#openers = openers;
  }

  /** Those that have the lock of a line, to be asked for before who waits for it. @param copies how often the list has it */
  holders(line: LockLine, copies: number): readonly Slot<Holding>[] {
    // Who has waited until now is not who was there before.
    const waited = new Set(this.#waiters.of(line.key).map(({ value }) => value?.pid));
    return this.#holders.fit(line.key, copies, {
      isStill: ({ info }) => info.has(line.key),
      find: (known) => this.#findHolder(line, known),
      isNew: ({ pid }) => waited.has(pid),
    });
  }

  /** Those that wait for what a line asks for. @param count how many the list has */
  waiters(line: LockLine, count: number): readonly Slot<Blocked>[] {
    const holders = new Set(this.#holders.of(line.key).map(({ value }) => value?.pid));
    // As long as there are not fewer, all of them wait still but for one that has got it.
    const areFewer = count < this.#waiters.of(line.key).length;
    return this.#waiters.fit(line.key, count, {
      isStill: ({ pid, descriptors }) => !holders.has(pid) && (!areFewer || isBlockedOn(pid, descriptors)),
      find: (known) => this.#findWaiter(line, known),
    });
  }

  /** Whether one that had a lock has it no more, though the list may read the same. */
  get isAnyLost(): boolean {
    for (const [key, { value }] of this.#holders) if (value !== null && !value.info.has(key)) return true;
    return false;
  }

  /** Forgets what is no more in the list: of those that wait, when it has not been there for a while. */
  keep(isListed: (key: string) => boolean): void {
    const now = performance.now();
    const waits = new Set([...this.#waiters].map(([key]) => key));
    for (const key of this.#unlistedSince.keys()) if (isListed(key) || !waits.has(key)) this.#unlistedSince.delete(key);
    for (const key of waits) if (!isListed(key) && !this.#unlistedSince.has(key)) this.#unlistedSince.set(key, now);
    const isKept = (key: string): boolean => isListed(key) || now - (this.#unlistedSince.get(key) ?? -Infinity) < wakingMs;
    this.#holders.keep(isListed);
    this.#waiters.keep(isKept);
    for (const [key, at] of this.#lookAgainAt) if (!isKept(key) && now >= at) this.#lookAgainAt.delete(key);
  }

  dispose(): void {
    this.#holders.keep(() => false);
    this.#waiters.keep(() => false);
  }

  #findHolder(line: LockLine, known: readonly Holding[]): Holding | null {
    const isOther = (pid: number): boolean => !known.some((each) => each.pid === pid);
    for (const [pid, descriptors] of this.#openers.remembered(line)) {
      if (!isOther(pid)) continue;
      for (const descriptor of descriptors) {
        const holding = holdingOf(line, pid, descriptor);
        if (holding !== null) return holding;
      }
    }
    if (!this.#mayLookAgain(line)) return null;
    for (const { pid, descriptor, keys } of this.#openers.known(line)) {
      const holding = keys.includes(line.key) && isOther(pid) ? holdingOf(line, pid, descriptor) : null;
      if (holding !== null) return holding;
    }
    return null;
  }

  #findWaiter(line: LockLine, known: readonly Blocked[]): Blocked | null {
    const isOther = (pid: number): boolean => !known.some((each) => each.pid === pid);
    const find = (): Blocked | null => {
      for (const [pid, descriptors] of this.#openers.remembered(line)) {
        if (isOther(pid) && isBlockedOn(pid, descriptors)) return { pid, descriptors };
      }
      return null;
    };
    const found = find();
    if (found !== null || !this.#mayLookAgain(line)) return found;
    for (const { pid, descriptor } of this.#openers.known(line)) this.#openers.note(line, pid, descriptor);
    return find();
  }

  /** Going through the descriptors of processes takes a fraction of a millisecond for each. */
  #mayLookAgain({ key }: LockLine): boolean {
    const now = performance.now();
    if (now < (this.#lookAgainAt.get(key) ?? 0)) return false;
    this.#lookAgainAt.set(key, now + lookAgainMs);
    return true;
  }
}

function holdingOf(line: LockLine, pid: number, descriptor: string): Holding | null {
  const info = DescriptorInfo.open(pid, descriptor);
  if (info?.has(line.key) === true) return { pid, info };
  info?.dispose();
  return null;
}
