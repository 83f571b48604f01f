import { rename, writeFile } from 'node:fs/promises';
import { RealRunError } from '../../lab.ts';
import { saveAtomically } from '../../../../saving/write/save.ts';
import { errnoCode } from '../../../../base/errors.ts';
import type { Attempt } from '../../scenario.ts';
import { whateverStrikes } from '../parts/on-files.ts';
import { saving } from './saving.ts';

export const temporaryAndRename = saving({
  name: 'temporary-and-rename',
  title: 'Temporary file and rename',
  summary: 'A temporary file, named by the number of the process, is filled and renamed over the file: the name goes from the old text to the new in one step.',
  claims: 'kept',
  survives: whateverStrikes,
  model: { scenario: 'atomic-write', variant: 'temporary-and-rename' },
  access: (file) => ({ save: (bytes, attempt) => renameOver(file, `${file}.tmp.${process.pid}`, bytes, attempt) }),
});

export const oneTemporaryName = saving({
  name: 'one-temporary-name',
  title: 'One temporary name, in threads',
  summary: 'Threads of one process all have its number, and so one temporary file. One renames what another has begun to fill, and the other goes on in the file itself.',
  claims: 'broken',
  survives: [],
  actorsAre: 'threads',
  faults: ['slowMs'],
  model: { scenario: 'atomic-write', variant: 'one-temporary-name' },
  access: (file) => ({ save: (bytes, attempt) => renameOver(file, `${file}.tmp.${process.pid}`, bytes, attempt) }),
});

export const ownTemporaryNames = saving({
  name: 'own-temporary-names',
  title: 'A temporary file for each save, in threads',
  summary: 'Threads of one process give each temporary file a name of its own, and rename it over the file.',
  claims: 'kept',
  survives: ['slowMs'],
  actorsAre: 'threads',
  faults: ['slowMs'],
  model: { scenario: 'atomic-write', variant: 'temporary-and-rename' },
  access: (file, { actor }) => ({ save: (bytes, attempt) => renameOver(file, `${file}.tmp.${process.pid}.${actor}.${attempt.number}`, bytes, attempt) }),
});

export const atomically = saving({
  name: 'save-atomically',
  title: 'saveAtomically of Lockscope',
  summary: 'A temporary file that nobody else can have, on the disk before it is renamed over the file, with the permissions and attributes of the old one.',
  claims: 'kept',
  survives: whateverStrikes,
  model: { scenario: 'durable-write', variant: 'fsync-rename-fsync-folder' },
  access: (file) => ({
    save: async (bytes, attempt) => {
      attempt.entered();
      await attempt.fault();
      const outcome = await saveAtomically(file, bytes);
      if (outcome.is !== 'saved') throw new RealRunError(`The file was not saved: ${outcome.is}.`);
      await attempt.fault();
      attempt.left();
      return true;
    },
  }),
});

/** As the seed does it. Where the temporary file is gone the save has failed. */
async function renameOver(file: string, temporary: string, bytes: Buffer, attempt: Attempt): Promise<boolean> {
  attempt.entered();
  await writeFile(temporary, bytes);
  await attempt.fault();
  const isSaved = await renameUnlessGone(temporary, file);
  if (!isSaved) attempt.gaveUp();
  await attempt.fault();
  attempt.left();
  return isSaved;
}

async function renameUnlessGone(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (errnoCode(error) !== 'ENOENT') throw error;
    return false;
  }
}
