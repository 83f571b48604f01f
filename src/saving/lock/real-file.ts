import { realpathSync } from 'node:fs';
import path from 'node:path';
import { orGone } from '../../base/errors.ts';

/**
 * The one path of a file, by which all who lock it meet: symlinks resolved, as proper-lockfile does it.
 * Of a file that is not there yet those of its folder are.
 * @throws the system's error when the folder is not there
 */
export function realFile(file: string): string {
  const full = path.resolve(file);
  return orGone(() => realpathSync.native(full)) ?? path.join(realpathSync.native(path.dirname(full)), path.basename(full));
}
