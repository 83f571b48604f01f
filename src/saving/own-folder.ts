import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { errnoCode, unless } from '../base/errors.ts';

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
    // Another process may have made it meanwhile.
    unless('EEXIST', () => mkdirSync(folder, { mode: 0o700 }));
  }
}
