import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readdirSync, readFileSync, readSync, realpathSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs';
import path from 'node:path';
import { orGone } from '../base/errors.ts';
import { withMutex } from '../system/mutex.ts';
import { makeFolder } from './own-folder.ts';

export interface LogLimits {
  /** A file that would grow beyond this is put aside first, bytes. */
  readonly maxBytes: number;
  /** So many files that were put aside are kept; older ones are removed. */
  readonly keep: number;
}

/** How long to wait for another process that writes, ms; it takes a few. */
const mutexTimeoutMs = 10_000;

/** What stands between stem and extension of a file that was put aside; sorts by time. */
const asideMark = /^\d{13}-\d+-\d+$/;

/**
 * A log of lines that several processes write. Looking at its size, putting it aside and writing are
 * one step under a mutex, so that no line goes to a file that was just put aside, and none twice. A
 * file is put aside under a name of its own, which nothing overwrites: even processes that cannot see
 * each other's mutex lose no line.
 */
export class RotatingLog {
  readonly #file: string;
  readonly #limits: LogLimits;
  #rotations = 0;

  /** @param file absolute; it and the folders above it are made when first written to, for this user alone */
  constructor(file: string, limits: LogLimits) {
    this.#file = file;
    this.#limits = limits;
  }

  /**
   * Adds a line; it is on the disk when this resolves, whole or not at all.
   * @param line without a line's end in it
   * @throws the system's error (ENOSPC, EROFS, EACCES ...); MutexBusyError
   */
  async append(line: string): Promise<void> {
    makeFolder(path.dirname(this.#file));
    const name = `log ${process.getuid?.() ?? ''} ${realpathSync(path.dirname(this.#file))} ${path.basename(this.#file)}`;
    await withMutex(name, mutexTimeoutMs, () => this.#write(line));
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

  #write(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    const size = statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
    if (size > 0 && size + bytes.length > this.#limits.maxBytes) this.#rotate();
    const descriptor = openSync(this.#file, 'a+', 0o600);
    try {
      appendWhole(descriptor, bytes);
    } finally {
      closeSync(descriptor);
    }
  }

  #rotate(): void {
    const { dir, name, ext } = path.parse(this.#file);
    this.#rotations += 1;
    renameSync(this.#file, path.join(dir, `${name}.${Date.now()}-${process.pid}-${this.#rotations}${ext}`));
    for (const old of this.#putAside().slice(0, -this.#limits.keep)) orGone(() => unlinkSync(old));
  }

  /** The files that were put aside, the oldest first. */
  #putAside(): string[] {
    const { dir, name: stem, ext } = path.parse(this.#file);
    const isPutAside = (name: string): boolean => name.startsWith(`${stem}.`) && name.endsWith(ext) && asideMark.test(name.slice(stem.length + 1, -ext.length));
    const names = orGone(() => readdirSync(dir)) ?? [];
    return names.filter(isPutAside).toSorted().map((name) => path.join(dir, name));
  }
}

/** One appending write, on the disk when this returns; on a failure nothing of it stays. */
function appendWhole(descriptor: number, line: Uint8Array): void {
  const { size } = fstatSync(descriptor);
  const bytes = endsInside(descriptor, size) ? Buffer.concat([Buffer.from('\n'), line]) : line;
  const written = writeSync(descriptor, bytes);
  try {
    // A disk that fills up writes the part that fits; trying the rest makes it say ENOSPC.
    if (written < bytes.length) writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
  } catch (error) {
    if (fstatSync(descriptor).size === size + written) ftruncateSync(descriptor, size);
    throw error;
  }
}

/** Whether a former last line was cut off by a crash, so that the next must not be glued to it. */
function endsInside(descriptor: number, size: number): boolean {
  const last = Buffer.alloc(1);
  return size > 0 && readSync(descriptor, last, 0, 1, size - 1) === 1 && last.toString() !== '\n';
}
