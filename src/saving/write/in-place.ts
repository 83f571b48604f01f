import { closeSync, constants, fchmodSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, renameSync } from 'node:fs';
import { errnoCode, messageOf } from '../../base/errors.ts';
import { op, type Steps } from '../../base/steps.ts';
import { text } from '../../base/text.ts';
import { again } from './again.ts';
import { hashInParts, hashOfFile, noFollow, noWait } from './content.ts';
import { copyAt, makeCopies, removeCopies, type Copies } from './copies.ts';
import { changed, type Job, type Tried, type Trying } from './job.ts';
import { isAsFound, type FoundFile } from './look.ts';
import { refusalOf } from './own-file.ts';
import { SaveError } from './save-error.ts';
import { assertSize, writeOut } from './write-out.ts';

/**
 * Writes over a file's content. Whoever reads it meanwhile may see a mixture, and a process that is
 * killed leaves one; so what it holds and what it is to hold are kept on the disk first, from which
 * the next save can tell such a mixture and undo it.
 * @returns SHA-256 of what was written, hex
 */
export function* writeInPlace(target: string, found: FoundFile, job: Job): Trying<string> {
  const copies = yield* makeCopies(target, job);
  let tried: Tried<string>;
  try {
    tried = yield* overwrite(target, found, copies, job);
  } catch (error) {
    if (!(error instanceof SaveError && error.code === 'NOT_RESTORED')) yield* removeCopies(copies);
    throw error;
  }
  yield* removeCopies(copies);
  return tried;
}

function* overwrite(target: string, found: FoundFile, copies: Copies, job: Job): Trying<string> {
  const { expect } = job.options;
  if (typeof expect === 'string' && (yield* hashOfFile(copyAt(copies, 'backup'))) !== expect) return changed;
  const sha256 = yield* hashInParts(job.bytes);
  const descriptor = yield* op('open in place', () => again(() => openSync(target, constants.O_WRONLY | noFollow | noWait)));
  try {
    if (!(yield* op('look again', () => isAsFound(found, target) && fstatSync(descriptor, { bigint: true }).ino === found.stats.ino))) return changed;
    yield* pour(target, descriptor, copies, job);
    yield* op('mode in place', () => keepMode(descriptor, Number(found.stats.mode) & 0o7777));
    return { is: 'done', value: sha256 };
  } finally {
    closeSync(descriptor);
  }
}

/** From here on the file is neither the old nor the new one until all is written. */
function* pour(target: string, descriptor: number, copies: Copies, job: Job): Steps<void> {
  try {
    yield* writeOut('write in place', descriptor, job.bytes, job.options.onProgress);
    yield* op('cut', () => again(() => ftruncateSync(descriptor, job.bytes.length)));
    yield* op('sync in place', () => again(() => fsyncSync(descriptor)));
    assertSize(fstatSync(descriptor), job.bytes.length);
  } catch (error) {
    yield* restoreOrTell(target, descriptor, copies, error);
    throw error;
  }
}

function* restoreOrTell(target: string, descriptor: number, copies: Copies, why: unknown): Steps<void> {
  try {
    yield* restore(descriptor, copies);
  } catch (error) {
    const keptAt = yield* op('abandon', () => abandon(copies));
    const sentence = text('{file} could not be written ({why}), and its old content could not be put back ({reason}). The old content is kept at {keptAt}: copy it back when there is room.', { file: target, why: messageOf(why), reason: messageOf(error), keptAt });
    throw new SaveError('NOT_RESTORED', target, sentence, why);
  }
}

/** Gives an open file the content again that it had. @throws the system's error */
export function* restore(descriptor: number, copies: Copies): Steps<void> {
  const old = yield* op('read backup', () => readFileSync(copyAt(copies, 'backup')));
  yield* writeOut('restore', descriptor, old);
  yield* op('cut', () => again(() => ftruncateSync(descriptor, old.length)));
  yield* op('sync in place', () => again(() => fsyncSync(descriptor)));
  assertSize(fstatSync(descriptor), old.length);
}

/** Gives the copies to nobody, so that the next save does not take them for those of one that is at work. @returns where the old content is */
function abandon(copies: Copies): string {
  const nobodys: Copies = { ...copies, mark: { ...copies.mark, pid: 0 } };
  try {
    for (const part of ['coming', 'backup'] as const) renameSync(copyAt(copies, part), copyAt(nobodys, part));
    return copyAt(nobodys, 'backup');
  } catch (error) {
    // What matters is that it is there; the error that is told names where.
    if (errnoCode(error) === undefined) throw error;
    return copyAt(copies, 'backup');
  }
}

/** The system takes setuid and setgid bits away from a file that is written to; its owner gives them again, others cannot. */
function keepMode(descriptor: number, mode: number): void {
  if ((fstatSync(descriptor).mode & 0o7777) === mode) return;
  try {
    fchmodSync(descriptor, mode);
  } catch (error) {
    if (refusalOf(error) === null) throw error;
  }
}
