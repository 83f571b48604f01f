import assert from 'node:assert/strict';
import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { recoverAll } from '../../../src/breaking/recovery.ts';
import type { PendingAct } from '../../../src/breaking/pending.ts';
import { makeUndoId } from '../../../src/breaking/undo-id.ts';
import { sceneFor } from './scene.ts';

test('an act is pending until it ends', (t) => {
  const { services, at } = sceneFor(t);
  const act: PendingAct = { act: 'break', undoId: makeUndoId(1), entry: '/q/x', target: at('a\n.lock'), space: 's', at: 5 };
  const undo: PendingAct = { ...act, act: 'undo' };
  services.pending.begin(act);
  services.pending.begin(undo);
  assert.deepEqual(services.pending.all(), [act, undo]);
  services.pending.end(act);
  services.pending.end(act);
  assert.deepEqual(services.pending.all(), [undo]);
});

test('a note that was cut off is no act, and goes at a later start', async (t) => {
  const { services, state } = sceneFor(t);
  const folder = path.join(state, 'pending');
  const act: PendingAct = { act: 'break', undoId: makeUndoId(1), entry: '/q/x', target: '/t', space: 'elsewhere', at: Date.now() };
  services.pending.begin(act);
  for (const [name, content] of [['cut', '{"act":'], ['old', '']] as const) writeFileSync(path.join(folder, name), content);
  utimesSync(path.join(folder, 'old'), 1000, 1000);
  assert.deepEqual(await recoverAll(services), []);
  assert.deepEqual(readdirSync(folder).toSorted(), [`${act.undoId}.break`, 'cut'].toSorted());
});

test('an act of a process whose mutex cannot be seen is left to it, until it must be over', async (t) => {
  const scene = sceneFor(t);
  const act: PendingAct = { act: 'break', undoId: makeUndoId(1), entry: path.join(scene.quarantine, makeUndoId(1)), target: scene.at('a.lock'), space: 'another container', at: Date.now() };
  scene.services.pending.begin(act);
  await recoverAll(scene.services);
  assert.equal(scene.services.pending.all().length, 1);
  await recoverAll({ ...scene.services, clock: { now: () => Date.now() + 120_000 } });
  assert.deepEqual(scene.services.pending.all(), []);
});
