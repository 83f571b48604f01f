// The cache of what is too large to fetch for every run: VS Code servers, Node runtimes.
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { own } from './own.ts';

/**
 * The folder of the cache: LOCKSCOPE_CACHE where that is set, else one per user, which all
 * clones share.
 */
export function cacheFolder(): string {
  const chosen = process.env['LOCKSCOPE_CACHE'];
  if (chosen) return chosen;
  if (process.platform === 'win32') return join(process.env['LOCALAPPDATA'] ?? homedir(), 'lockscope', 'cache');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'lockscope');
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'lockscope');
}

/**
 * The cache's entry of that name, made by `build` when it is not there.
 *
 * It is built in a folder of its own and renamed when complete, so what has the name is whole.
 * Two processes may build the same entry at once; the first to finish is kept.
 * @param build fills the empty folder that it gets.
 * @returns the entry's absolute path.
 */
export async function cached(name: string, build: (folder: string) => Promise<void>): Promise<string> {
  const entry = join(cacheFolder(), name);
  if (existsSync(entry)) return entry;
  await mkdir(cacheFolder(), { recursive: true });
  await removeAbandoned();
  const partial = join(cacheFolder(), `${PARTIAL}${hostname()}-${process.pid}-${name}`);
  const discard = own(() => rm(partial, { recursive: true, force: true, maxRetries: 5 }));
  await mkdir(partial);
  try {
    await build(partial);
    await rename(partial, entry).catch((error: unknown) => {
      if (!existsSync(entry)) throw error;
    });
  } finally {
    await discard();
  }
  return entry;
}

const PARTIAL = '.partial-';

/** Removes what killed builds of this machine have left. */
async function removeAbandoned(): Promise<void> {
  const prefix = `${PARTIAL}${hostname()}-`;
  for (const name of await readdir(cacheFolder())) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    await rm(join(cacheFolder(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Anything but "no such process" (EPERM above all) means that somebody has the number.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
