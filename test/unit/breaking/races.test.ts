import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { breakLock } from '../../../src/breaking/break-lock.ts';
import { undoBreak } from '../../../src/breaking/undo-break.ts';
import { sameIdentity } from '../../../src/locks/observation.ts';
import { observe } from '../../../src/system/files.ts';
import { eventsOf, meddled, sceneFor, shownAt } from './scene.ts';
import type { Scene } from './scene.ts';

const skip = process.platform === 'win32' && 'the other process is a shell';

/** Another process acts, and has ended when this returns. */
function elsewhere(script: string, file: string): void {
  execFileSync('/bin/sh', ['-ec', script, 'sh', file]);
}

/** Each kind of lock: how this process makes it, how another takes it over, and what that one holds. */
const kinds = [
  { name: 'file', make: (file: string) => writeFileSync(file, 'old'), takeOver: 'rm "$1"; echo new > "$1"', acquire: 'set -C; echo third > "$1"' },
  { name: 'folder', make: (file: string) => mkdirSync(file), takeOver: 'rmdir "$1"; mkdir "$1"; echo new > "$1/owner"', acquire: 'mkdir "$1"; echo third > "$1/owner"' },
  { name: 'symlink', make: (file: string) => symlinkSync('old:1', file), takeOver: 'rm "$1"; ln -s new:2 "$1"', acquire: 'ln -s third:3 "$1"' },
];

/** Breaks a.lock while others act after the look before the move (`before`) and the look after it (`after`). */
async function breakWhile(scene: Scene, acts: { before?: (file: string) => void; after?: (file: string) => void }): ReturnType<typeof breakLock> {
  const file = scene.at('a.lock');
  const services = meddled(scene.services, (seen) => {
    if (seen === file) acts.before?.(file);
    else acts.after?.(file);
  });
  return breakLock({ lock: shownAt(file), force: false }, services);
}

for (const { name, make, takeOver, acquire } of kinds) {
  describe(`a ${name} lock`, { skip }, () => {
    test('replaced between the last look and the move: it goes back', async (t) => {
      const scene = sceneFor(t);
      make(scene.at('a.lock'));
      const outcome = await breakWhile(scene, { before: (file) => elsewhere(takeOver, file) });
      assert.equal(outcome.is, 'changed');
      assert.notEqual(observe(scene.at('a.lock')), null);
      assert.deepEqual(readdirSync(scene.quarantine), []);
      assert.deepEqual(eventsOf(scene), ['intended', 'abandoned']);
    });

    test('released between the last look and the move', async (t) => {
      const scene = sceneFor(t);
      make(scene.at('a.lock'));
      const outcome = await breakWhile(scene, { before: (file) => elsewhere('rm -r "$1"', file) });
      assert.equal(outcome.is, 'released');
      assert.deepEqual(readdirSync(scene.quarantine), []);
    });

    test('replaced, and acquired by a third before it can go back: said loudly, nothing overwritten', async (t) => {
      const scene = sceneFor(t);
      make(scene.at('a.lock'));
      const outcome = await breakWhile(scene, { before: (file) => elsewhere(takeOver, file), after: (file) => elsewhere(acquire, file) });
      assert.ok(outcome.is === 'collision');
      const third = observe(scene.at('a.lock'));
      const content = third?.artifact.type === 'symlink' ? third.artifact.target : readFileSync(third?.artifact.type === 'folder' ? scene.at('a.lock/owner') : scene.at('a.lock'), 'utf8');
      assert.match(content, /^third/);
      assert.ok(observe(outcome.keptAt) !== null);
      assert.deepEqual(eventsOf(scene), ['intended', 'kept-apart']);
      assert.equal((await undoBreak(outcome.undoId, scene.services)).is, 'occupied');
      elsewhere('rm -r "$1"', scene.at('a.lock'));
      assert.equal((await undoBreak(outcome.undoId, scene.services)).is, 'undone');
    });
  });
}

test('what went back is the very file that another process made', { skip }, async (t) => {
  const scene = sceneFor(t);
  writeFileSync(scene.at('a.lock'), 'old');
  let made = observe(scene.at('a.lock'));
  await breakWhile(scene, {
    before: (file) => {
      elsewhere('rm "$1"; echo new > "$1"', file);
      made = observe(file);
    },
  });
  const back = observe(scene.at('a.lock'));
  assert.ok(made !== null && back !== null && sameIdentity(made.identity, back.identity));
});

test('a heartbeat between the last look and the move keeps the lock', async (t) => {
  const scene = sceneFor(t);
  mkdirSync(scene.at('a.lock'));
  const outcome = await breakWhile(scene, { before: (file) => utimesSync(file, 2000, 2000) });
  assert.equal(outcome.is, 'changed');
  assert.ok(existsSync(scene.at('a.lock')));
});

test('a holder that writes into its moved file gets it back', async (t) => {
  const scene = sceneFor(t);
  writeFileSync(scene.at('a.lock'), '');
  const file = scene.at('a.lock');
  let looks = 0;
  const services = meddled(scene.services, () => {
    looks += 1;
    if (looks === 1) writeFileSync(file, 'I live');
  });
  assert.equal((await breakLock({ lock: shownAt(file), force: false }, services)).is, 'changed');
  assert.equal(readFileSync(file, 'utf8'), 'I live');
});

test('a wrong one that cannot go back is stranded, and comes back once it can', async (t) => {
  const scene = sceneFor(t);
  mkdirSync(scene.at('sub'));
  const file = scene.at('sub/a.lock');
  writeFileSync(file, 'old');
  const services = meddled(scene.services, (seen) => {
    if (seen === file) writeFileSync(file, 'newer');
    else rmdirSync(path.dirname(file));
  });
  const outcome = await breakLock({ lock: shownAt(file), force: false }, services);
  assert.ok(outcome.is === 'stranded' && outcome.code === 'ENOENT');
  assert.equal(readFileSync(outcome.keptAt, 'utf8'), 'newer');
  assert.equal((await undoBreak(outcome.undoId, scene.services)).is, 'folder-gone');
  mkdirSync(scene.at('sub'));
  assert.equal((await undoBreak(outcome.undoId, scene.services)).is, 'undone');
  assert.equal(readFileSync(file, 'utf8'), 'newer');
});

test('two breakers: one breaks it, the other finds it gone', async (t) => {
  const scene = sceneFor(t);
  writeFileSync(scene.at('a.lock'), '');
  const lock = shownAt(scene.at('a.lock'));
  const outcomes = await Promise.all([breakLock({ lock, force: false }, scene.services), breakLock({ lock, force: false }, scene.services)]);
  assert.deepEqual(outcomes.map(({ is }) => is).sort(), ['broken', 'released']);
});
