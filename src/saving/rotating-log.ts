import { closeSync, openSync, readdirSync, readFileSync, realpathSync, renameSync, statSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { orGone } from '../base/errors.ts';
import { eachWhole } from './append/each-whole.ts';
import { lineBytes } from './append/lines.ts';
import { appendWhole } from './append/whole-append.ts';
import { underMutex } from './append/under-mutex.ts';
import { GroupCommit, type Take, type Waiting } from './group-commit.ts';
import { makeFolder } from './own-folder.ts';

export interface LogLimits {
  /** A file that would grow beyond this is put aside first, bytes. */
  readonly maxBytes: number;
  /** So many files that were put aside are kept; older ones are removed. */
  readonly keep: number;
}

/** What stands between stem and extension of a file that was put aside; sorts by time. */
const asideMark = /^\d{13}-\d+-\d+$/;

/**
 * A log of lines that several processes write. Looking at its size, putting it aside and writing are
 * one step under a mutex, so that no line goes to a file that was just put aside, and none twice. A
 * file is put aside under a name of its own, which nothing overwrites: even processes that cannot see
 * each other's mutex lose no line. What one process writes at the same time goes out together, in the order of the calls.
 */
export class RotatingLog {
  readonly #file: string;
  readonly #limits: LogLimits;
  readonly #group = new GroupCommit<Buffer, void>((take) => this.#commit(take));
  #rotations = 0;

  /** @param file absolute; it and the folders above it are made when first written to, for this user alone */
  constructor(file: string, limits: LogLimits) {
    this.#file = file;
    this.#limits = limits;
  }

  /**
   * Adds a line; it is on the disk when this resolves, whole or not at all.
   * @param line without a line's end in it
   * @throws LineEndError; the system's error (ENOSPC, EROFS, EACCES ...); MutexBusyError when others did not let it in within 10 s
   */
  async append(line: string): Promise<void> {
    await this.#group.add(lineBytes([line]));
  }

  /** Makes sure that it can be written to. @throws the system's error */
  check(): void {
    makeFolder(path.dirname(this.#file));
    closeSync(openSync(this.#file, 'a', 0o600));
  }

  /** The text of each file, the newest first, read when it is asked for. @throws the system's error */
  *texts(): Generator<string> {
    const newest = orGone(() => readFileSync(this.#file, 'utf8'));
    if (newest !== null) yield newest;
    for (const older of this.#putAside().toReversed()) {
      // Another process may be removing it for its age.
      const text = orGone(() => readFileSync(older, 'utf8'));
      if (text !== null) yield text;
    }
  }

  /** When it was last written to, ms since the epoch; null when it never was. */
  changedAt(): number | null {
    return statSync(this.#file, { throwIfNoEntry: false })?.mtimeMs ?? null;
  }

  async #commit(take: Take<Buffer, void>): Promise<void> {
    makeFolder(path.dirname(this.#file));
    const name = `log ${process.getuid?.() ?? ''} ${realpathSync(path.dirname(this.#file))} ${path.basename(this.#file)}`;
    await underMutex(name, take, (lines) => this.#writeAll(lines));
  }

  /** One write for each file that is filled on the way. */
  async #writeAll(lines: readonly Waiting<Buffer, void>[]): Promise<void> {
    let left = lines;
    while (left.length > 0) {
      const size = statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
      const fitting = countFitting(left, this.#limits.maxBytes - size);
      if (fitting === 0 && size > 0) this.#rotate();
      else {
        const going = left.slice(0, Math.max(fitting, 1));
        await eachWhole(going, (together) => appendWhole(this.#file, Buffer.concat(together), { mode: 0o600, durable: true }));
        left = left.slice(going.length);
      }
    }
  }

  #rotate(): void {
    const { dir, name, ext } = path.parse(this.#file);
    const aside = this.#putAside();
    this.#rotations += 1;
    // Later than all others by its name, also within one ms or when the clock was set back.
    const at = Math.max(Date.now(), putAsideAt(aside.at(-1) ?? '') + 1);
    const own = path.join(dir, `${name}.${at}-${process.pid}-${this.#rotations}${ext}`);
    renameSync(this.#file, own);
    for (const old of [...aside, own].slice(0, Math.max(aside.length + 1 - this.#limits.keep, 0))) orGone(() => unlinkSync(old));
  }

  /** The files that were put aside, the oldest first. */
  #putAside(): string[] {
    const { dir, name: stem, ext } = path.parse(this.#file);
    const isPutAside = (name: string): boolean => name.startsWith(`${stem}.`) && name.endsWith(ext) && asideMark.test(name.slice(stem.length + 1, -ext.length));
    const names = orGone(() => readdirSync(dir)) ?? [];
    return names.filter(isPutAside).toSorted().map((name) => path.join(dir, name));
  }
}

/** When a file was put aside, ms since the epoch; 0 for a name that does not say. */
function putAsideAt(file: string): number {
  return Number(/\.(\d{13})-\d+-\d+(?:\.[^.]*)?$/.exec(file)?.[1] ?? 0);
}

/** How many of the lines, from the first on, are no longer than that together, bytes. */
function countFitting(lines: readonly Waiting<Buffer, void>[], room: number): number {
  let bytes = 0;
  const end = lines.findIndex(({ item }) => (bytes += item.length) > room);
  return end < 0 ? lines.length : end;
}
