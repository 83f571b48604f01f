import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { BreakError } from '../../../src/breaking/break-error.ts';
import { intentFrom, intentToLine } from '../../../src/breaking/intent.ts';
import { Quarantine, quarantineFolderName } from '../../../src/breaking/quarantine.ts';
import { breakServices } from '../../../src/breaking/services.ts';
import { undoBreak } from '../../../src/breaking/undo-break.ts';
import { breakLock } from '../../../src/breaking/break-lock.ts';
import { breakAmongMounts, noMounts } from './namespace.ts';
import { lockAt, sceneFor, shownAt, undoIdOf } from './scene.ts';

const memory = '/dev/shm';
const oneDevice = (!existsSync(memory) || statSync(memory).dev === statSync(tmpdir()).dev) && 'there is no second file system at /dev/shm';

describe('in the user\'s own folder', () => {
  test('an entry holds the artifact under a name that is no lock, and the intent', async (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a.lock'), '');
    const id = undoIdOf(await scene.break(scene.at('a.lock')));
    const entry = path.join(scene.quarantine, id);
    assert.deepEqual(readdirSync(entry).sort(), ['lock', 'record.json']);
    const intent = scene.services.quarantine.intentOf(entry);
    assert.equal(intent?.subject.path, scene.at('a.lock'));
    assert.equal(intent?.method, 'exchange');
    assert.deepEqual(intent && intentFrom(intentToLine(intent)), intent);
  });

  test('nothing that holds an artifact is discarded', (t) => {
    const scene = sceneFor(t);
    const quarantine = new Quarantine(scene.state);
    const entry = path.join(scene.quarantine, 'id');
    quarantine.open(entry);
    writeFileSync(path.join(entry, 'lock'), '');
    quarantine.discard(entry);
    quarantine.discard(path.join(scene.quarantine, 'no-such-entry'));
    assert.deepEqual(readdirSync(entry), ['lock']);
  });

  test('a place that leads elsewhere is not used', (t) => {
    const scene = sceneFor(t);
    mkdirSync(scene.state);
    symlinkSync(scene.workspace, scene.quarantine);
    assert.throws(() => new Quarantine(scene.state).open(path.join(scene.quarantine, 'id')), (error) => error instanceof BreakError);
    assert.deepEqual(readdirSync(scene.workspace), []);
  });
});

describe('on another file system: beside the lock', { skip: oneDevice }, () => {
  for (const [kind, make] of [['file', touch], ['folder', mkdirSync], ['symlink', linkNowhere]] as const) {
    test(`a ${kind} goes and comes back, and nothing is left`, async (t) => {
      const scene = sceneFor(t);
      const { at, workspace } = sceneFor(t, {}, memory);
      make(at('a.lock'));
      const services = breakServices(scene.state, (file) => Promise.resolve(lockAt(file)));
      const id = undoIdOf(await breakLock({ lock: shownAt(at('a.lock')), force: false }, services));
      assert.deepEqual(readdirSync(workspace), [quarantineFolderName]);
      assert.equal(lstatSync(at(quarantineFolderName)).mode & 0o777, 0o700);
      assert.ok(lockAt(path.join(at(quarantineFolderName), id, 'lock')) !== null);
      assert.equal((await undoBreak(id, services)).is, 'undone');
      assert.deepEqual(readdirSync(workspace), ['a.lock']);
    });
  }

  test('git does not see it in a work tree', async (t) => {
    const scene = sceneFor(t);
    const { at, workspace } = sceneFor(t, {}, memory);
    execFileSync('git', ['init', '-q', workspace]);
    touch(at('a.lock'));
    const services = breakServices(scene.state, (file) => Promise.resolve(lockAt(file)));
    undoIdOf(await breakLock({ lock: shownAt(at('a.lock')), force: false }, services));
    assert.equal(execFileSync('git', ['status', '--porcelain'], { cwd: workspace, encoding: 'utf8' }), '');
  });

  test('a folder of that name that leads elsewhere is not used', async (t) => {
    const scene = sceneFor(t);
    const { at } = sceneFor(t, {}, memory);
    touch(at('a.lock'));
    mkdirSync(at('elsewhere'));
    symlinkSync('elsewhere', at(quarantineFolderName));
    const services = breakServices(scene.state, (file) => Promise.resolve(lockAt(file)));
    await assert.rejects(breakLock({ lock: shownAt(at('a.lock')), force: false }, services), (error) => error instanceof BreakError && error.code === 'UNSAFE_QUARANTINE');
    assert.ok(existsSync(at('a.lock')));
    assert.deepEqual(readdirSync(at('elsewhere')), []);
  });
});

test('a bind mount has the same device and refuses the rename: beside the lock then', { skip: noMounts }, (t) => {
  const scene = sceneFor(t);
  touch(scene.at('a.lock'));
  const prepare = `mount --bind "${scene.workspace}" "${scene.workspace}"`;
  const { outcome } = breakAmongMounts(prepare, scene.at('a.lock'), scene.state);
  assert.equal(outcome, 'broken');
  assert.deepEqual(readdirSync(scene.workspace), [quarantineFolderName]);
  assert.deepEqual(readdirSync(scene.quarantine), []);
  assert.deepEqual(scene.services.journal.entries().entries.map(({ event }) => event.is), ['broken']);
});

function touch(file: string): void {
  writeFileSync(file, '');
}

function linkNowhere(file: string): void {
  symlinkSync('old-holder:1', file);
}
