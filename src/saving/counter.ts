import { readFileSync } from 'node:fs';
import { orGone } from '../base/errors.ts';
import { plain } from '../base/text.ts';
import { GroupCommit, inOneHold, type Waiting } from './group-commit.ts';
import { FileLock, type FileLockOptions } from './lock/file-lock.ts';
import { realTarget } from './real-target.ts';
import { describeReason } from './write/reasons.ts';
import { saveAtomically, sha256Of } from './write/save.ts';

/** A counter's file cannot be counted in as it is. It has not been changed. */
export class CounterError extends Error {
  override readonly name = 'CounterError';
  readonly file: string;

  constructor(file: string, why: string) {
    super(`${file} ${why} It was not changed.`);
    this.file = file;
  }
}

export interface CounterOptions extends FileLockOptions {
  /** How long an increment waits for others who count, ms. Default 30,000. */
  readonly timeoutMs?: number;
}

/** So often somebody who takes no lock may change the file under it before counting gives up. */
const mostTries = 20;

/**
 * A counter in a file, which any number of processes count in: under the file's lock (`FILE.lock`), written
 * atomically. The file holds the number in decimal digits and a line feed; none is there before the first
 * increment, and stands for 0. Increments of this object that wait at the same time share one lock and one write,
 * and the lock is kept for a moment (at most some 25 ms) for those that follow at once.
 */
export class LockedCounter {
  readonly #file: string;
  readonly #group: GroupCommit<number, number>;

  /** @param file its folder must exist; links are followed */
  constructor(file: string, { timeoutMs, ...lock }: CounterOptions = {}) {
    this.#file = file;
    const waiting = timeoutMs === undefined ? {} : { timeoutMs };
    this.#group = new GroupCommit(async (take) => {
      const real = realTarget(file);
      await new FileLock(real, lock).run((hold) => inOneHold(take, (increments) => count(real, increments, hold.signal)), waiting);
    });
  }

  /**
   * Adds to the counter. What it returns is on the disk, and no other increment by 1 of any process gets the same.
   * @param by a safe integer, negative to count down
   * @returns the value after it
   * @throws RangeError when `by` or the sum is no safe integer; CounterError when the file holds something else;
   *   LockTimeoutError; LockLostError; SaveError; the system's error. Nothing was added then, unless a SaveError says NOT_CERTAIN.
   */
  async increment(by = 1): Promise<number> {
    if (!Number.isSafeInteger(by)) throw new RangeError(`${by} is no safe integer; nothing was added to ${this.#file}.`);
    return this.#group.add(by);
  }

  /** The value at this moment; takes no lock. @throws CounterError; the system's error */
  async value(): Promise<number> {
    return numberIn(this.#file, read(this.#file));
  }
}

async function count(file: string, waiting: readonly Waiting<number, number>[], signal: AbortSignal): Promise<void> {
  for (let tries = 0; tries < mostTries; tries++) {
    const before = read(file);
    const { last, sums } = addUp(file, numberIn(file, before), waiting);
    if (sums.length === 0) return;
    const saved = await saveAtomically(file, Buffer.from(`${last}\n`), { expect: before === null ? null : sha256Of(before), signal });
    if (saved.is === 'asks') throw new CounterError(file, `cannot be replaced: ${saved.reasons.map((reason) => plain(describeReason(reason))).join(' ')}`);
    if (saved.is === 'saved') return sums.forEach(([{ resolve }, sum]) => resolve(sum));
  }
  throw new CounterError(file, 'is being changed by somebody who does not take its lock, again and again.');
}

interface Sums {
  readonly last: number;
  /** What each one gets. */
  readonly sums: readonly (readonly [Waiting<number, number>, number])[];
}

/** One after the other. An increment that leads too far is refused, and the next goes on without it. */
function addUp(file: string, before: number, waiting: readonly Waiting<number, number>[]): Sums {
  let last = before;
  const sums: (readonly [Waiting<number, number>, number])[] = [];
  for (const each of waiting) {
    const sum = last + each.item;
    if (Number.isSafeInteger(sum)) {
      last = sum;
      sums.push([each, sum]);
    } else each.reject(new RangeError(`${last} and ${each.item} make no safe integer; nothing was added to ${file}.`));
  }
  return { last, sums };
}

/** null when there is none. */
function read(file: string): Buffer | null {
  return orGone(() => readFileSync(file));
}

/** How much of a file an error shows, characters. */
const shown = 40;

function numberIn(file: string, bytes: Buffer | null): number {
  if (bytes === null) return 0;
  const content = bytes.toString('latin1');
  const number = /^-?\d+\s*$/.test(content) ? Number(content) : Number.NaN;
  if (Number.isSafeInteger(number)) return number;
  const seen = bytes.length === 0 ? 'is empty' : `holds ${JSON.stringify(bytes.toString('utf8').slice(0, shown))}`;
  throw new CounterError(file, `${seen}, which is no whole number up to 2^53 - 1. Write a number into it, or remove it to start at 0.`);
}
