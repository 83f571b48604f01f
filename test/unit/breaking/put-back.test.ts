import assert from 'node:assert/strict';
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { text } from '../../../src/base/text.ts';
import { realDisk } from '../../../src/breaking/disk.ts';
import { putBack } from '../../../src/breaking/put-back.ts';
import { atOnce } from '../../../src/base/steps.ts';
import { noExchange } from '../../../src/system/exchange.ts';
import { sceneFor } from './scene.ts';

/** Without the exchange: with it nothing is ever copied. */
function back(from: string, to: string): string {
  return atOnce(putBack(from, to, realDisk(noExchange(text('the test says so')))));
}

const protectedLinks = '/proc/sys/fs/protected_hardlinks';
const canRefuseLinks = process.getuid?.() === 0 && existsSync(protectedLinks) && readFileSync(protectedLinks, 'utf8').trim() === '1';

test('where the system refuses hard links, a copy that overwrites nothing', { skip: !canRefuseLinks && 'needs root and a kernel that protects hard links' }, (t) => {
  const { at, workspace } = sceneFor(t);
  writeFileSync(at('kept'), 'pid 1');
  chmodSync(at('kept'), 0o444);
  utimesSync(at('kept'), 1000, 1000);
  chmodSync(path.dirname(workspace), 0o755);
  chmodSync(workspace, 0o777);
  process.seteuid?.(65534);
  try {
    assert.equal(back(at('kept'), at('a.lock')), 'done');
    writeFileSync(at('other'), 'other');
    assert.equal(back(at('other'), at('a.lock')), 'occupied');
  } finally {
    process.seteuid?.(0);
  }
  assert.deepEqual(readdirSync(workspace).sort(), ['a.lock', 'other']);
  assert.equal(readFileSync(at('a.lock'), 'utf8'), 'pid 1');
  assert.equal(lstatSync(at('a.lock')).mtimeMs, 1_000_000);
  assert.notEqual(lstatSync(at('a.lock')).uid, 0, 'it is a copy, not a link');
});

test('a folder never replaces an empty folder, which may be a lock', (t) => {
  const { at } = sceneFor(t);
  mkdirSync(at('kept'));
  writeFileSync(at('kept/x'), '');
  mkdirSync(at('a.lock'));
  const { ino } = lstatSync(at('a.lock'));
  assert.equal(back(at('kept'), at('a.lock')), 'occupied');
  assert.equal(lstatSync(at('a.lock')).ino, ino);
  assert.deepEqual(readdirSync(at('kept')), ['x']);
});

test('a folder that cannot be moved leaves no placeholder behind', { skip: !existsSync('/dev/shm') && 'needs a second file system' }, (t) => {
  const near = sceneFor(t);
  const far = sceneFor(t, {}, '/dev/shm');
  mkdirSync(near.at('kept'));
  try {
    assert.equal(back(near.at('kept'), far.at('a.lock')), 'done');
    t.skip('there is no second file system at /dev/shm');
  } catch (error) {
    assert.match(String(error), /EXDEV/);
    assert.deepEqual(readdirSync(far.workspace), []);
    assert.ok(existsSync(near.at('kept')));
  }
  rmSync(near.at('kept'), { recursive: true, force: true });
});
