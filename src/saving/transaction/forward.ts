import { renameSync, unlinkSync } from 'node:fs';
import { errnoCode, orGone } from '../../base/errors.ts';
import { op, type Steps } from '../../base/steps.ts';
import { again } from '../write/again.ts';
import { statsAt } from '../write/look.ts';
import { removeFile } from '../write/own-file.ts';
import { hashNow } from './read.ts';
import type { Entry, TransactionRecord } from './record.ts';
import type { Records } from './records.ts';
import { revert, syncFolders } from './revert.ts';
import { conflictError, failedError, overtakenError, TransactionError } from './transaction-error.ts';

/**
 * Completes a transaction that is committed: from whatever point it was left at, and any number of times.
 * Where that is not possible it is put back.
 * @throws TransactionError 'conflict' or 'failed' once all is as it was; 'unfinished' or 'overtaken'
 */
export function* complete(records: Records, record: TransactionRecord): Steps<void> {
  try {
    for (const entry of record.entries) yield* assertOurs(entry);
    for (const entry of record.entries) yield* put(entry);
    yield* syncFolders(record);
  } catch (error) {
    yield* revert(records, record, 'committed', error);
    throw error instanceof TransactionError ? error : failedError(error);
  }
  if (!(yield* clearUp(records, record))) throw overtakenError(record.entries.map(({ file }) => file));
}

/** @returns false when another process has ended it */
function* clearUp(records: Records, record: TransactionRecord): Steps<boolean> {
  try {
    for (const { kept } of record.entries) if (kept !== null) yield* op('let go', () => removeFile(kept));
    yield* syncFolders(record);
    return yield* records.end(record.id, 'committed');
  } catch (error) {
    // All is new and on the disk. The record stands still, so that whoever comes next removes what is left.
    if (errnoCode(error) === undefined) throw error;
    return true;
  }
}

/** A file that has not been replaced yet must be as it was read: what somebody has written since is not to be lost. */
function* assertOurs(entry: Entry): Steps<void> {
  if (yield* isPut(entry)) return;
  const now = yield* hashNow(entry.file);
  if (now !== entry.before && now !== entry.after) throw conflictError([entry.file]);
}

/**
 * Each new content has a name that only one rename can take away. A file that was to go may have come again
 * since, but its old content is kept until all is done.
 */
function* isPut({ file, staged, kept }: Entry): Steps<boolean> {
  return yield* op('look', () => statsAt(staged ?? file) === null || (staged === null && kept !== null && statsAt(kept) === null));
}

function* put(entry: Entry): Steps<void> {
  if (yield* isPut(entry)) return;
  yield* assertOurs(entry);
  const { file, staged } = entry;
  // Whoever was quicker has done the very same.
  if (staged === null) yield* op('remove', () => orGone(() => again(() => unlinkSync(file))));
  else yield* op('rename', () => orGone(() => again(() => renameSync(staged, file))));
}
