import { statSync } from 'node:fs';
import path from 'node:path';
import { isProvenGone } from '../lock/owner.ts';
import { acquireAll, tryAcquireAll, type Holds, type LockingOptions } from './locks.ts';
import { complete } from './forward.ts';
import type { TransactionRecord } from './record.ts';
import type { Noted } from './records.ts';
import { revert } from './revert.ts';
import { siteAt, type Site } from './site.ts';
import { inLockOrder } from './subjects.ts';
import { TransactionError } from './transaction-error.ts';

export interface RecoveredTransaction {
  readonly id: string;
  /** When it began, ms since the epoch. */
  readonly at: number;
  /** The files that it was to change, by real path. */
  readonly files: readonly string[];
  /**
   * 'completed': all of them are new. 'put-back': all are as they were before it. 'going-on': its process
   * lives and holds its locks, or another looks after it. 'unfinished': it can be neither completed nor put
   * back now; `error` tells how each file stands.
   */
  readonly is: 'completed' | 'put-back' | 'going-on' | 'unfinished';
  readonly error: TransactionError | null;
}

export interface RecoveryOptions extends LockingOptions {
  /** Where the transactions are noted; this user's state folder when left out. */
  readonly stateFolder?: string;
}

/**
 * Puts in order what transactions left behind whose processes were killed, or could not finish: each is
 * completed when it was committed, and put back otherwise. Every transaction does that for its own files;
 * this does it for all of this user, at the start of a program, say.
 * @throws LockTimeoutError, the signal's reason, the system's error
 */
export async function recoverTransactions(options: RecoveryOptions = {}): Promise<readonly RecoveredTransaction[]> {
  return recoverAt(await siteAt(options.stateFolder), options);
}

/** @see recoverTransactions */
export async function recoverAt(site: Site, options: LockingOptions = {}): Promise<readonly RecoveredTransaction[]> {
  site.records.sweep(Date.now());
  const recovered: RecoveredTransaction[] = [];
  for (const noted of site.records.all()) {
    const one = await recoverOne(site, noted, options);
    if (one !== null) recovered.push(one);
  }
  return recovered;
}

async function recoverOne(site: Site, { record }: Noted, options: LockingOptions): Promise<RecoveredTransaction | null> {
  const about = { id: record.id, at: record.at, files: record.entries.map(({ file }) => file), error: null };
  const files = lockable(record);
  // A process that lives has its locks, unless it was suspended for too long or could not finish.
  const holds = isProvenGone(record.by) ? await acquireAll(files, options) : await tryAcquireAll(files, options.staleMs);
  if (holds === null) return { ...about, is: 'going-on' };
  try {
    const is = await underLocks(site, record, holds);
    return is === null ? null : { ...about, is };
  } catch (error) {
    if (error instanceof TransactionError) return error.failure === 'unfinished' ? { ...about, is: 'unfinished', error } : { ...about, is: 'going-on' };
    throw error;
  }
}

/**
 * The same for one, in the way of another transaction.
 * @throws TransactionError 'unfinished' or 'overtaken'; LockTimeoutError, the signal's reason, the system's error
 */
export async function recoverNoted(site: Site, { record }: Noted, options: LockingOptions): Promise<void> {
  await underLocks(site, record, await acquireAll(lockable(record), options));
}

/** Looks again how far it is: another may have ended it. Whether its process lives does not matter: see Records. */
async function underLocks({ records, drive }: Site, record: TransactionRecord, holds: Holds): Promise<'completed' | 'put-back' | null> {
  await using held = holds;
  held.signal.throwIfAborted();
  const phase = records.phaseOf(record.id);
  if (phase === null) return null;
  try {
    if (phase === 'committed') {
      drive(complete(records, record));
      return 'completed';
    }
    drive(revert(records, record, phase, new Error('its process ended before')));
    return 'put-back';
  } catch (error) {
    if (error instanceof TransactionError && (error.failure === 'conflict' || error.failure === 'failed')) return 'put-back';
    throw error;
  }
}

/** What is in a folder that has gone can be neither locked nor changed. */
function lockable({ entries }: TransactionRecord): readonly string[] {
  return inLockOrder(entries.map(({ file }) => file)).filter((file) => statSync(path.dirname(file), { throwIfNoEntry: false })?.isDirectory() === true);
}
