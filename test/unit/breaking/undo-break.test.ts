import assert from 'node:assert/strict';
import { chmodSync, existsSync, linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync, utimesSync, lutimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { undoBreak } from '../../../src/breaking/undo-break.ts';
import { sameIdentity } from '../../../src/locks/observation.ts';
import { observe } from '../../../src/system/files.ts';
import { eventsOf, sceneFor, shownAt, undoIdOf } from './scene.ts';

describe('an undone break leaves the lock as it was', () => {
  test('a file: bytes, mode, time, inode', async (t) => {
    const scene = sceneFor(t);
    const file = scene.at('a.lock');
    writeFileSync(file, 'pid 1');
    chmodSync(file, 0o604);
    utimesSync(file, 1000, 1000);
    const before = shownAt(file).identity;
    const id = undoIdOf(await scene.break(file));
    assert.deepEqual(await undoBreak(id, scene.services), { is: 'undone', path: file, left: [], warnings: [] });
    const after = observe(file);
    assert.ok(after !== null && sameIdentity(before, after.identity));
    assert.equal(lstatSync(file).mode & 0o777, 0o604);
    assert.deepEqual(readdirSync(scene.quarantine), []);
    assert.deepEqual(eventsOf(scene), ['broken', 'undone']);
  });

  test('a folder with all that is in it', async (t) => {
    const scene = sceneFor(t);
    const folder = scene.at('a.lock');
    mkdirSync(path.join(folder, 'deep'), { recursive: true });
    writeFileSync(path.join(folder, 'deep/data'), 'kept');
    chmodSync(folder, 0o705);
    utimesSync(folder, 1000, 1000);
    const before = shownAt(folder).identity;
    const id = undoIdOf(await scene.break(folder));
    assert.equal((await undoBreak(id, scene.services)).is, 'undone');
    const after = observe(folder);
    assert.ok(after !== null && sameIdentity(before, after.identity));
    assert.equal(lstatSync(folder).mode & 0o777, 0o705);
    assert.equal(readFileSync(path.join(folder, 'deep/data'), 'utf8'), 'kept');
  });

  test('a symlink: target and time', async (t) => {
    const scene = sceneFor(t);
    const link = scene.at('a.lock');
    symlinkSync('host:4711', link);
    lutimesSync(link, 1000, 1000);
    const id = undoIdOf(await scene.break(link));
    assert.equal((await undoBreak(id, scene.services)).is, 'undone');
    assert.equal(readlinkSync(link), 'host:4711');
    assert.equal(lstatSync(link).mtimeMs, 1_000_000);
  });
});

describe('an undo that is not possible does nothing', () => {
  test('ids that are none of ours', async (t) => {
    const scene = sceneFor(t);
    for (const id of ['', '../../etc', '000000000-00000']) {
      assert.deepEqual(await undoBreak(id, scene.services), { is: 'unknown', undoId: id });
    }
  });

  for (const [name, take] of [
    ['file', (file: string) => writeFileSync(file, 'new')],
    ['empty folder', (file: string) => mkdirSync(file)],
    ['dangling symlink', (file: string) => symlinkSync('nowhere', file)],
  ] as const) {
    for (const [kind, make] of [['file', writeEmpty], ['folder', mkdirSync], ['symlink', linkNowhere]] as const) {
      test(`a ${kind} lock whose place a ${name} has taken`, async (t) => {
        const scene = sceneFor(t);
        make(scene.at('a.lock'));
        const id = undoIdOf(await scene.break(scene.at('a.lock')));
        take(scene.at('a.lock'));
        const standing = shownAt(scene.at('a.lock')).identity;
        assert.deepEqual(await undoBreak(id, scene.services), { is: 'occupied', path: scene.at('a.lock') });
        assert.ok(sameIdentity(standing, shownAt(scene.at('a.lock')).identity));
        rmSync(scene.at('a.lock'), { recursive: true });
        assert.equal((await undoBreak(id, scene.services)).is, 'undone');
      });
    }
  }

  test('one undone already', async (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a.lock'), '');
    const id = undoIdOf(await scene.break(scene.at('a.lock')));
    await undoBreak(id, scene.services);
    rmSync(scene.at('a.lock'));
    assert.deepEqual(await undoBreak(id, scene.services), { is: 'already-undone', path: scene.at('a.lock') });
    assert.equal(existsSync(scene.at('a.lock')), false);
  });

  test('two at once: one puts it back, the other is told', async (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a.lock'), '');
    const id = undoIdOf(await scene.break(scene.at('a.lock')));
    const outcomes = await Promise.all([undoBreak(id, scene.services), undoBreak(id, scene.services)]);
    assert.deepEqual(outcomes.map(({ is }) => is).sort(), ['already-undone', 'undone']);
    assert.deepEqual(eventsOf(scene), ['broken', 'undone']);
  });

  test('one that is not in quarantine any more', async (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a.lock'), '');
    const id = undoIdOf(await scene.break(scene.at('a.lock')));
    rmSync(path.join(scene.quarantine, id), { recursive: true });
    assert.equal((await undoBreak(id, scene.services)).is, 'missing');
  });

  test('one that was altered in quarantine', async (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a.lock'), '');
    const id = undoIdOf(await scene.break(scene.at('a.lock')));
    writeFileSync(path.join(scene.quarantine, id, 'lock'), 'altered');
    assert.equal((await undoBreak(id, scene.services)).is, 'altered');
    assert.equal(existsSync(scene.at('a.lock')), false);
  });

  test('one whose folder has gone; it waits until the folder is back', async (t) => {
    const scene = sceneFor(t);
    mkdirSync(scene.at('sub'));
    writeFileSync(scene.at('sub/a.lock'), 'kept');
    const id = undoIdOf(await scene.break(scene.at('sub/a.lock')));
    rmSync(scene.at('sub'), { recursive: true });
    const outcome = await undoBreak(id, scene.services);
    assert.ok(outcome.is === 'folder-gone' && readFileSync(outcome.keptAt, 'utf8') === 'kept');
    mkdirSync(scene.at('sub'));
    assert.equal((await undoBreak(id, scene.services)).is, 'undone');
  });
});

describe('after a crash', () => {
  test('that took the journal with it: undo finds what is kept by its record', async (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a.lock'), 'x');
    const id = undoIdOf(await scene.break(scene.at('a.lock')));
    rmSync(path.join(scene.state, 'journal.jsonl'));
    assert.equal((await undoBreak(id, scene.services)).is, 'undone');
    assert.equal(readFileSync(scene.at('a.lock'), 'utf8'), 'x');
  });

  test('between link and unlink of an undo: the next undo finishes it', async (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a.lock'), 'x');
    const id = undoIdOf(await scene.break(scene.at('a.lock')));
    linkSync(path.join(scene.quarantine, id, 'lock'), scene.at('a.lock'));
    assert.equal((await undoBreak(id, scene.services)).is, 'undone');
    assert.equal(lstatSync(scene.at('a.lock')).nlink, 1);
  });

  test('before the move: there is nothing to bring back', async (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a.lock'), 'x');
    const id = undoIdOf(await scene.break(scene.at('a.lock')));
    renameSync(path.join(scene.quarantine, id, 'lock'), scene.at('a.lock'));
    assert.equal((await undoBreak(id, scene.services)).is, 'missing');
    assert.equal(readFileSync(scene.at('a.lock'), 'utf8'), 'x');
  });
});

function writeEmpty(file: string): void {
  writeFileSync(file, '');
}

function linkNowhere(file: string): void {
  symlinkSync('old-holder:1', file);
}
