import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { errnoCode } from '../../base/errors.ts';
import { op, type Steps } from '../../base/steps.ts';
import { ownMark } from '../lock/owner.ts';
import { complete } from './forward.ts';
import { hashNow } from './read.ts';
import { newId, type Entry, type TransactionRecord } from './record.ts';
import { revert, syncFolders } from './revert.ts';
import type { Site } from './site.ts';
import { stage } from './stage.ts';
import type { Change } from './subjects.ts';
import { conflictError, failedError, overtakenError } from './transaction-error.ts';

/**
 * Carries out a transaction whose locks are held: lays all new contents beside their files, then commits
 * by the rename of its record, then replaces file by file.
 * @param read what every file of the transaction held, SHA-256 by real path, also of those that stay as they are
 * @param signal aborts when a lock is lost or the caller has enough; heard until it is committed
 * @throws the signal's reason; TransactionError. All files are as they were then, except with 'unfinished' and 'overtaken'
 */
export async function carryOut(site: Site, changes: readonly Change[], read: ReadonlyMap<string, string | null>, signal: AbortSignal): Promise<void> {
  const { records, attributes, drive } = site;
  const record = recordOf(changes);
  try {
    drive(records.begin(record));
  } catch (error) {
    drive(records.end(record.id, 'prepared'));
    throw failedError(error);
  }
  try {
    for (const [i, entry] of record.entries.entries()) {
      const change = changes[i];
      if (change !== undefined) drive(stage(change, entry, attributes));
      // So that others have their turn, and a lock that is lost is heard of.
      await turn();
      signal.throwIfAborted();
    }
    drive(commit(site, record, read, signal));
  } catch (error) {
    drive(revert(records, record, records.phaseOf(record.id) ?? 'prepared', error));
    throw errnoCode(error) === undefined ? error : failedError(error);
  }
  drive(complete(records, record));
}

function* commit({ records }: Site, record: TransactionRecord, read: ReadonlyMap<string, string | null>, signal: AbortSignal): Steps<void> {
  yield* syncFolders(record);
  const changed: string[] = [];
  for (const [file, before] of read) if ((yield* hashNow(file)) !== before) changed.push(file);
  if (changed.length > 0) throw conflictError(changed);
  yield* op('look at the locks', () => signal.throwIfAborted());
  if (!(yield* records.move(record.id, 'prepared', 'committed'))) throw overtakenError(record.entries.map(({ file }) => file));
}

function recordOf(changes: readonly Change[]): TransactionRecord {
  const at = Date.now();
  const id = newId(at);
  return { id, by: ownMark(), at, entries: changes.map((change, i) => entryOf(change, `${id}-${i}`)) };
}

/** Short names, whatever the file's is; what is of use to its user does not hide. */
function entryOf({ file, before, after, afterHash }: Change, mark: string): Entry {
  const beside = (name: string): string => path.join(path.dirname(file), name);
  return {
    file,
    before,
    after: afterHash,
    staged: after === null ? null : beside(`.lockscope-${mark}.staged`),
    kept: before === null ? null : beside(`.lockscope-${mark}.kept`),
    aside: beside(`lockscope-${mark}.aside`),
  };
}
