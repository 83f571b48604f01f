import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { emptyQuarantine, tooMuch, usualQuarantineLimits } from '../../../src/breaking/empty-quarantine.ts';
import type { KeptEntry } from '../../../src/breaking/quarantine.ts';
import { undoBreak } from '../../../src/breaking/undo-break.ts';
import { holdLock } from '../../../src/breaking/lock-mutex.ts';
import { eventsOf, sceneFor, undoIdOf } from './scene.ts';

const dayMs = 86_400_000;
const limits = { maxAgeMs: 10, maxBytes: 100 };

describe('what is too much', () => {
  test('what is too old', () => assert.deepEqual(ids([kept('a', 0, 1), kept('b', 5, 1)], 11), ['a']));
  test('the oldest beyond the size', () => assert.deepEqual(ids([kept('a', 1, 40), kept('b', 2, 60), kept('c', 3, 40)], 5), ['a']));
  test('not what could not be put back, for its size', () => assert.deepEqual(ids([kept('a', 1, 400), kept('b', 2, 60)], 5, ['a']), []));
  test('that too, for its age', () => assert.deepEqual(ids([kept('a', 1, 400)], 50, ['a']), ['a']));
  test('nothing of what is little and new', () => assert.deepEqual(ids([kept('a', 1, 50), kept('b', 2, 50)], 5), []));
});

test('what goes for its age is on record, and an undo says so', async (t) => {
  const scene = sceneFor(t);
  writeFileSync(scene.at('a.lock'), 'x');
  const id = undoIdOf(await scene.break(scene.at('a.lock')));
  assert.deepEqual(await emptyQuarantine(scene.services), []);
  const later = { ...scene.services, clock: { now: () => Date.now() + 31 * dayMs } };
  assert.deepEqual(await emptyQuarantine(later), [id]);
  assert.deepEqual(readdirSync(scene.quarantine), []);
  assert.deepEqual(eventsOf(scene), ['broken', 'emptied']);
  assert.deepEqual(await undoBreak(id, scene.services), { is: 'emptied', path: scene.at('a.lock') });
  assert.equal(scene.services.journal.lastUndoable(), null);
});

test('what goes for its size: the oldest, a folder whole, and nothing that a link in it leads to', async (t) => {
  const scene = sceneFor(t);
  mkdirSync(scene.at('precious'));
  writeFileSync(scene.at('precious/data'), 'kept');
  mkdirSync(scene.at('a.lock/deep'), { recursive: true });
  symlinkSync(scene.at('precious'), scene.at('a.lock/deep/link'));
  const first = undoIdOf(await scene.break(scene.at('a.lock')));
  writeFileSync(scene.at('b.lock'), 'x'.repeat(5000));
  const second = undoIdOf(await scene.break(scene.at('b.lock')));
  assert.deepEqual(await emptyQuarantine(scene.services, { ...usualQuarantineLimits, maxBytes: 8000 }), [first]);
  assert.deepEqual(readdirSync(scene.quarantine), [second]);
  assert.equal(readFileSync(scene.at('precious/data'), 'utf8'), 'kept');
});

test('what is being worked on stays', async (t) => {
  const scene = sceneFor(t);
  writeFileSync(scene.at('a.lock'), '');
  const id = undoIdOf(await scene.break(scene.at('a.lock')));
  const held = await holdLock(scene.at('a.lock'));
  assert.deepEqual(await emptyQuarantine(scene.services, { maxAgeMs: -1, maxBytes: 0 }), []);
  held?.release();
  assert.deepEqual(readdirSync(scene.quarantine), [id]);
});

test('what is kept beside its lock goes as well, with the folder that was made for it', { skip: !existsSync('/dev/shm') && 'needs a second file system' }, async (t) => {
  const scene = sceneFor(t);
  const { at, workspace } = sceneFor(t, {}, '/dev/shm');
  writeFileSync(at('a.lock'), '');
  const id = undoIdOf(await scene.break(at('a.lock')));
  assert.deepEqual(await emptyQuarantine(scene.services, { maxAgeMs: -1, maxBytes: 0 }), [id]);
  assert.deepEqual(readdirSync(workspace), []);
});

function kept(undoId: string, keptSince: number, bytes: number): KeptEntry {
  return { undoId, entry: path.join('/q', undoId), keptSince, bytes };
}

function ids(entries: readonly KeptEntry[], now: number, apart: readonly string[] = []): readonly string[] {
  return tooMuch(entries, new Set(apart), now, limits).map(({ undoId }) => undoId);
}
