import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';

const limitMs = 30_000;

/** Why no user namespace can be had here, or null when one can. */
export function namespacesRefused(): string | null {
  if (process.platform !== 'linux') return 'user namespaces are Linux only';
  const tried = spawnSync('unshare', ['--user', '--map-root-user', 'true'], { encoding: 'utf8' });
  if (tried.status === 0) return null;
  return `user namespaces are refused: ${tried.error?.message ?? tried.stderr.trim()}`;
}

export interface Child {
  readonly said: string[][];
  tell(command: string): void;
  /** Resolves when it has said a line that begins with these words. */
  heard(...words: string[]): Promise<void>;
  /** Forgets what it said so far. */
  forget(): void;
}

/** Puts a file in the place of the list of mounts that the process will read, then becomes that process. */
const withMounts = 'mount --bind "$1" /proc/$$/mountinfo && shift && exec "$@"';

/**
 * Starts a watcher on a folder in a user namespace of its own.
 * @param settings limits to set first: "max_inotify_watches=10"
 * @param mounts a file to be read as the list of mounts
 */
export function watcherInNamespace(t: TestContext, root: string, settings: readonly string[], mounts?: string): Child {
  const watcher = [process.execPath, path.join(import.meta.dirname, 'child.ts'), root, ...settings];
  const program = mounts === undefined ? watcher : ['--mount', 'sh', '-c', withMounts, 'sh', mounts, ...watcher];
  const child = spawn('unshare', ['--user', '--map-root-user', ...program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  t.after(async () => {
    child.stdin.end();
    await ended;
  });
  const said: string[][] = [];
  const checks = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const words: unknown = JSON.parse(line);
    said.push(Array.isArray(words) ? words.map(String) : [line]);
    for (const check of checks) check();
  });
  return {
    said,
    tell: (command) => void child.stdin.write(`${command}\n`),
    forget: () => said.splice(0),
    heard: (...words) =>
      new Promise((resolve, reject) => {
        const giveUp = setTimeout(() => reject(new Error(`never said: ${words.join(' ')}; said ${JSON.stringify(said)}`)), limitMs);
        const check = (): void => {
          if (!said.some((line) => words.every((word, i) => line[i] === word))) return;
          clearTimeout(giveUp);
          checks.delete(check);
          resolve();
        };
        checks.add(check);
        check();
      }),
  };
}
