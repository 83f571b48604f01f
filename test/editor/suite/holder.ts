// Real processes that hold real lock files.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A process that has written its pid into a lock file and keeps it until it is killed. */
export interface Holder {
  readonly pid: number;
  /** Ends it as a crash would: the lock file stays. Resolves when it is gone. */
  kill(): Promise<void>;
}

/** What a holder does when it is asked to end: what the system does by itself, clean up first, or nothing. */
export type OnTerm = 'ends' | 'tidies' | 'ignores';

const program = `
  const { rmSync, writeFileSync } = require('node:fs');
  const [, lock, onTerm] = process.argv;
  if (onTerm === 'ignores') process.on('SIGTERM', () => {});
  if (onTerm === 'tidies') process.on('SIGTERM', () => { rmSync(lock); process.exit(); });
  writeFileSync(lock, String(process.pid), { flag: 'wx' });
  process.stdout.write('held');
  setInterval(() => {}, 1000);`;

const started = new Set<ChildProcess>();

/** Starts a process that takes the lock. Resolves when it has it. */
export async function holdLock(lockPath: string, onTerm: OnTerm = 'ends'): Promise<Holder> {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const child = spawn(process.execPath, ['-e', program, lockPath, onTerm], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  started.add(child);
  const ended = once(child, 'exit').finally(() => started.delete(child));
  await Promise.race([once(child.stdout, 'data'), ended.then(() => Promise.reject(new Error(`the holder of ${lockPath} ended at once`)))]);
  return {
    pid: child.pid ?? -1,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Ends every holder that is still there. */
export function killHolders(): void {
  for (const child of started) child.kill('SIGKILL');
}
