import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { createHash, hash } from 'node:crypto';
import { op, type Steps } from '../../base/steps.ts';
import { again } from './again.ts';
import { partOf } from './write-out.ts';

/** SHA-256, hex. */
export function sha256Of(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

/** The same, a step for each part. */
export function* hashInParts(bytes: Uint8Array): Steps<string> {
  const part = partOf(bytes.length);
  if (part >= bytes.length) return sha256Of(bytes);
  const whole = createHash('sha256');
  for (let at = 0; at < bytes.length; at += part) yield* op('hash', () => void whole.update(bytes.subarray(at, at + part)));
  return whole.digest('hex');
}

/**
 * SHA-256 of what a file holds, hex, a step for each part; null when it has gone or is a link by now.
 * @throws the system's error
 */
export function* hashOfFile(file: string): Steps<string | null> {
  const descriptor = yield* op('open to hash', () => openToRead(file));
  if (descriptor === null) return null;
  try {
    return yield* hashOfOpen(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function* hashOfOpen(descriptor: number): Steps<string> {
  const whole = createHash('sha256');
  yield* eachPart('hash', descriptor, (part) => void whole.update(part));
  return whole.digest('hex');
}

/** Reads an open file from its beginning to its end, a step for each part. */
export function* eachPart(step: string, descriptor: number, act: (part: Uint8Array, at: number) => void): Steps<void> {
  const buffer = Buffer.allocUnsafe(partOf(fstatSync(descriptor).size));
  for (let at = 0; ;) {
    const from = at;
    const read = yield* op(step, () => {
      const count = again(() => readSync(descriptor, buffer, 0, buffer.length, from));
      act(buffer.subarray(0, count), from);
      return count;
    });
    if (read === 0) return;
    at += read;
  }
}

/** Never waits for the other end of a pipe, and follows no link. @returns null when nothing, or a link, stands there */
export function openToRead(file: string): number | null {
  try {
    return again(() => openSync(file, constants.O_RDONLY | noFollow | noWait));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ELOOP')) return null;
    throw error;
  }
}

/** Windows has neither. */
export const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;
export const noWait = process.platform === 'win32' ? 0 : constants.O_NONBLOCK;
