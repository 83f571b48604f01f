import { linkSync, renameSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { errnoCode, orGone } from '../../base/errors.ts';
import { op, type Steps } from '../../base/steps.ts';
import { again } from '../write/again.ts';
import { statsAt } from '../write/look.ts';
import { removeFile, syncFolder } from '../write/own-file.ts';
import { hashAt, hashNow } from './read.ts';
import type { Entry, Phase, TransactionRecord } from './record.ts';
import type { Records } from './records.ts';
import { overtakenError, unfinishedError, type FileStanding } from './transaction-error.ts';

/**
 * Puts everything back that a transaction has changed, from whatever point it was left at, and any number of times.
 * @param why what made it necessary
 * @throws TransactionError 'overtaken' when another process has decided otherwise, or 'unfinished'
 */
export function* revert(records: Records, record: TransactionRecord, phase: Phase, why: unknown): Steps<void> {
  let isOurs;
  try {
    isOurs = phase === 'reverting' || (yield* records.move(record.id, phase, 'reverting'));
    if (isOurs) yield* putAllBack(records, record);
  } catch (error) {
    throw unfinishedError(record.entries.map(standingOf), records.pathOf(record.id), why, error);
  }
  if (!isOurs) throw overtakenError(record.entries.map(({ file }) => file));
}

function* putAllBack(records: Records, record: TransactionRecord): Steps<void> {
  for (const entry of record.entries) yield* putBack(entry);
  yield* syncFolders(record);
  yield* records.end(record.id, 'reverting');
}

/** The folders that names have changed in, to the disk. */
export function* syncFolders({ entries }: TransactionRecord): Steps<void> {
  for (const folder of new Set(entries.map(({ file }) => path.dirname(file)))) yield* syncFolder(folder);
}

function* putBack(entry: Entry): Steps<void> {
  const { staged, kept } = entry;
  // First of all, so that no other process can put it in place any more.
  const isUntouched = staged !== null && (yield* op('drop', () => orGone(() => again(() => unlinkSync(staged))) !== null));
  if (kept === null) {
    if (!isUntouched) yield* unmake(entry);
    return;
  }
  // What was kept goes last of all: without it the file was never touched, or is back already, or its folder has gone.
  if (yield* op('look', () => statsAt(kept) === null)) return;
  if (!isUntouched && !(yield* isAsBefore(entry, kept))) yield* restore(entry, kept);
  yield* op('let go', () => removeFile(kept));
}

/** Removes a file that there was not before, unless it is somebody else's. */
function* unmake({ file, after }: Entry): Steps<void> {
  yield* op('unmake', () => {
    if (statsAt(file)?.isFile() === true && hashAt(file) === after) removeFile(file);
  });
}

/** Whether the old file stands there: the very same, whatever has been written to it since, or one like it. */
function* isAsBefore({ file, before }: Entry, kept: string): Steps<boolean> {
  const [now, old] = yield* op('look', () => [statsAt(file), statsAt(kept)] as const);
  if (now !== null && old !== null && now.ino === old.ino && now.dev === old.dev) return true;
  return now?.isFile() === true && (yield* hashNow(file)) === before;
}

/** What somebody has put in the place of the new content is not lost, but set aside. */
function* restore({ file, after, aside }: Entry, kept: string): Steps<void> {
  const isForeign = yield* op('look', () => {
    const now = statsAt(file);
    return now !== null && (!now.isFile() || hashAt(file) !== after);
  });
  if (isForeign) yield* op('set aside', () => setAside(file, aside));
  yield* op('put back', () => again(() => renameSync(kept, file)));
}

/** Never over something that is there: it may have been set aside before. */
function setAside(file: string, aside: string): void {
  try {
    linkSync(file, aside);
    unlinkSync(file);
  } catch (error) {
    // A folder, or a file system without links.
    if (errnoCode(error) === 'ENOENT' || statsAt(aside) !== null) throw error;
    renameSync(file, aside);
  }
}

function standingOf({ file, before, after, kept }: Entry): FileStanding {
  const keeps = kept !== null && statsAt(kept) !== null ? kept : null;
  const is = standingAt(file, before, after);
  return { file, is, kept: is === 'old' ? null : keeps };
}

function standingAt(file: string, before: string | null, after: string | null): FileStanding['is'] {
  try {
    const now = hashAt(file);
    return now === before ? 'old' : now === after ? 'new' : 'other';
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return 'other';
  }
}
