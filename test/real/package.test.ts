// What npm would publish, as a program of somebody else uses it.
import assert from 'node:assert/strict';
import { listFiles } from '@vscode/vsce';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadExchange } from '../../src/system/exchange.ts';
import { tempFolder } from './demo/temp-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const program = `
import { listLocks, inspectLock, breakLock, undoBreak, watchLocks, type BreakOutcome, type Lock } from 'lockscope/core';
import { appendLines, FileLock, LockedCounter, LockTimeoutError, PathQueue, ReadWriteLock, saveAtomically, Semaphore, transact, type SaveOutcome } from 'lockscope/core';

const [lock]: readonly Lock[] = listLocks(['work']);
if (lock === undefined) throw new Error('no lock');
const outcome: BreakOutcome = await breakLock(lock);
if (outcome.is !== 'broken') throw new Error(outcome.is);
if (inspectLock(lock.path) !== null) throw new Error('still there');
await undoBreak(outcome.undoId);
const inventory = await watchLocks(['work']);
console.log(JSON.stringify(inventory.locks.map(({ verdict }) => verdict.state)));
inventory.dispose();

const file = 'work/config.json';
await using hold = await new FileLock(file).acquire({ timeoutMs: 5000 });
const saved: SaveOutcome = await saveAtomically(file, Buffer.from('{}'), { expect: null });
if (saved.is !== 'saved') throw new Error(saved.is);
const token: number = hold.token;
await new FileLock(file).acquire({ timeoutMs: 100 }).then(() => { throw new Error('two holders'); }, (error: unknown) => {
  if (!(error instanceof LockTimeoutError) || error.owner?.pid !== process.pid) throw error;
});
await new ReadWriteLock('work/shared').read(() => new Semaphore('work/pool', 2).run(() => new PathQueue().run('work/queue', () => token)));
if (await new LockedCounter('work/count').increment() !== 1) throw new Error('not counted');
await appendLines('work/log', ['a line']);
await transact(['work/x', 'work/y'], (contents) => new Map([...contents.keys()].map((name) => [name, Buffer.from('both')])));
`;

/** Another extension that uses ours, with the mistakes that the types must refuse. */
const extension = `
import * as vscode from 'vscode';
import type { Lock, LockChange, LockscopeApi } from 'lockscope';

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const lockscope = await vscode.extensions.getExtension<LockscopeApi>('lockscope.lockscope')?.activate();
  if (lockscope?.version !== 1) return;
  const show = (changes: readonly LockChange[]): void => changes.forEach(({ type, lock }) => console.log(type, lock.path, lock.holder?.pid));
  context.subscriptions.push(lockscope.onDidChange(show));
  const stale: readonly Lock[] = lockscope.locks().filter(({ verdict }) => verdict.state === 'stale');
  const page: string | null = await lockscope.explain((await lockscope.inspect('/a.lock'))?.path ?? '');
  await lockscope.refresh();
  for (const lock of stale) {
    // @ts-expect-error locks are read only
    lock.path = page ?? '';
    // @ts-expect-error and so is what they consist of
    lock.verdict.evidence.push({ code: 'mine', supports: 'stale', message: { template: '', args: {} } });
    // @ts-expect-error nothing can be broken
    await lockscope.breakLock(lock);
  }
}
`;

/** Installs what npm would publish into a folder. @returns where it is */
function installIn(folder: string): string {
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root, stdio: 'ignore' });
  const [tarball = ''] = readdirSync(folder);
  const installed = path.join(folder, 'node_modules', 'lockscope');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', path.join(folder, tarball), '--strip-components=1', '-C', installed]);
  return installed;
}

/** @throws when the file does not compile against what is installed beside it */
function compile(folder: string, file: string, types: readonly string[]): void {
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const options = ['--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext', '--types', types.join(), '--typeRoots', path.join(root, 'node_modules', '@types')];
  execFileSync(process.execPath, [compiler, ...options, file], { cwd: folder, stdio: 'inherit' });
}

/** Breaks a stale lock by the command of an installation. @returns what it printed, as data */
function breakBy(installed: string, folder: string): unknown {
  const lock = path.join(folder, 'b.lock');
  writeFileSync(lock, '4194303\n');
  const env = { ...process.env, LOCKSCOPE_STATE_DIR: path.join(folder, 'state') };
  return JSON.parse(execFileSync(process.execPath, [path.join(installed, 'dist', 'cli.mjs'), 'break', lock, '--json'], { env, encoding: 'utf8' }));
}

const hasExchange = (await loadExchange()).is === 'native';

/** Asked for once: it takes seconds. */
const shipped = listFiles({ cwd: root });

describe('the VSIX', () => {
  it('holds what breaks a lock by exchange, and nothing from outside of it is needed', { skip: !hasExchange && 'there is no exchange here' }, async () => {
    using temp = tempFolder();
    const installed = path.join(temp.path, 'extension');
    for (const file of await shipped) cpSync(path.join(root, file), path.join(installed, file));
    assert.equal(Reflect.get(Object(breakBy(installed, temp.path)), 'method'), 'exchange');
    const run = execFileSync(process.execPath, [path.join(installed, 'dist', 'cli.mjs'), 'race', 'run', 'counter', '--strategy', 'flock', '--actors', '2', '--operations', '20', '--json'], { encoding: 'utf8' });
    assert.deepEqual(Object.entries(JSON.parse(run)).filter(([name]) => ['operations', 'kept'].includes(name)), [['operations', 20], ['kept', true]]);
  });

  it('holds each script of a page, and the processes of measured runs', async () => {
    const files = await shipped;
    for (const built of readdirSync(path.join(root, 'dist')).filter((name) => name.endsWith('js'))) assert.ok(files.includes(`dist/${built}`), built);
  });
});

describe('the npm package', () => {
  it('does without its optional dependency, and says so', () => {
    using temp = tempFolder();
    const installed = installIn(temp.path);
    assert.equal(Reflect.get(Object(breakBy(installed, temp.path)), 'method'), 'move');
    const lock = path.join(temp.path, 'c.lock');
    writeFileSync(lock, '4194303\n');
    const env = { ...process.env, LOCKSCOPE_STATE_DIR: path.join(temp.path, 'state') };
    const { stderr } = spawnSync(process.execPath, [path.join(installed, 'dist', 'cli.mjs'), 'break', lock], { env, encoding: 'utf8' });
    assert.match(stderr, /could not be exchanged/);
  });

  it('holds types that another extension compiles against, and that let it change nothing', () => {
    using temp = tempFolder();
    installIn(temp.path);
    writeFileSync(path.join(temp.path, 'package.json'), '{"type":"commonjs"}');
    writeFileSync(path.join(temp.path, 'extension.ts'), extension);
    compile(temp.path, 'extension.ts', ['vscode']);
  });

  it('holds the command, and the core with types that a strict program compiles against', () => {
    using temp = tempFolder();
    const installed = installIn(temp.path);
    mkdirSync(path.join(temp.path, 'work'));
    writeFileSync(path.join(temp.path, 'work', 'a.lock'), '4194303\n');
    writeFileSync(path.join(temp.path, 'package.json'), '{"type":"module"}');
    writeFileSync(path.join(temp.path, 'program.ts'), program);

    compile(temp.path, 'program.ts', ['node']);

    const env = { ...process.env, LOCKSCOPE_STATE_DIR: path.join(temp.path, 'state') };
    assert.equal(execFileSync(process.execPath, ['program.ts'], { cwd: temp.path, env, encoding: 'utf8' }), '["stale"]\n');
    const command = path.join(installed, 'dist', 'cli.mjs');
    assert.match(execFileSync(process.execPath, [command, 'ls', 'work'], { cwd: temp.path, env, encoding: 'utf8' }), /^stale .*work\/a\.lock/);
  });
});
