import path from 'node:path';
import { ownStateFolder } from '../../system/own-state-folder.ts';
import { acquireMutex, MutexBusyError, type HeldMutex } from '../../system/mutex.ts';
import { PathQueue } from '../path-queue.ts';
import { loadAttributes } from './attributes.ts';
import { driveInTurns } from './drive.ts';
import { Flush } from './flush.ts';
import type { Job } from './job.ts';
import { statsAt } from './look.ts';
import { thisMaker } from './makers.ts';
import type { SaveOptions, SaveOutcome } from './outcome.ts';
import { saving, type NotAlone } from './protocol.ts';
import { saveError, saveErrorOf } from './save-error.ts';

export { sha256Of } from './content.ts';
export { describeReason, type InPlaceReason } from './reasons.ts';
export { SaveError } from './save-error.ts';
export type { SaveOptions, SaveOutcome } from './outcome.ts';

/** Saves of one file in this process, one after the other. */
const queue = new PathQueue();

/**
 * Saves a file whole: whoever reads it, at whatever moment, sees its old content or the new one, also
 * after this process is killed or the machine loses power. Links are followed; owner, permissions, ACL and
 * attributes stay. Where replacing the file would lose something, it is not done but asked about.
 * @param file from the working folder on, when not absolute; it need not exist, its folder must
 * @param bytes what it is to hold; not to be changed until this resolves
 * @throws SaveError; the reason of `options.signal`, and nothing has changed then
 */
export async function saveAtomically(file: string, bytes: Uint8Array, options: SaveOptions = {}): Promise<SaveOutcome> {
  options.signal?.throwIfAborted();
  try {
    assertNamesFile(file);
    const job = await jobFor(file, bytes, options);
    return await queue.run(file, (real) => saveInTurn(real, job));
  } catch (error) {
    throw saveError(file, error);
  }
}

/** `lockscope save dir/` names a folder, whether it is there or not. */
function assertNamesFile(file: string): void {
  if (file === '' || file.endsWith('/') || file.endsWith(path.sep)) throw saveErrorOf('EISDIR', file);
}

async function jobFor(file: string, bytes: Uint8Array, options: SaveOptions): Promise<Job> {
  return { file: path.isAbsolute(file) ? file : path.resolve(file), bytes, options, attributes: await loadAttributes(), maker: thisMaker(), isAlone: false, backupFolder: `${ownStateFolder()}${path.sep}saves`, flush: new Flush() };
}

async function saveInTurn(real: string, job: Job): Promise<SaveOutcome> {
  const { signal, expect, inPlace } = job.options;
  signal?.throwIfAborted();
  const drive = (isAlone: boolean): Promise<SaveOutcome | NotAlone> => driveInTurns(saving({ ...job, real, isAlone }), job.flush, signal);
  const first = expect === undefined && inPlace !== 'backed-up' ? await drive(false) : ({ is: 'not alone' } as const);
  const outcome = first.is === 'not alone' ? await alone(real, () => drive(true)) : first;
  if (outcome.is === 'not alone') throw new Error('a save that is alone says that it is not');
  return outcome;
}

/** How long to wait for another process that saves the same file, ms. */
const turnTimeoutMs = 30_000;

/**
 * Alone among the processes of this machine that look at the file before they replace it, or write it in
 * place. By its path and, as it may have several, by its number.
 */
async function alone<T>(real: string, act: () => Promise<T>): Promise<T> {
  const held = await acquire(real, `save ${real}`);
  try {
    const stats = statsAt(real);
    if (stats === null || stats.nlink === 1n) return await act();
    const second = await acquire(real, `save ${stats.dev}:${stats.ino}`);
    try {
      return await act();
    } finally {
      second.release();
    }
  } finally {
    held.release();
  }
}

async function acquire(real: string, name: string): Promise<HeldMutex> {
  try {
    return await acquireMutex(name, turnTimeoutMs);
  } catch (error) {
    throw error instanceof MutexBusyError ? saveErrorOf('BUSY', real, error) : error;
  }
}
