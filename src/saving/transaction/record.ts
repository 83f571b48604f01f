import { randomBytes } from 'node:crypto';
import { list, number, orNull, record, string, type Fields } from '../../base/json.ts';
import { markFrom, type ProcessMark } from '../lock/owner.ts';

/**
 * How far a transaction has come. 'prepared': new contents are being laid beside their files; none was
 * touched. 'committed': it counts as done, whoever completes it. 'reverting': it counts as not done.
 */
export type Phase = 'prepared' | 'committed' | 'reverting';

export const phases: readonly Phase[] = ['prepared', 'committed', 'reverting'];

/** One file of a transaction. Hashes are SHA-256, hex; null: no such file. */
export interface Entry {
  /** Its real path. */
  readonly file: string;
  readonly before: string | null;
  readonly after: string | null;
  /** Where its new content is laid; null when it is to be removed. */
  readonly staged: string | null;
  /** Where its old content is kept until all is done; null when there was none. */
  readonly kept: string | null;
  /** Where goes what somebody else puts in its place meanwhile. */
  readonly aside: string;
}

/** What is noted of a transaction before anything of it is on the disk, and does not change until all of it has gone. */
export interface TransactionRecord {
  readonly id: string;
  readonly by: ProcessMark;
  /** When it began, ms since the epoch. */
  readonly at: number;
  readonly entries: readonly Entry[];
}

/** Sorts by time; unique. */
export function newId(now: number): string {
  return `${now.toString(36)}-${randomBytes(4).toString('hex')}`;
}

export function isId(name: string): boolean {
  return /^[0-9a-z]{6,12}-[0-9a-f]{8}$/.test(name);
}

/** @throws SyntaxError when it is none */
export function recordFrom(value: unknown): TransactionRecord {
  const fields = record(value);
  return { id: string(fields['id']), by: markFrom(fields['by']), at: number(fields['at']), entries: list(fields['entries'], (each) => entryFrom(record(each))) };
}

function entryFrom(fields: Fields): Entry {
  return {
    file: string(fields['file']),
    before: orNull(fields['before'], string),
    after: orNull(fields['after'], string),
    staged: orNull(fields['staged'], string),
    kept: orNull(fields['kept'], string),
    aside: string(fields['aside']),
  };
}
