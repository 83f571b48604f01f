import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { lockOf } from '../../../../src/views/terminal/find-lock.ts';
import { aHolder, aLock } from '../a-lock.ts';

const index = aLock('held', { path: '/ws/.git/index.lock' });
const config = aLock('stale', { path: '/ws/.git/config.lock' });
const cargo = aLock('held', { path: '/ws/target/debug/.cargo-lock', resource: '/ws/target/debug', holder: aHolder({ pid: 7 }) });
const idle = aLock('idle', { path: '/ws/target/release/.cargo-lock', resource: '/ws/target/release' });
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
