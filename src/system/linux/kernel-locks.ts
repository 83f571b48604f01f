import type { KernelLocks, RunningProcess } from '../machine.ts';
import { LockHolders } from './lock-holders.ts';
import { parseLocks, type LockEntry } from './lock-lines.ts';
import { unlistedLocks } from './locked-descriptors.ts';
import { LockSnapshot, type Describe } from './lock-snapshot.ts';
import { readProc } from './proc.ts';

/** The kernel's locks from /proc/locks, with their holders. */
export class KernelLockReader {
  readonly #describe: Describe;
  readonly #isContained: () => boolean;
  readonly #holders = new LockHolders();
  readonly #described = new Map<number, RunningProcess | null>();
  #texts: readonly string[] = [];
  #entries: ReadonlyMap<string, LockEntry> = new Map();
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
    const texts = readTexts(this.#texts[0]);
    if (texts === null) return null;
    if (this.#isContained()) texts.push(unlistedLocks().map((key) => `0: ${key}`).join('\n'));
    this.#holders.startRound();
    this.#described.clear();
    const isLost = this.#holders.dropLost();
    if (this.#latest !== null && !isLost && texts.join() === this.#texts.join()) return this.#latest;
    const entries = new Map(parseLocks(texts));
    const isComplete = !isLong(texts[0] ?? '') || !this.#addMissed(entries);
    this.#entries = entries;
    this.#holders.keep((key) => entries.has(key));
    // What the text does not tell of may go without changing it.
    this.#texts = isComplete ? texts : [];
    this.#latest = new LockSnapshot(entries, this.#holders, (pid) => this.#remember(pid));
    return this.#latest;
  }

  /** All readings can miss one while others come and go quickly; its holder's descriptor tells of it too. Whether there were any. */
  #addMissed(entries: Map<string, LockEntry>): boolean {
    const missed = [...this.#entries].filter(([key]) => !entries.has(key) && this.#holders.isHeld(key));
    for (const [key, entry] of missed) entries.set(key, entry);
    return missed.length > 0;
  }

  #remember(pid: number): RunningProcess | null {
    const known = this.#described.get(pid);
    if (known !== undefined) return known;
    const process = this.#describe(pid);
    this.#described.set(pid, process);
    return process;
  }
}

/** A lock that goes between two reads of a long list hides another from one reading; from so many none is hidden. */
const mostReadings = 4;

/** The list, again where it is long and has changed, and once more for as long as it goes on changing. */
function readTexts(last: string | undefined): string[] | null {
  const first = readProc('/proc/locks');
  if (first === null) return null;
  const texts = [first];
  if (!isLong(first) || first === last) return texts;
  while (texts.length < mostReadings) {
    const next = readProc('/proc/locks');
    if (next === null || next === texts.at(-1)) break;
    texts.push(next);
  }
  return texts;
}

/** Whether the list did not come at once: a read returns a page of it at most, without a line that does not fit. */
function isLong(text: string): boolean {
  return text.length > 4000;
}
