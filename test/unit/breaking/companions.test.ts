import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { breakLock } from '../../../src/breaking/break-lock.ts';
import { undoBreak } from '../../../src/breaking/undo-break.ts';
import { interrupted, sceneFor, shownAt, undoIdOf, withoutExchange } from './scene.ts';
import type { Scene } from './scene.ts';

/** A git lock with the file that names its holder. */
function pairFor(t: TestContext): Scene & { readonly lock: string; readonly pid: string } {
  const companions: string[] = [];
  const scene = sceneFor(t, { companions });
  const pid = scene.at('index~pid.lock');
  companions.push(pid);
  writeFileSync(scene.at('index.lock'), '');
  writeFileSync(pid, 'pid 1\n');
  return { ...scene, lock: scene.at('index.lock'), pid };
}

test('they go together and come back together', async (t) => {
  const scene = pairFor(t);
  const outcome = await scene.break(scene.lock);
  const id = undoIdOf(outcome);
  assert.deepEqual(outcome.is === 'broken' && outcome.warnings, []);
  assert.deepEqual(readdirSync(scene.workspace), []);
  assert.deepEqual(await undoBreak(id, scene.services), { is: 'undone', path: scene.lock, left: [], warnings: [] });
  assert.deepEqual(readdirSync(scene.workspace).sort(), ['index.lock', 'index~pid.lock']);
  assert.equal(readFileSync(scene.pid, 'utf8'), 'pid 1\n');
  assert.deepEqual(readdirSync(scene.quarantine), []);
});

test('one that is not there is not missed', async (t) => {
  const scene = pairFor(t);
  rmSync(scene.pid);
  const outcome = await scene.break(scene.lock);
  assert.ok(outcome.is === 'broken' && outcome.warnings.length === 0);
});

test('one that belongs to the next holder stays, with a warning', async (t) => {
  const scene = pairFor(t);
  // Without an exchange a successor can come with its own pair once the lock is gone.
  const services = interrupted(withoutExchange(scene.services), {
    verify: () => {
      writeFileSync(scene.lock, '');
      writeFileSync(scene.pid, 'pid 2\n');
    },
  });
  const outcome = await breakLock({ lock: shownAt(scene.lock, { companions: [scene.pid] }), force: false }, services);
  assert.ok(outcome.is === 'broken' && outcome.warnings.length === 1);
  assert.equal(readFileSync(scene.pid, 'utf8'), 'pid 2\n');
});

test('one in another folder is not touched', async (t) => {
  const companions: string[] = [];
  const scene = sceneFor(t, { companions });
  mkdirSync(scene.at('other'));
  writeFileSync(scene.at('other/b'), '');
  companions.push(scene.at('other/b'));
  writeFileSync(scene.at('a.lock'), '');
  undoIdOf(await scene.break(scene.at('a.lock')));
  assert.deepEqual(readdirSync(scene.at('other')), ['b']);
});

test('one whose place is taken at the undo stays in quarantine, and is named', async (t) => {
  const scene = pairFor(t);
  const id = undoIdOf(await scene.break(scene.lock));
  writeFileSync(scene.pid, 'pid 3\n');
  assert.deepEqual(await undoBreak(id, scene.services), { is: 'undone', path: scene.lock, left: [scene.pid], warnings: [] });
  assert.equal(readFileSync(scene.pid, 'utf8'), 'pid 3\n');
  assert.deepEqual(readdirSync(scene.quarantine), [id]);
});

test('no companion goes when the lock does not', async (t) => {
  const scene = pairFor(t);
  const services = interrupted(scene.services, { exchange: () => writeFileSync(scene.lock, 'successor') });
  assert.equal((await breakLock({ lock: shownAt(scene.lock), force: false }, services)).is, 'changed');
  assert.deepEqual(readdirSync(scene.workspace).sort(), ['index.lock', 'index~pid.lock']);
});
