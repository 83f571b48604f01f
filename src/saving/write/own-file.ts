import { closeSync, constants, fsyncSync, openSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { errnoCode, orGone } from '../../base/errors.ts';
import { op, type Steps } from '../../base/steps.ts';
import { again } from './again.ts';
import { noFollow } from './content.ts';
import type { Job } from './job.ts';
import { nameOf, newMark, type Part } from './names.ts';

/** A file of our own, open for writing, that nothing else has under that name. */
export interface OwnFile {
  readonly file: string;
  readonly descriptor: number;
  close(): void;
}

/** Chance alone does not give the same name so often. */
const mostNames = 10;

/**
 * Makes a new file in a folder, for what is to stand at `base` there.
 * @param mode permission bits; the system takes away those of the umask
 * @throws the system's error
 */
export function makeOwnFile(folder: string, base: string, part: Part, job: Job, mode = 0o600): OwnFile {
  for (let tries = 1; ; tries++) {
    const file = within(folder, nameOf(base, part, newMark(job.maker)));
    try {
      return opened(file, again(() => openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | noFollow, mode)));
    } catch (error) {
      if (errnoCode(error) !== 'EEXIST' || tries >= mostNames) throw error;
    }
  }
}

function opened(file: string, descriptor: number): OwnFile {
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    closeSync(descriptor);
  };
  return { file, descriptor, close };
}

/** path.join(), without going through the folder's name, which is a whole one, letter by letter. */
export function within(folder: string, name: string): string {
  return folder.endsWith(path.sep) ? folder + name : folder + path.sep + name;
}

/** Removes a file; one that has gone is no error. @throws the system's error */
export function removeFile(file: string): void {
  orGone(() => again(() => unlinkSync(file)));
}

/** What says that something cannot be made in a folder, whatever it is. */
const refusals: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS']);

export function refusalOf(error: unknown): string | null {
  const code = errnoCode(error);
  return code !== undefined && refusals.has(code) ? code : null;
}

/** Systems and file systems on which a folder cannot be opened or flushed; there is no more to be done there. */
const noFolderFlush: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EISDIR', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'EBADF', 'ENOSYS', 'ENOENT', 'EROFS']);

/** Brings the names in a folder to the disk. @throws the system's error (EIO ...) */
export function* syncFolder(folder: string): Steps<void> {
  yield* op('sync folder', () => {
    try {
      const descriptor = again(() => openSync(folder, constants.O_RDONLY));
      try {
        again(() => fsyncSync(descriptor));
      } finally {
        closeSync(descriptor);
      }
    } catch (error) {
      if (!noFolderFlush.has(errnoCode(error) ?? '')) throw error;
    }
  });
}
