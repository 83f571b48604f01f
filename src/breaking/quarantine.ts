import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, rmdirSync, statSync, unlinkSync, writeSync } from 'node:fs';
import path from 'node:path';
import { step } from './break-error.ts';
import type { JournalEntry } from './journal-entry.ts';
import { toLine } from './journal-json.ts';
import { makeFolder, makeOwnFolder } from './own-folder.ts';

/** Name of the quarantine beside a lock; watchers need not look into it. */
export const quarantineFolderName = '.lockscope-quarantine';

const recordName = 'record.json';
const ignoreName = '.gitignore';

/**
 * Where broken locks are kept for their undo: one folder an entry, named by the undo id, with the
 * artifacts and a copy of the journal's record of the intent. Moving there is a rename, so it must
 * be on the lock's own file system.
 */
export class Quarantine {
  readonly #home: string;

  /** @param folder the user's state folder; made when first needed */
  constructor(folder: string) {
    this.#home = path.join(folder, 'quarantine');
  }

  /**
   * Folders that can take a lock, the preferred first: the user's own when it is on the same
   * device, then one beside the lock.
   * @param lock real path of the lock
   * @param dev device of its file system
   */
  placesFor(lock: string, dev: bigint): readonly string[] {
    const beside = path.join(path.dirname(lock), quarantineFolderName);
    return this.#deviceOfHome() === dev ? [this.#home, beside] : [beside];
  }

  #deviceOfHome(): bigint | null {
    try {
      makeFolder(this.#home);
      return statSync(this.#home, { bigint: true }).dev;
    } catch {
      // No home, a read-only one, a full disk: then it is not used, whatever the reason.
      return null;
    }
  }

  /**
   * Makes the folder of an entry.
   * @param place one of placesFor()
   * @throws BreakError EACCES, EROFS, ENOSPC ..., or UNSAFE_QUARANTINE when someone else made the place
   */
  open(place: string, undoId: string): string {
    return step(place, () => {
      makeOwnFolder(place);
      const entry = path.join(place, undoId);
      mkdirSync(entry, { mode: 0o700 });
      return entry;
    });
  }

  /** Writes the intent beside the artifacts-to-be, on the disk when this returns. */
  record(entry: string, intent: JournalEntry): void {
    step(entry, () => {
      writeNew(path.join(entry, recordName), `${toLine(intent)}\n`);
      // In a work tree what is kept must not show up as an untracked file.
      if (isBeside(entry)) writeNew(path.join(entry, ignoreName), '*\n');
    });
  }

  /**
   * Removes an entry that holds no artifact any more; one that still does stays. Never recursive,
   * never throws: an empty folder left behind does no harm.
   */
  discard(entry: string): void {
    try {
      const records = readdirSync(entry);
      if (!records.every((name) => name === recordName || name === ignoreName)) return;
      for (const name of records) unlinkSync(path.join(entry, name));
      rmdirSync(entry);
      if (isBeside(entry)) rmdirSync(path.dirname(entry));
    } catch {
      // In use by another window, holding another entry, or gone already.
      return;
    }
  }
}

function isBeside(entry: string): boolean {
  return path.basename(path.dirname(entry)) === quarantineFolderName;
}

function writeNew(file: string, content: string): void {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    writeSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
