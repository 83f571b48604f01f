import type { KernelLocks, RunningProcess } from '../machine.ts';
import { LockHolders, unlistedLocks } from './lock-holders.ts';
import { parseLocks } from './lock-lines.ts';
import { LockSnapshot, type Describe } from './lock-snapshot.ts';
import { readProc } from './proc.ts';

/** What one read of /proc/locks returns at most, bytes; what is longer takes several, between which locks may go. */
const atOnce = 4096;

/** The kernel's locks from /proc/locks, with their holders. */
export class KernelLockReader {
  readonly #describe: Describe;
  readonly #isContained: () => boolean;
  readonly #holders = new LockHolders();
  readonly #described = new Map<number, RunningProcess | null>();
  #text: string | null = null;
  #latest: LockSnapshot | null = null;

  /**
   * @param describe tells of a live process; null of any other
   * @param isContained whether this is in a pid namespace of its own, where /proc/locks leaves out some
   */
  constructor(describe: Describe, isContained: () => boolean) {
    this.#describe = describe;
    this.#isContained = isContained;
  }

  /** The same object for as long as no lock has changed and every process told of lives; null where there is no such list. */
  read(): KernelLocks | null {
    const texts = readTexts();
    if (texts === null) return null;
    if (this.#isContained()) texts.push(unlistedLocks().map((key) => `0: ${key}`).join('\n'));
    const text = texts.join('\0');
    this.#holders.startRound();
    this.#described.clear();
    const isLost = this.#holders.dropLost();
    if (this.#latest !== null && text === this.#text && !isLost) return this.#latest;
    const entries = parseLocks(texts);
    this.#holders.keep((key) => entries.has(key));
    this.#text = text;
    this.#latest = new LockSnapshot(entries, this.#holders, (pid) => this.#remember(pid));
    return this.#latest;
  }

  #remember(pid: number): RunningProcess | null {
    const known = this.#described.get(pid);
    if (known !== undefined) return known;
    const process = this.#describe(pid);
    this.#described.set(pid, process);
    return process;
  }
}

/** The list, a second time where it is long and has changed meanwhile: a lock that goes between two reads hides another. */
function readTexts(): string[] | null {
  const first = readProc('/proc/locks');
  if (first === null || first.length < atOnce / 2) return first === null ? null : [first];
  const second = readProc('/proc/locks');
  return second === null || second === first ? [first] : [first, second];
}
