import { messageOf } from '../../base/errors.ts';
import { plain } from '../../base/text.ts';
import { describeReason, type InPlaceReason } from '../write/reasons.ts';

/**
 * What became of a transaction that was not carried out. With all but the last nothing has changed.
 * 'conflict': somebody who does not take the locks has changed a file since it was read.
 * 'asks': replacing a file would lose something (see InPlaceReason), and a transaction writes nothing in place.
 * 'failed': a step failed; what had been done was put back.
 * 'overtaken': the locks were lost, and another process has put things in order: completed it, or put it back.
 * 'unfinished': it can be neither completed nor put back now; some files are new and some old, as `files` tells.
 */
export type TransactionFailure = 'conflict' | 'asks' | 'failed' | 'overtaken' | 'unfinished';

/** How one file of a transaction stands. */
export interface FileStanding {
  /** Its real path. */
  readonly file: string;
  readonly is: 'old' | 'new' | 'other';
  /** Where its old content is kept; null where the file itself holds it, or there was none. */
  readonly kept: string | null;
}

/** A transaction that was not carried out. The message says how things stand and what can be done. */
export class TransactionError extends Error {
  override readonly name = 'TransactionError';
  readonly failure: TransactionFailure;
  /** The files that it is about; each with its standing when it is 'unfinished', else those that were in the way. */
  readonly files: readonly FileStanding[];

  constructor(failure: TransactionFailure, message: string, files: readonly FileStanding[] = [], cause?: unknown) {
    super(message, { cause });
    this.failure = failure;
    this.files = files;
  }
}

export function conflictError(files: readonly string[]): TransactionError {
  const message = `${files.join(', ')} changed after it was read, by a program that does not take its lock. No file of the transaction was changed; run it again.`;
  return new TransactionError('conflict', message, files.map((file) => ({ file, is: 'other', kept: null })));
}

export function asksError(file: string, reasons: readonly InPlaceReason[]): TransactionError {
  const why = reasons.map((reason) => plain(describeReason(reason))).join(' ');
  return new TransactionError('asks', `${file} cannot be replaced without a loss. ${why} No file of the transaction was changed.`, [{ file, is: 'old', kept: null }]);
}

export function overtakenError(files: readonly string[]): TransactionError {
  const message = `The locks of ${files.join(', ')} were lost before the transaction was done, and another process has put the files in order. Look at them, and run it again if need be.`;
  return new TransactionError('overtaken', message, files.map((file) => ({ file, is: 'other', kept: null })));
}

/** @param noted its record @param why it could not be completed @param cause why it could not be put back */
export function unfinishedError(files: readonly FileStanding[], noted: string, why: unknown, cause: unknown): TransactionError {
  const told = files.map(({ file, is, kept }) => `${file} is ${standing[is]}${kept === null ? '' : ` (its old content: ${kept})`}`);
  const message = `The transaction could be neither completed (${messageOf(why)}) nor put back (${messageOf(cause)}). ${told.join('; ')}. Remove what is in the way, and the next transaction on these files puts them back; or remove ${noted} to leave them as they are.`;
  return new TransactionError('unfinished', message, files, cause);
}

const standing: Readonly<Record<FileStanding['is'], string>> = { old: 'as it was', new: 'new', other: 'neither as it was nor new' };

export function failedError(cause: unknown): TransactionError {
  return new TransactionError('failed', `The transaction was not carried out: ${reasonOf(cause)} All files are as they were.`, [], cause);
}

function reasonOf(cause: unknown): string {
  const message = messageOf(cause);
  return message.endsWith('.') ? message : `${message}.`;
}
