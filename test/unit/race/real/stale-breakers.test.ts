// Locks that say how old they are: made once, left behind old, and removed by whoever takes them for stale.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { agingFile, agingFolder, type AgingLock } from '../../../../src/race/real/scenarios/stale-breakers/abandoned.ts';

const old = 1_000_000_000;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lockscope-stale-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const kinds: Readonly<Record<string, (own: string) => AgingLock>> = {
  file: (own) => agingFile(path.join(folder, 'lock'), path.join(folder, own)),
  folder: () => agingFolder(path.join(folder, 'lock')),
};

for (const [kind, lockOf] of Object.entries(kinds)) {
  describe(`a lock that is a ${kind}`, () => {
    test('is made by one, young, and by another only when it was removed', async () => {
      const [mine, yours] = [lockOf('mine'), lockOf('yours')];
      assert.equal(await mine.age(), null);
      assert.equal(mine.make(), true);
      assert.equal(yours.make(), false);
      assert.ok(((await yours.age()) ?? old) < 60_000);
      await yours.remove();
      assert.equal(yours.make(), true);
      assert.deepEqual(readdirSync(folder), ['lock']);
    });

    test('that is left behind is old, and still nobody else’s', async () => {
      const [mine, yours] = [lockOf('mine'), lockOf('yours')];
      mine.make();
      mine.abandon();
      assert.ok(((await yours.age()) ?? 0) > old);
      assert.equal(yours.make(), false);
      await yours.remove();
      assert.equal(yours.make(), true);
    });

    test('of somebody else is not made old, and what is gone stays gone', async () => {
      const [mine, yours] = [lockOf('mine'), lockOf('yours')];
      mine.make();
      await yours.remove();
      mine.abandon();
      assert.deepEqual(readdirSync(folder), []);
      yours.make();
      mine.abandon();
      assert.ok(((await mine.age()) ?? old) < 60_000);
      await mine.remove();
      await mine.remove();
    });
  });
}
