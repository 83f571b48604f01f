import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { builtInKinds } from '../../../src/locks/kinds/index.ts';
import { Fleeting } from '../../../src/watch/fleeting.ts';
import { sight, type Sighting } from '../../../src/watch/sighting.ts';

function lockIn(t: TestContext): Sighting {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lockscope-fleeting-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const place = path.join(folder, 'a.lock');
  writeFileSync(place, `${process.pid}`);
  return sight(place, builtInKinds) ?? assert.fail();
}

describe('what is heard of a path at which nothing stands', () => {
  test('is another lock that came and went, of the sort that was there', (t) => {
    const fleeting = new Fleeting();
    t.after(() => fleeting.dispose());
    const lock = lockIn(t);
    const { path: place } = lock.observation;
    fleeting.sighted(lock, true);
    fleeting.released(place, true, 0);
    assert.equal(fleeting.missed(place, 1)?.observation.path, place);
    // Its going.
    assert.equal(fleeting.missed(place, 2), null);
  });

  test('is none where a dead holder was taken its lock: more is heard of that', (t) => {
    const fleeting = new Fleeting();
    t.after(() => fleeting.dispose());
    const lock = lockIn(t);
    const { path: place } = lock.observation;
    fleeting.sighted(lock, true);
    fleeting.forget(place);
    assert.deepEqual([fleeting.missed(place, 1), fleeting.missed(place, 500)], [null, null]);
    fleeting.sighted(lock, true);
    fleeting.released(place, true, 600);
    assert.notEqual(fleeting.missed(place, 601), null);
  });
});
