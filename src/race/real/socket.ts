import path from 'node:path';
import { createHash } from 'node:crypto';

/** A local address for a run's own processes: a socket in the run's folder, on Windows a pipe named after it. */
export function socketIn(folder: string, name: string): string {
  return process.platform === 'win32' ? String.raw`\\.\pipe\lockscope-race-` + createHash('sha256').update(`${folder}/${name}`).digest('hex').slice(0, 32) : path.join(folder, `${name}.sock`);
}
