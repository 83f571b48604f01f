import { lstatSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { errnoCode } from '../base/errors.ts';
import { text } from '../base/text.ts';
import { BreakError } from './break-error.ts';

/**
 * Makes a folder, and those above it, that only this user may look into; one that is there stays
 * as it is. Step by step, because Node's recursive mkdir says ENOENT where the system says EROFS.
 * @throws the system's error
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const code = errnoCode(error);
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || path.dirname(folder) === folder) throw error;
    makeFolder(path.dirname(folder));
    mkdirSync(folder, { mode: 0o700 });
  }
}

/**
 * As makeFolder, where nobody else may have put something in the way.
 * @throws BreakError UNSAFE_QUARANTINE when the folder is another user's or a link; the system's error
 */
export function makeOwnFolder(folder: string): void {
  makeFolder(folder);
  const stats = lstatSync(folder);
  const uid = process.geteuid?.();
  if (stats.isDirectory() && (uid === undefined || stats.uid === uid)) return;
  throw new BreakError('UNSAFE_QUARANTINE', text('{path} was made by another user or is no folder. Remove it and try again.', { path: folder }));
}
