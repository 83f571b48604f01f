import { closeSync, constants, fchmodSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { errnoCode, messageOf } from '../../base/errors.ts';
import { op, type Steps } from '../../base/steps.ts';
import { text } from '../../base/text.ts';
import { makeFolder } from '../own-folder.ts';
import { again } from './again.ts';
import { eachPart, hashInParts, hashOfFile, noFollow, noWait, openToRead } from './content.ts';
import { changed, type Job, type Tried, type Trying } from './job.ts';
import { isAsFound, type FoundFile } from './look.ts';
import { nameOf, readNames, stateName, type Mark, type Part } from './names.ts';
import { makeOwnFile, refusalOf, removeFile, syncFolder, type OwnFile } from './own-file.ts';
import { SaveError } from './save-error.ts';
import { assertSize, writeOut } from './write-out.ts';

/** Where a file's own files lie, and under which name. */
export interface Shelf {
  readonly folder: string;
  readonly base: string;
}

/** Both copies are complete and on the disk, under names by which they are found: see interrupted.ts. */
export interface Copies {
  readonly shelf: Shelf;
  readonly mark: Mark;
}

export function besideOf(target: string): Shelf {
  return { folder: path.dirname(target), base: path.basename(target) };
}

export function stateShelf(target: string, backupFolder: string): Shelf {
  return { folder: backupFolder, base: stateName(target) };
}

export function copyAt({ shelf, mark }: Copies, part: Part): string {
  return path.join(shelf.folder, nameOf(shelf.base, part, mark));
}

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
    assertSize(descriptor, job.bytes.length);
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
  assertSize(descriptor, old.length);
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

/** Copies of what a file holds and of what it is to hold, beside it or, where nothing can be made there, in the state folder. */
function* makeCopies(target: string, job: Job): Steps<Copies> {
  try {
    return yield* copyTo(besideOf(target), target, job);
  } catch (error) {
    if (refusalOf(error) === null) throw error;
  }
  const shelf = stateShelf(target, job.backupFolder);
  try {
    yield* op('state folder', () => makeFolder(shelf.folder));
    return yield* copyTo(shelf, target, job);
  } catch (error) {
    throw refusalOf(error) === null ? error : noBackup(target, shelf.folder, error);
  }
}

function noBackup(target: string, folder: string, cause: unknown): SaveError {
  const sentence = text('{file} was not saved, and is as it was: no backup could be made, neither beside it nor in {folder} ({reason}). Make one of the two writable.', { file: target, folder, reason: messageOf(cause) });
  return new SaveError('NO_BACKUP', target, sentence, cause);
}

function* copyTo(shelf: Shelf, target: string, job: Job): Steps<Copies> {
  const mark = yield* keepAs(shelf, 'backup', job, (into) => copyInto(into, target));
  const copies = { shelf, mark };
  try {
    yield* keepAs(shelf, 'coming', job, (into) => writeOut('write', into, job.bytes), mark);
    yield* syncFolder(shelf.folder);
  } catch (error) {
    yield* removeCopies(copies);
    throw error;
  }
  return copies;
}

/** Makes a copy under a name of no worth, and gives it its own once it is complete and on the disk. */
function* keepAs(shelf: Shelf, part: Part, job: Job, fill: (descriptor: number) => Steps<void>, as?: Mark): Steps<Mark> {
  const made = yield* op(`make ${part}`, () => makeOwnFile(shelf.folder, shelf.base, 'temporary', job));
  try {
    yield* fill(made.descriptor);
    yield* op(`sync ${part}`, () => again(() => fsyncSync(made.descriptor)));
    made.close();
    const mark = as ?? markOf(made, shelf);
    yield* op(`keep ${part}`, () => renameSync(made.file, copyAt({ shelf, mark }, part)));
    return mark;
  } catch (error) {
    made.close();
    yield* op('discard', () => removeFile(made.file));
    throw error;
  }
}

function markOf({ file }: OwnFile, { base }: Shelf): Mark {
  const [own] = readNames([path.basename(file)], base);
  if (own === undefined) throw new Error(`${file} has no name of ours`);
  return own.mark;
}

function* copyInto(into: number, target: string): Steps<void> {
  const from = yield* op('open to copy', () => openToRead(target));
  if (from === null) throw Object.assign(new Error(`ENOENT: ${target} has gone`), { code: 'ENOENT' });
  try {
    let size = 0;
    const parts: Uint8Array[] = [];
    yield* eachPart('copy', from, (part) => {
      parts.push(Uint8Array.from(part));
      size += part.length;
    });
    yield* writeOut('copy', into, Buffer.concat(parts, size));
  } finally {
    closeSync(from);
  }
}

/** The old content goes first: the new one alone says that it has been written. */
export function* removeCopies(copies: Copies): Steps<void> {
  yield* op('remove backup', () => removeFile(copyAt(copies, 'backup')));
  yield* op('remove coming', () => removeFile(copyAt(copies, 'coming')));
}
