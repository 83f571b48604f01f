// Real processes that hold a file's lock, with proper-lockfile or with Lockscope's FileLock.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { suiteTeardown, teardown } from 'mocha';
import * as vscode from 'vscode';

export interface LockHolder {
  readonly pid: number;
  /** Releases the lock and ends. */
  release(): Promise<void>;
  /** Ends it as a crash would: the lock stays. */
  kill(): Promise<void>;
}

/** With which library a process takes the lock. */
export type Library = 'proper-lockfile' | 'file-lock';

const fileLock = `
  import(process.argv[1]).then(async ({ FileLock }) => {
    const hold = await new FileLock(process.argv[2]).acquire();
    process.stdin.on('end', () => { hold.release().then(() => process.exit()); }).resume();
    process.stdout.write('held');
  });`;

const properLockfile = `
  const { lockSync, unlockSync } = require(process.argv[1]);
  lockSync(process.argv[2], { realpath: false });
  process.stdin.on('end', () => { unlockSync(process.argv[2], { realpath: false }); process.exit(); }).resume();
  process.stdout.write('held');`;

const started = new Set<ChildProcess>();

/** Call it in a suite. @returns starts a process that takes the lock of a file; resolves when it has it */
export function lockHolders(): (file: string, library?: Library) => Promise<LockHolder> {
  const killAll = (): void => started.forEach((child) => child.kill('SIGKILL'));
  teardown(killAll);
  suiteTeardown(killAll);
  return hold;
}

async function hold(file: string, library: Library = 'proper-lockfile'): Promise<LockHolder> {
  // This bundle is in the repository; see bundle-suite.ts.
  const properLockfileFolder = path.join(__dirname, '..', '..', 'node_modules', 'proper-lockfile');
  const core = path.join(vscode.extensions.getExtension('lockscope.lockscope')?.extensionPath ?? '', 'dist', 'core.mjs');
  const [program, module] = library === 'file-lock' ? [fileLock, core] : [properLockfile, properLockfileFolder];
  const child = spawn(process.execPath, ['-e', program, module, file], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, stdio: ['pipe', 'pipe', 'inherit'] });
  started.add(child);
  const ended = once(child, 'exit').finally(() => started.delete(child));
  await Promise.race([once(child.stdout, 'data'), ended.then(() => Promise.reject(new Error(`the holder of ${file} ended at once`)))]);
  return {
    pid: child.pid ?? -1,
    async release() {
      child.stdin.end();
      await ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
