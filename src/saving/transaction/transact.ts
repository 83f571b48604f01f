import { setImmediate as turn } from 'node:timers/promises';
import { sha256Of } from '../write/content.ts';
import { carryOut } from './commit.ts';
import { acquireAll, type LockingOptions } from './locks.ts';
import { readWhole } from './read.ts';
import { recoverNoted } from './recover.ts';
import type { Noted } from './records.ts';
import { siteAt, type Site } from './site.ts';
import { changesOf, subjectsOf, type Contents, type Subjects } from './subjects.ts';

export { recoverTransactions, type RecoveredTransaction, type RecoveryOptions } from './recover.ts';
export { TransactionError, type FileStanding, type TransactionFailure } from './transaction-error.ts';
export type { Contents } from './subjects.ts';

export interface TransactionOptions extends LockingOptions {
  /** Where transactions are noted while they are carried out; this user's state folder when left out. */
  readonly stateFolder?: string;
}

/**
 * Makes the new contents from the present ones, by the paths as they were given; null: no such file. What is
 * left out, or returned as it was, stays as it is; null removes a file. May take its time: the signal aborts
 * when a lock is lost, or the transaction's own signal.
 */
export type Update = (current: Contents, signal: AbortSignal) => Contents | Promise<Contents>;

/**
 * Changes several files as one: all of them or none, also when this process is killed or the machine loses
 * power at any moment. The locks of all files are held meanwhile (`FILE.lock` each), acquired in one order,
 * so that no two transactions wait for each other.
 *
 * Whoever reads under the locks of the files sees all changes or none. Whoever reads without them may see
 * one file new and another still old for a moment; each by itself is whole. What a killed process left is
 * put in order by the next transaction on one of its files, or by `recoverTransactions`; until then some
 * files can be new and others old, and small hidden files lie beside them. Transactions are noted in the
 * user's state folder: one of another user, whose process was killed, is not known of here.
 *
 * Owner, permissions and attributes of the files stay, as with saveAtomically; where that is not possible
 * nothing is changed. Not reentrant: an update that asks for the locks again waits for itself.
 * @param files need not exist, their folders must; links are followed, and several paths of one file are one
 * @param update is called once, with everything locked; when it throws, nothing is changed
 * @returns the real paths of the files that were changed
 * @throws what the update throws; TypeError for a path that was not given; TransactionError; LockTimeoutError,
 *   LockLostError, the signal's reason; SaveError for what is no file; the system's error. Nothing has changed
 *   then, unless it is a TransactionError 'unfinished' or 'overtaken', which says how the files stand
 */
export async function transact(files: readonly string[], update: Update, options: TransactionOptions = {}): Promise<readonly string[]> {
  return transactAt(await siteAt(options.stateFolder), files, update, options);
}

/** @see transact */
export async function transactAt(site: Site, files: readonly string[], update: Update, options: LockingOptions = {}): Promise<readonly string[]> {
  const subjects = subjectsOf(files);
  for (;;) {
    const done = await inTurn(site, subjects, update, options);
    if (done.is === 'done') return done.changed;
    await recoverNoted(site, done.noted, options);
  }
}

type Turn = { readonly is: 'done'; readonly changed: readonly string[] } | { readonly is: 'in-the-way'; readonly noted: Noted };

/** With the locks held: whoever else has noted something about these files has ended, or lost them. */
async function inTurn(site: Site, subjects: Subjects, update: Update, options: LockingOptions): Promise<Turn> {
  if (subjects.files.length === 0) return { is: 'done', changed: [] };
  await using holds = await acquireAll(subjects.files, options);
  const [noted] = site.records.about(subjects.files);
  if (noted !== undefined) return { is: 'in-the-way', noted };
  const signal = options.signal === undefined ? holds.signal : AbortSignal.any([holds.signal, options.signal]);
  return { is: 'done', changed: await changeAll(site, subjects, update, signal) };
}

async function changeAll(site: Site, subjects: Subjects, update: Update, signal: AbortSignal): Promise<readonly string[]> {
  const current = await readAll(subjects);
  const read = new Map(subjects.files.map((file) => [file, hashOf(current.get(file) ?? null)]));
  const given = new Map([...subjects.realOf].map(([path, file]) => [path, copyOf(current.get(file) ?? null)]));
  const wanted = await update(given, signal);
  signal.throwIfAborted();
  const changes = changesOf(subjects, read, wanted);
  if (changes.length > 0) await carryOut(site, changes, read, signal);
  return changes.map(({ file }) => file);
}

async function readAll({ files }: Subjects): Promise<Contents> {
  const contents = new Map<string, Uint8Array | null>();
  for (const file of files) {
    contents.set(file, readWhole(file));
    await turn();
  }
  return contents;
}

function hashOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : sha256Of(bytes);
}

/** One that the update may change as it likes, also where two paths lead to one file. */
function copyOf(bytes: Uint8Array | null): Uint8Array | null {
  return bytes === null ? null : Buffer.from(bytes);
}
