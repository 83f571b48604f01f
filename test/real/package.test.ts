// What npm would publish, as a program of somebody else uses it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { tempFolder } from './demo/temp-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const program = `
import { listLocks, inspectLock, breakLock, undoBreak, watchLocks, type BreakOutcome, type Lock } from 'lockscope/core';

const [lock]: readonly Lock[] = listLocks(['work']);
if (lock === undefined) throw new Error('no lock');
const outcome: BreakOutcome = await breakLock(lock);
if (outcome.is !== 'broken') throw new Error(outcome.is);
if (inspectLock(lock.path) !== null) throw new Error('still there');
await undoBreak(outcome.undoId);
const inventory = await watchLocks(['work']);
console.log(JSON.stringify(inventory.locks.map(({ verdict }) => verdict.state)));
inventory.dispose();
`;

describe('the npm package', () => {
  it('holds the command, and the core with types that a strict program compiles against', () => {
    using temp = tempFolder();
    execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', temp.path], { cwd: root, stdio: 'ignore' });
    const [tarball = ''] = readdirSync(temp.path);
    const installed = path.join(temp.path, 'node_modules', 'lockscope');
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['-xzf', path.join(temp.path, tarball), '--strip-components=1', '-C', installed]);
    mkdirSync(path.join(temp.path, 'work'));
    writeFileSync(path.join(temp.path, 'work', 'a.lock'), '4194303\n');
    writeFileSync(path.join(temp.path, 'package.json'), '{"type":"module"}');
    writeFileSync(path.join(temp.path, 'program.ts'), program);

    const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const options = ['--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext', '--types', 'node', '--typeRoots', path.join(root, 'node_modules', '@types')];
    execFileSync(process.execPath, [compiler, ...options, 'program.ts'], { cwd: temp.path, stdio: 'inherit' });

    const env = { ...process.env, LOCKSCOPE_STATE_DIR: path.join(temp.path, 'state') };
    assert.equal(execFileSync(process.execPath, ['program.ts'], { cwd: temp.path, env, encoding: 'utf8' }), '["stale"]\n');
    const command = path.join(installed, 'dist', 'cli.mjs');
    assert.match(execFileSync(process.execPath, [command, 'ls', 'work'], { cwd: temp.path, env, encoding: 'utf8' }), /^stale .*work\/a\.lock/);
  });
});
