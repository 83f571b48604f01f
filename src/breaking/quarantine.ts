import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, rmdirSync, statSync, unlinkSync, writeSync } from 'node:fs';
import path from 'node:path';
import { orGone } from '../base/errors.ts';
import { step } from './break-error.ts';
import { makeFolder } from '../saving/own-folder.ts';
import { intentFrom, intentToLine, type Intent } from './intent.ts';
import { intendedLeftover, type Leftover } from './leftover.ts';
import { makeOwnFolder } from './own-folder.ts';

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
   * @param entry in one of placesFor(), named by the undo id
   * @throws BreakError EACCES, EROFS, ENOSPC ..., or UNSAFE_QUARANTINE when someone else made the place
   */
  open(entry: string): void {
    step(path.dirname(entry), () => {
      makeOwnFolder(path.dirname(entry));
      mkdirSync(entry, { mode: 0o700 });
    });
  }

  /** Writes the intent beside the artifacts-to-be, on the disk when this returns. */
  record(entry: string, intent: Intent): void {
    step(entry, () => {
      writeNew(path.join(entry, recordName), `${intentToLine(intent)}\n`);
      // In a work tree what is kept must not show up as an untracked file.
      if (isBeside(entry)) writeNew(path.join(entry, ignoreName), '*\n');
    });
  }

  /** The intent that an entry was made with; null when it was not written, or not in full. */
  intentOf(entry: string): Intent | null {
    const text = step(entry, () => orGone(() => readFileSync(path.join(entry, recordName), 'utf8')));
    return text === null ? null : intentFrom(text);
  }

  /** What an entry in the user's own quarantine holds, where the journal does not reach back so far. */
  leftoverOf(undoId: string): Leftover | null {
    const entry = path.join(this.#home, undoId);
    const intent = this.intentOf(entry);
    return intent === null ? null : intendedLeftover(intent, entry);
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

/** Makes a file of ours; its content is on the disk when this returns. @throws the system's error */
export function writeNew(file: string, content: string): void {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    writeSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
