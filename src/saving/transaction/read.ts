import { closeSync, fstatSync, readFileSync } from 'node:fs';
import { op, type Steps } from '../../base/steps.ts';
import { again } from '../write/again.ts';
import { openToRead, sha256Of } from '../write/content.ts';
import { statsAt } from '../write/look.ts';
import { saveErrorOf } from '../write/save-error.ts';

/**
 * What a file holds; null when there is none. Does not wait for anybody at the other end of a pipe.
 * @throws SaveError EISDIR or NOT_REGULAR, also for a link; the system's error
 */
export function readWhole(file: string): Buffer | null {
  const descriptor = openToRead(file);
  if (descriptor === null) {
    if (statsAt(file) === null) return null;
    throw saveErrorOf('NOT_REGULAR', file);
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw saveErrorOf(stats.isDirectory() ? 'EISDIR' : 'NOT_REGULAR', file);
    return again(() => readFileSync(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

/** SHA-256 of what a file holds, hex; null when there is none. @throws as readWhole */
export function hashAt(file: string): string | null {
  const bytes = readWhole(file);
  return bytes === null ? null : sha256Of(bytes);
}

/** As a step of a protocol. @see hashAt */
export function* hashNow(file: string): Steps<string | null> {
  return yield* op('look', () => hashAt(file));
}
