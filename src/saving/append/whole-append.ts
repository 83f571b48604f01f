import { closeSync, fstatSync, fsync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { unless } from '../../base/errors.ts';
import { atOnce } from '../../base/steps.ts';
import { again } from '../write/again.ts';
import { syncFolder } from '../write/own-file.ts';

const synced = promisify(fsync);

/** What opening says of something that no lines can be added to. */
export class NotAFileError extends Error {
  override readonly name = 'NotAFileError';
  readonly file: string;

  constructor(file: string) {
    super(`${file} is not a regular file, so no lines can be added to it. Nothing was written.`);
    this.file = file;
  }
}

export interface AppendHow {
  /** Of a file that is made, as open(2) takes it. */
  readonly mode: number;
  /** Whether it must be on the disk when this resolves, and not only in the system's memory. */
  readonly durable: boolean;
}

/**
 * Adds bytes to the end of a file by one appending write (O_APPEND), all of them or none: what a disk that
 * fills up took is cut off again. A last line without its end, left by a crash or by another program, is
 * ended first, so that the new ones are lines of their own.
 *
 * To be called under a mutex among all who append. Whoever appends without it is safe from the one write,
 * but when that fails and they wrote in the same moment, the part that was written stays.
 * @param bytes whole lines, with their ends
 * @throws the system's error (ENOSPC, EDQUOT, EROFS, EACCES ...); NotAFileError
 */
export async function appendWhole(file: string, bytes: Uint8Array, { mode, durable }: AppendHow): Promise<void> {
  const { descriptor, isNew } = openToAppend(file, mode);
  try {
    const { size } = fstatSync(descriptor);
    const whole = endsInside(descriptor, size) ? Buffer.concat([Buffer.from('\n'), bytes]) : bytes;
    let written = 0;
    try {
      // A disk that fills up writes the part that fits; trying the rest makes it say ENOSPC.
      while (written < whole.length) written += again(() => writeSync(descriptor, whole, written));
      if (durable) await synced(descriptor);
    } catch (error) {
      if (fstatSync(descriptor).size === size + written) ftruncateSync(descriptor, size);
      throw error;
    }
  } finally {
    closeSync(descriptor);
  }
  if (isNew && durable) atOnce(syncFolder(path.dirname(file)));
}

/** Not waiting for a reader of a FIFO. @throws the system's error; NotAFileError */
function openToAppend(file: string, mode: number): { readonly descriptor: number; readonly isNew: boolean } {
  const made = unless('EEXIST', () => openSync(file, 'ax+', mode));
  const descriptor = made ?? openSync(file, 'a+', mode);
  if (fstatSync(descriptor).isFile()) return { descriptor, isNew: made !== null };
  closeSync(descriptor);
  throw new NotAFileError(file);
}

/** Whether a former last line was cut off by a crash, so that the next must not be glued to it. */
function endsInside(descriptor: number, size: number): boolean {
  const last = Buffer.alloc(1);
  return size > 0 && readSync(descriptor, last, 0, 1, size - 1) === 1 && last.toString() !== '\n';
}
