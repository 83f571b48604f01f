import { closeSync, fsyncSync, renameSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../base/errors.ts';
import { op, type Steps } from '../../base/steps.ts';
import { text } from '../../base/text.ts';
import { makeFolder } from '../own-folder.ts';
import { again } from './again.ts';
import { eachPart, openToRead } from './content.ts';
import type { Job } from './job.ts';
import { nameOf, readNames, stateName, type Mark, type Part } from './names.ts';
import { makeOwnFile, refusalOf, removeFile, syncFolder, within, type OwnFile } from './own-file.ts';
import { SaveError } from './save-error.ts';
import { writeOut } from './write-out.ts';

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
  return within(shelf.folder, nameOf(shelf.base, part, mark));
}

/** Copies of what a file holds and of what it is to hold, beside it or, where nothing can be made there, in the state folder. */
export function* makeCopies(target: string, job: Job): Steps<Copies> {
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
