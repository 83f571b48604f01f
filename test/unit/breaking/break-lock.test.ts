import assert from 'node:assert/strict';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { BreakError } from '../../../src/breaking/break-error.ts';
import { breakLock } from '../../../src/breaking/break-lock.ts';
import { lockStates } from '../../../src/locks/lock.ts';
import { eventsOf, sceneFor, shownAt, undoIdOf } from './scene.ts';

describe('a stale lock is moved to quarantine', () => {
  test('a file', async (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a.lock'), 'pid 1');
    const id = undoIdOf(await scene.break(scene.at('a.lock')));
    assert.deepEqual(readdirSync(scene.workspace), []);
    assert.equal(readFileSync(path.join(scene.quarantine, id, 'lock'), 'utf8'), 'pid 1');
    assert.deepEqual(eventsOf(scene), ['broken']);
  });

  test('a folder, whole', async (t) => {
    const scene = sceneFor(t);
    mkdirSync(scene.at('a.lock/deep'), { recursive: true });
    writeFileSync(scene.at('a.lock/deep/data'), 'kept');
    const id = undoIdOf(await scene.break(scene.at('a.lock')));
    assert.equal(existsSync(scene.at('a.lock')), false);
    assert.equal(readFileSync(path.join(scene.quarantine, id, 'lock/deep/data'), 'utf8'), 'kept');
  });

  test('a symlink, without its target', async (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('precious'), 'target');
    symlinkSync(scene.at('precious'), scene.at('a.lock'));
    const id = undoIdOf(await scene.break(scene.at('a.lock')));
    assert.deepEqual(readdirSync(scene.workspace), ['precious']);
    assert.equal(readFileSync(scene.at('precious'), 'utf8'), 'target');
    assert.equal(readlinkSync(path.join(scene.quarantine, id, 'lock')), scene.at('precious'));
  });

  test('a dangling symlink', async (t) => {
    const scene = sceneFor(t);
    symlinkSync('host:4711', scene.at('a.lock'));
    undoIdOf(await scene.break(scene.at('a.lock')));
    assert.deepEqual(readdirSync(scene.workspace), []);
  });

  test('through a folder that is a symlink: the real path is recorded', async (t) => {
    const scene = sceneFor(t);
    mkdirSync(scene.at('real'));
    symlinkSync('real', scene.at('alias'));
    writeFileSync(scene.at('real/a.lock'), '');
    undoIdOf(await scene.break(scene.at('alias/a.lock')));
    assert.deepEqual(readdirSync(scene.at('real')), []);
    assert.equal(scene.services.journal.lastUndoable()?.subject.path, scene.at('real/a.lock'));
  });

  test('its own folder and the quarantine are all that is touched', async (t) => {
    const scene = sceneFor(t);
    for (const name of ['a.lock', 'b.lock', 'c']) writeFileSync(scene.at(name), name);
    undoIdOf(await scene.break(scene.at('a.lock')));
    assert.deepEqual(readdirSync(scene.workspace).sort(), ['b.lock', 'c']);
    assert.equal(lstatSync(scene.quarantine).mode & 0o777, 0o700);
  });
});

describe('what is not broken', () => {
  test('one that has gone', async (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a.lock'), '');
    const lock = shownAt(scene.at('a.lock'));
    rmSync(scene.at('a.lock'));
    assert.deepEqual(await breakLock({ lock, force: false }, scene.services), { is: 'released', path: lock.path });
  });

  test('one whose folder has gone', async (t) => {
    const scene = sceneFor(t);
    mkdirSync(scene.at('sub'));
    writeFileSync(scene.at('sub/a.lock'), '');
    const lock = shownAt(scene.at('sub/a.lock'));
    rmSync(scene.at('sub'), { recursive: true });
    assert.equal((await breakLock({ lock, force: true }, scene.services)).is, 'released');
  });

  for (const force of [false, true]) {
    test(`another one at the same path, ${force ? 'even' : 'not'} forced`, async (t) => {
      const scene = sceneFor(t);
      writeFileSync(scene.at('a.lock'), 'first');
      const lock = shownAt(scene.at('a.lock'));
      rmSync(scene.at('a.lock'));
      writeFileSync(scene.at('a.lock'), 'other');
      const outcome = await breakLock({ lock, force }, scene.services);
      assert.ok(outcome.is === 'changed' && outcome.now?.path === lock.path);
      assert.equal(readFileSync(scene.at('a.lock'), 'utf8'), 'other');
    });
  }

  for (const breaking of ['never', 'tool-command', 'end-holder'] as const) {
    test(`one whose breaking is ${breaking}, even forced`, async (t) => {
      const scene = sceneFor(t, { breaking });
      writeFileSync(scene.at('a.lock'), '');
      assert.equal((await scene.break(scene.at('a.lock'), { breaking }, true)).is, 'never');
      assert.ok(existsSync(scene.at('a.lock')));
      assert.deepEqual(eventsOf(scene), ['refused']);
    });
  }

  for (const state of lockStates.filter((each) => each !== 'stale')) {
    test(`one that is ${state}, unless forced`, async (t) => {
      const scene = sceneFor(t, { state });
      writeFileSync(scene.at('a.lock'), '');
      const refused = await scene.break(scene.at('a.lock'));
      assert.ok(refused.is === 'refused' && refused.lock.verdict.state === state);
      assert.ok(existsSync(scene.at('a.lock')));
      undoIdOf(await scene.break(scene.at('a.lock'), { state }, true));
      assert.deepEqual(eventsOf(scene), ['refused', 'broken']);
    });
  }

  test('one shown as stale that is held now', async (t) => {
    const scene = sceneFor(t, { state: 'held' });
    writeFileSync(scene.at('a.lock'), '');
    for (const force of [false, true]) {
      assert.equal((await scene.break(scene.at('a.lock'), { state: 'stale' }, force)).is, 'refused');
    }
  });

  test('one outside of what may be touched, even forced', async (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a.lock'), '');
    const services = { ...scene.services, mayTouch: () => false };
    for (const force of [false, true]) assert.equal((await breakLock({ lock: shownAt(scene.at('a.lock')), force }, services)).is, 'outside');
    assert.ok(existsSync(scene.at('a.lock')));
    assert.deepEqual(eventsOf(scene), ['refused', 'refused']);
  });

  test('its place is that which it really has', async (t) => {
    const scene = sceneFor(t);
    mkdirSync(scene.at('elsewhere'));
    writeFileSync(scene.at('elsewhere/a.lock'), '');
    symlinkSync(scene.at('elsewhere'), scene.at('alias'));
    const asked: string[] = [];
    const services = { ...scene.services, mayTouch: (_: unknown, target: string) => asked.push(target) > 0 };
    undoIdOf(await breakLock({ lock: shownAt(scene.at('alias/a.lock')), force: false }, services));
    assert.deepEqual(asked, [scene.at('elsewhere/a.lock')]);
  });

  test('one with a relative path', async (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a.lock'), '');
    const lock = { ...shownAt(scene.at('a.lock')), path: 'a.lock' };
    await assert.rejects(breakLock({ lock, force: true }, scene.services), (error) => error instanceof BreakError && error.code === 'NOT_ABSOLUTE');
  });
});
