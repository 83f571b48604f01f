import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../src/base/clock.ts';
import { plain } from '../../../src/base/text.ts';
import { ContentionWatch } from '../../../src/contention/contention-watch.ts';
import { createMachine } from '../../../src/system/this-machine.ts';
import { LiveInventory } from '../../../src/watch/live-inventory.ts';

const main = new URL(`data:text/javascript,${encodeURIComponent('throw new Error("no thread today")')}`);

test('a sampler that gives up is told of once, and stays known', { skip: process.platform === 'linux' ? false : 'tells nothing elsewhere', timeout: 20_000 }, async (t) => {
  const inventory = new LiveInventory(createMachine(), systemClock);
  t.after(() => inventory.dispose());
  const watch = new ContentionWatch(inventory, createMachine(), main);
  t.after(() => watch.dispose());
  assert.equal(watch.trouble, null);
  const told = await new Promise<string>((resolve) => {
    watch.onDidGetTrouble((trouble) => resolve(plain(trouble)));
    watch.setRoots(['/w']);
  });
  assert.match(told, /not seen any more \(no thread today\)/);
  assert.equal(plain(watch.trouble ?? assert.fail()), told);
});
