import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { SharedState } from '../../../src/saving/shared-state.ts';

describe('what several processes remember together', () => {
  let folder: string;
  let file: string;
  before(() => (process.env['LOCKSCOPE_STATE_DIR'] = path.join(os.tmpdir(), `lockscope-shared-${process.pid}`)));
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'lockscope-shared-'));
    file = path.join(folder, 'state', 'windows.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  after(() => {
    rmSync(process.env['LOCKSCOPE_STATE_DIR'] ?? '', { recursive: true, force: true });
    delete process.env['LOCKSCOPE_STATE_DIR'];
  });

  test('is nothing at first, then what was last changed, for others too', async () => {
    assert.equal(new SharedState(file).read(), undefined);
    await new SharedState(file).change((current) => ({ was: current ?? 'nothing' }));
    assert.deepEqual(new SharedState(file).read(), { was: 'nothing' });
    assert.deepEqual(readdirSync(path.dirname(file)), ['windows.json']);
  });

  test('loses no change of those that are made at once', async () => {
    const states = [new SharedState(file), new SharedState(file), new SharedState(file)];
    await Promise.all(states.flatMap((state, i) => [1, 2, 3, 4].map((j) => state.change((current) => [...(Array.isArray(current) ? current : []), i * 10 + j]))));
    assert.deepEqual(new Set(Object.values(Object(states[0]?.read()))).size, 12);
  });

  test('is not written when nothing changes, or when the change fails', async () => {
    const state = new SharedState(file);
    await state.change(() => 1);
    const { ino } = statSync(file, { bigint: true });
    await state.change((current) => current);
    await assert.rejects(state.change(() => assert.fail('no')), /no/);
    assert.deepEqual([statSync(file, { bigint: true }).ino, state.read()], [ino, 1]);
  });

  test('that cannot be read counts as nothing, and is replaced by the next change', async () => {
    const state = new SharedState(file);
    await state.change(() => 1);
    writeFileSync(file, '{"half');
    assert.equal(state.read(), undefined);
    await state.change((current) => [current ?? 'none']);
    assert.deepEqual(state.read(), ['none']);
  });
});
