import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { FileLock } from '../../../../saving/lock/file-lock.ts';
import type { Attempt } from '../../scenario.ts';
import { untilOver, whoeverIsLate, withOwnLocks } from '../parts/on-files.ts';
import { fileIn, saving } from './saving.ts';

export const truncateAndWrite = saving({
  name: 'truncate-and-write',
  title: 'fs.writeFile',
  summary: 'Opening empties the file, and then it is filled. Readers in between find nothing, or a part; so does everybody after a writer was killed there.',
  claims: 'broken',
  survives: [],
  model: { scenario: 'atomic-write', variant: 'truncate-and-write' },
  access: (file) => ({
    save: async (bytes, attempt) => {
      attempt.entered();
      await writeInPlace(file, bytes, attempt);
      attempt.left();
      return true;
    },
  }),
});

const underFileLock = saving({
  name: 'write-file-under-file-lock',
  title: 'fs.writeFile under FileLock',
  summary: 'Writers empty the file and fill it, and readers read it, all under one lock. A writer that is killed in between leaves a part of the file all the same.',
  claims: 'kept',
  survives: whoeverIsLate,
  model: { scenario: 'atomic-write', variant: 'write-file-under-a-lock' },
  access: (file) => {
    const lock = new FileLock(file);
    const holding = async <T>(attempt: Attempt, act: () => Promise<T>): Promise<T> => {
      const hold = await lock.acquire(untilOver(attempt));
      attempt.entered();
      const result = await act();
      attempt.left();
      await hold.release();
      return result;
    };
    return {
      save: (bytes, attempt) => holding(attempt, () => writeInPlace(file, bytes, attempt)),
      read: (attempt) => holding(attempt, async () => {
        await attempt.fault();
        return readFileSync(file);
      }),
    };
  },
});

export const writeUnderLock = withOwnLocks(underFileLock, (folder) => [`${fileIn(folder)}.lock`]);

/** The calls of fs.writeFile, with places for faults in between. */
async function writeInPlace(file: string, bytes: Buffer, attempt: Attempt): Promise<true> {
  const descriptor = openSync(file, 'w');
  await attempt.fault();
  writeFileSync(descriptor, bytes);
  closeSync(descriptor);
  await attempt.fault();
  return true;
}
