import { writeSync } from 'node:fs';
import { op, type Steps } from '../../base/steps.ts';
import { again } from './again.ts';

/** A file of more bytes than these is written, read and hashed in parts. */
const manyBytes = 4 * 1024 ** 2;

/** A part, bytes. */
const partBytes = 1024 ** 2;

/** How large the parts are in which so many bytes are gone through. */
export function partOf(total: number): number {
  return total > manyBytes ? partBytes : Math.max(total, 1);
}

/**
 * Writes bytes at the beginning of an open file, every one of them, a step for each part.
 * @param step the name of the steps
 * @throws the system's error; EIO when it takes no more bytes and gives no reason
 */
export function* writeOut(step: string, descriptor: number, bytes: Uint8Array, onProgress?: (written: number, total: number) => void): Steps<void> {
  const part = partOf(bytes.length);
  for (let from = 0; from < bytes.length; from += part) {
    const to = Math.min(from + part, bytes.length);
    yield* op(step, () => writeEvery(descriptor, bytes, from, to));
    if (part < bytes.length) onProgress?.(to, bytes.length);
  }
}

/** A disk that fills up takes the part that fits, and only says so when it is given the rest. */
function writeEvery(descriptor: number, bytes: Uint8Array, from: number, to: number): void {
  for (let at = from; at < to;) {
    const start = at;
    const written = again(() => writeSync(descriptor, bytes, start, to - start, start));
    if (written <= 0) throw failure('the system wrote nothing and gave no reason');
    at += written;
  }
}

/** @throws EIO when a file is not of that size, bytes, although all was written */
export function assertSize({ size: found }: { readonly size: number }, size: number): void {
  if (found !== size) throw failure(`${size} bytes were written, ${found} are there`);
}

function failure(message: string): Error {
  return Object.assign(new Error(`EIO: ${message}`), { code: 'EIO' });
}
