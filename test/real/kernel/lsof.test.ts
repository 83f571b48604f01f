import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import type { Machine } from '../../../src/system/machine.ts';
import { PosixMachine } from '../../../src/system/posix/machine.ts';
import { cannotRun, Scene } from './scene.ts';
import { pids } from './told.ts';

const skip = cannotRun !== false ? cannotRun : spawnSync('lsof', ['-v']).error === undefined ? false : 'takes lsof';

// What a Mac is looked at with; here it is run on Linux.
describe('other Unix systems, through lsof', { skip }, () => {
  const machine = new PosixMachine();

  test('tell who has a file open for writing, and where it works', async (t) => {
    const scene = new Scene(t);
    const writer = await scene.python('pass');
    await scene.python('pass', 'r');
    const missing = `${scene.folder}/missing`;
    const found = machine.openers([scene.file, missing]);
    assert.deepEqual([...(found?.keys() ?? [])], [scene.file]);
    assert.deepEqual(pids(found?.get(scene.file) ?? []), [writer.pid]);
    const probe = machine.probe(writer.pid);
    assert.equal(probe.is === 'alive' ? probe.process.cwd : null, scene.folder);
    await writer.end();
    assert.deepEqual(machine.openers([scene.file, missing]), new Map());
  });

  test('tell of a reader that has it under a lock', async (t) => {
    const scene = new Scene(t);
    await scene.python('pass');
    const reader = await scene.python('fcntl.flock(f, fcntl.LOCK_SH)', 'r');
    assert.ok(machine.openers([scene.file])?.get(scene.file)?.some(({ pid }) => pid === reader.pid));
  });

  test('tell where a process comes from', async (t) => {
    const scene = new Scene(t);
    const { pid } = await scene.python('pass');
    const parentsBy = (from: Machine): number[] => {
      const probe = from.probe(pid);
      return pids(probe.is === 'alive' ? from.lineage(probe.process).parents : []);
    };
    assert.equal(parentsBy(machine)[0], process.pid);
    assert.deepEqual(parentsBy(machine), parentsBy(scene.machine));
  });
});
