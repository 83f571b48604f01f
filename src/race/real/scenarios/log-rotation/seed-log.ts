import { appendFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { errnoCode } from '../../../../base/errors.ts';
import type { Guard } from '../counter/guarded.ts';
import { seedLockFile } from '../counter/seed-lock-file.ts';
import { fileLockGuard, nobody } from '../parts/guards.ts';
import { whateverStrikes, whoeverIsLate, withOwnLocks } from '../parts/on-files.ts';
import type { Attempt } from '../../scenario.ts';
import { logging, mostBytes, type Log } from './logging.ts';

export const withoutLock = logging({
  name: 'size-check-outside',
  title: 'Size looked at outside of a lock',
  summary: 'Each process looks how long the log is, puts it aside when it is full, and writes. Two put it aside one after the other, and within one millisecond to the same name, so that the second replaces what the first had put there.',
  claims: 'broken',
  survives: [],
  model: { scenario: 'log-rotation', variant: 'size-check-outside-the-lock' },
  log: (file) => seedLog(file, nobody),
});

export const underSeedLock = logging({
  name: 'seed-under-lock',
  title: 'All under a lock file',
  summary: 'Looking how long the log is, putting it aside and writing are all done under one lock file.',
  claims: 'kept',
  survives: whoeverIsLate,
  model: { scenario: 'log-rotation', variant: 'all-under-one-lock' },
  log: (file) => seedLog(file, seedLockFile(lockIn(folderOf(file)))),
});

const unforgotten = logging({
  name: 'seed-under-file-lock',
  title: 'All under FileLock',
  summary: 'The same, with Lockscope’s lock in place of the lock file.',
  claims: 'kept',
  survives: whateverStrikes,
  model: { scenario: 'log-rotation', variant: 'all-under-one-lock' },
  log: (file) => seedLog(file, fileLockGuard(path.join(folderOf(file), 'log'))),
});

export const underFileLock = withOwnLocks(unforgotten, (folder) => [lockIn(folder)]);

/** Not beside what is put aside. */
function lockIn(folder: string): string {
  return path.join(folder, 'log.lock');
}

function folderOf(file: string): string {
  return path.dirname(path.dirname(file));
}

/** The seed's log with rotation. */
function seedLog(file: string, guard: Guard): Log {
  return async (line, attempt) => {
    const release = await guard.acquire(attempt);
    if (release === null) return false;
    attempt.entered();
    await putAsideIfFull(file, line.length + 1, attempt);
    await appendFile(file, `${line}\n`);
    await attempt.fault();
    attempt.left();
    await release();
    return true;
  };
}

/** As the seed: what is not there, any more or not yet, need not be put aside. */
async function putAsideIfFull(file: string, more: number, attempt: Attempt): Promise<void> {
  try {
    const { size } = await stat(file);
    await attempt.fault();
    if (size + more > mostBytes) await rename(file, `${file}.${new Date().toISOString().replaceAll(':', '-')}`);
  } catch (error) {
    if (errnoCode(error) !== 'ENOENT') throw error;
  }
}
