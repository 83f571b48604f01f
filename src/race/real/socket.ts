import { createHash } from 'node:crypto';
import path from 'node:path';
import { fitsSocket } from './servers/socket-path.ts';

/**
 * A local address for a run's own processes: a socket in the run's folder; named after it alone on Windows, and on
 * Linux where the folder's path is too long for one (then of this network namespace, and without a file).
 */
export function socketIn(folder: string, name: string): string {
  const id = createHash('sha256').update(`${folder}/${name}`).digest('hex').slice(0, 32);
  if (process.platform === 'win32') return String.raw`\\.\pipe\lockscope-race-${id}`;
  const file = path.join(folder, `${name}.sock`);
  return process.platform === 'linux' && !fitsSocket(file) ? `\0lockscope-race-${id}` : file;
}
