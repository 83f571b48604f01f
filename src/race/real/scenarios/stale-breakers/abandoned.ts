import { linkSync, mkdirSync, readFileSync, renameSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { readFile, rmdir, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { number, record, type Fields } from '../../../../base/json.ts';
import { errnoCode, orGone, unless } from '../../../../base/errors.ts';

/** A lock that says how old it is. Whoever has it leaves it behind as old as that of a holder who was gone long ago. */
export interface AgingLock {
  /** @returns whether it was made, and is one's own now */
  make(): boolean;
  /** How old it is, ms; null when there is none. */
  age(): Promise<number | null>;
  /** Removes it, whosever it is by now. */
  remove(): Promise<void>;
  /** Leaves one's own behind, old at once; nothing when somebody has removed it. */
  abandon(): void;
}

/** A file that says who made it and when, whole from the first moment on. @param own a name that nobody else writes under */
export function agingFile(file: string, own: string): AgingLock {
  const maker = path.basename(own);
  const prepare = (madeAt: number): void => writeFileSync(own, JSON.stringify({ maker, madeAt }));
  const told = (text: string): Fields => record(JSON.parse(text));
  return {
    make: () => {
      prepare(Date.now());
      const isMade = unless('EEXIST', () => linkSync(own, file)) !== null;
      unlinkSync(own);
      return isMade;
    },
    age: async () => {
      const text = await unlessGone(readFile(file, 'utf8'));
      return text === null ? null : Date.now() - number(told(text)['madeAt']);
    },
    remove: async () => {
      await unlessGone(unlink(file));
    },
    abandon: () => {
      const text = orGone(() => readFileSync(file, 'utf8'));
      if (text === null || told(text)['maker'] !== maker) return;
      prepare(0);
      renameSync(own, file);
    },
  };
}

/** A folder whose age is that of its last change, as with proper-lockfile. */
export function agingFolder(folder: string): AgingLock {
  let made: string | null = null;
  // A number alone is given to the next folder again.
  const look = (): string | null => orGone(() => {
    const { ino, birthtimeNs } = statSync(folder, { bigint: true });
    return `${ino} ${birthtimeNs}`;
  });
  return {
    make: () => {
      const isMade = unless('EEXIST', () => mkdirSync(folder)) !== null;
      if (isMade) made = look();
      return isMade;
    },
    age: async () => {
      const found = await unlessGone(stat(folder));
      return found === null ? null : Date.now() - found.mtimeMs;
    },
    remove: async () => {
      await unlessGone(rmdir(folder));
    },
    abandon: () => {
      if (made !== null && look() === made) orGone(() => utimesSync(folder, 0, 0));
    },
  };
}

async function unlessGone<T>(act: Promise<T>): Promise<T | null> {
  try {
    return await act;
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') return null;
    throw error;
  }
}
