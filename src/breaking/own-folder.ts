import { lstatSync } from 'node:fs';
import { text } from '../base/text.ts';
import { makeFolder } from '../saving/own-folder.ts';
import { BreakError } from './break-error.ts';

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
