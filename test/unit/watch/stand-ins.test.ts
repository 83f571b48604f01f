import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { putUpPlaceholder, takeDownPlaceholder } from '../../../src/breaking/placeholder.ts';
import { placeholderAt } from '../../../src/system/placeholder.ts';
import { StandIns } from '../../../src/watch/stand-ins.ts';

const skip = process.platform === 'win32' && 'folders have no such modes there';

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lockscope-stand-ins-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('what stands in for a lock', { skip }, () => {
  test('is told from locks', (t) => {
    const at = (name: string): string => path.join(folderFor(t), name);
    for (const type of ['folder', 'file'] as const) {
      const place = at(`${type}.lock`);
      putUpPlaceholder(place, type);
      assert.equal(placeholderAt(place), type);
    }
    const [folder, file] = [at('a.lock'), at('b.lock')];
    mkdirSync(folder);
    writeFileSync(file, '4312\n');
    for (const other of [folder, file, at('absent.lock')]) assert.equal(placeholderAt(other), null);
  });

  test('is looked at again when it stays', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const place = path.join(folderFor(t), 'a.lock');
    const looked: string[] = [];
    const standIns = new StandIns((at) => looked.push(at));
    t.after(() => standIns.dispose());
    assert.equal(standIns.isOne(place), false);
    putUpPlaceholder(place, 'folder');
    assert.equal(standIns.isOne(place), true);
    assert.equal(standIns.isOne(place), true);
    t.mock.timers.tick(60_000);
    assert.deepEqual(looked, [place]);
    takeDownPlaceholder(place, 'folder');
  });

  test('is not missed when it went', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const place = path.join(folderFor(t), 'a.lock');
    const looked: string[] = [];
    const standIns = new StandIns((at) => looked.push(at));
    putUpPlaceholder(place, 'file');
    assert.equal(standIns.isOne(place), true);
    takeDownPlaceholder(place, 'file');
    assert.deepEqual([standIns.isOne(place), standIns.went(place), standIns.went(place)], [false, true, false]);
    t.mock.timers.tick(60_000);
    assert.deepEqual(looked, []);
  });
});
