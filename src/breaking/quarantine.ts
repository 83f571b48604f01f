import { closeSync, fsyncSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, unlinkSync, writeSync } from 'node:fs';
import path from 'node:path';
import { errnoCode, orGone } from '../base/errors.ts';
import { step } from './break-error.ts';
import { makeFolder } from '../saving/own-folder.ts';
import { intentFrom, intentToLine, type Intent } from './intent.ts';
import { intendedLeftover, type Leftover } from './leftover.ts';
import { makeOwnFolder } from './own-folder.ts';
import { isUndoId, timeOf } from './undo-id.ts';

/** Name of the quarantine beside a lock; watchers need not look into it. */
export const quarantineFolderName = '.lockscope-quarantine';

const recordName = 'record.json';
const ignoreName = '.gitignore';

/** An entry as it stands in quarantine. */
export interface KeptEntry {
  readonly undoId: string;
  readonly entry: string;
  /** ms since the epoch. */
  readonly keptSince: number;
  readonly bytes: number;
}

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

  /** What an entry was made for, where the journal does not reach back so far. */
  leftoverAt(entry: string): Leftover | null {
    const intent = this.intentOf(entry);
    return intent === null ? null : intendedLeftover(intent, entry);
  }

  /** As leftoverAt, in the user's own quarantine. */
  leftoverOf(undoId: string): Leftover | null {
    return this.leftoverAt(path.join(this.#home, undoId));
  }

  /**
   * The entries in the user's own quarantine, and of some others those that are in one beside their lock.
   * @throws BreakError when they cannot be listed
   */
  entries(others: readonly string[]): readonly KeptEntry[] {
    const names = step(this.#home, () => orGone(() => readdirSync(this.#home))) ?? [];
    const beside = others.filter((entry) => isBeside(entry) && lstatSync(entry, { throwIfNoEntry: false })?.isDirectory() === true);
    const entries = [...names.map((name) => path.join(this.#home, name)), ...new Set(beside)];
    return entries
      .filter((entry) => isUndoId(path.basename(entry)))
      .map((entry) => ({ undoId: path.basename(entry), entry, keptSince: timeOf(path.basename(entry)), bytes: bytesIn(entry) }));
  }

  /** Removes one of entries() with all that is in it, links not followed. @throws the system's error */
  remove({ entry }: KeptEntry): void {
    rmSync(entry, { recursive: true, force: true });
    if (isBeside(entry)) removeIfEmpty(path.dirname(entry));
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
    } catch {
      // In use by another window, or gone already.
      return;
    }
    if (isBeside(entry)) removeIfEmpty(path.dirname(entry));
  }
}

/** How much lies in a folder, links not followed; nothing where that cannot be told. */
function bytesIn(folder: string): number {
  const names = orGone(() => readdirSync(folder, { recursive: true, encoding: 'utf8' })) ?? [];
  return names.reduce((sum, name) => sum + (orGone(() => lstatSync(path.join(folder, name)))?.size ?? 0), 0);
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    // It holds another entry, or another window has removed it; that it stays does no harm.
    if (errnoCode(error) === undefined) throw error;
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
