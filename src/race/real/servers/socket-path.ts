import { createHash } from 'node:crypto';
import path from 'node:path';

/** The longest path of a Unix socket, bytes: the system's structure has room for 108 on Linux and 104 on macOS, a zero byte among them. */
const longestPath = process.platform === 'darwin' ? 103 : 107;

/** Whether a Unix socket can have that path. */
export function fitsSocket(file: string): boolean {
  return Buffer.byteLength(file) <= longestPath;
}

/** Where a helper of a run listens: within the run's folder if the path fits, else where a short name is to be had. The same for all who ask. */
export function localAddress(folder: string, name: string, platform: NodeJS.Platform = process.platform): string {
  const own = createHash('sha256').update(`${folder}\n${name}`).digest('hex').slice(0, 24);
  if (platform === 'win32') return String.raw`\\.\pipe\lockscope-race-${own}`;
  const file = path.join(folder, `${name}.sock`);
  if (fitsSocket(file)) return file;
  return platform === 'linux' ? `\0lockscope-race-${own}` : `/tmp/lockscope-race-${own}.sock`;
}
