import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { lockOf, lockPerhapsOf } from '../../../../src/views/terminal/find-lock.ts';
import { aHolder, aLock } from '../a-lock.ts';

const index = aLock('held', { path: '/ws/.git/index.lock' });
const config = aLock('stale', { path: '/ws/.git/config.lock', kind: 'git-lock' });
const cargo = aLock('held', { path: '/ws/target/debug/.cargo-lock', kind: 'cargo', resource: '/ws/target/debug', holder: aHolder({ pid: 7 }) });
const idle = aLock('idle', { path: '/ws/target/release/.cargo-lock', kind: 'cargo', resource: '/ws/target/release' });
const all = [index, config, cargo, idle];

function found(place: string | null, pid: number | null = null): string | undefined {
  return lockOf({ tool: 'x', place, pid, waits: false }, all)?.path;
}

suite('The lock that a program speaks of', () => {
  test('the one at the place', () => assert.equal(found('/ws/.git/index.lock'), index.path));
  test('the one that protects the place', () => assert.equal(found('/ws/.git/config'), config.path));
  test('the only one below it, of those that are not idle', () => assert.equal(found('/ws/target'), cargo.path));
  test('none when it could be one of several', () => assert.equal(found('/ws/.git'), undefined));
  test('the one that the named process holds', () => assert.equal(found(null, 7), cargo.path));
  test('none when the place has none, whoever else holds one', () => assert.equal(found('/ws/other', 7), undefined));
  test('none that is idle', () => assert.equal(found('/ws/target/release'), undefined));
  test('none when nothing is named', () => assert.equal(found(null), undefined));
});

suite('The lock that has perhaps stopped a silent git', () => {
  const perhaps = (line: string, cwd: string | null = '/ws/src', exitCode: number | undefined = 128): string | undefined => lockPerhapsOf({ line, cwd, exitCode }, all)?.path;

  test('a command that writes the index, in its repository', () => {
    assert.equal(perhaps('git commit -m x'), index.path);
    assert.equal(perhaps('/usr/bin/git -c user.name=a -C /ws --no-pager stash'), index.path);
  });

  test('the only one of all where it is not known where the command ran', () => {
    assert.equal(perhaps('git commit', null), index.path);
    const other = aLock('held', { path: '/other/.git/index.lock' });
    assert.equal(lockPerhapsOf({ line: 'git commit', cwd: null, exitCode: 128 }, [...all, other]), null);
  });

  test('no other command, exit code or place', () => {
    for (const line of ['git push', 'git log commit', 'gitk commit', 'git', 'npm run commit']) assert.equal(perhaps(line), undefined, line);
    assert.equal(perhaps('git commit', '/ws', 1), undefined);
    assert.equal(perhaps('git commit', '/other'), undefined);
  });
});
