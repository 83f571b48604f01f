// What of the inventory is the workspace's, and what is only looked at for a while.
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { Emitter } from '../../../src/base/emitter.ts';
import { text } from '../../../src/base/text.ts';
import { ExtraFolders, WorkspaceLocks } from '../../../src/views/workspace-locks.ts';
import type { Inventory, InventoryTrouble, TimedLockChange } from '../../../src/watch/inventory.ts';
import { aLock } from './a-lock.ts';

const run = path.resolve('/tmp/lockscope-race-abcdef');
const own = aLock('stale', { path: path.resolve('/ws/a.lock') });
const foreign = aLock('stale', { path: path.join(run, 'deep', 'counter.json.lock') });
const beside = aLock('stale', { path: `${run}-beside.lock` });

function inventoryOf(troubles: readonly InventoryTrouble[] = []): { readonly inventory: Inventory; readonly changes: Emitter<readonly TimedLockChange[]>; readonly troubled: Emitter<readonly InventoryTrouble[]> } {
  const [changes, troubled] = [new Emitter<readonly TimedLockChange[]>(), new Emitter<readonly InventoryTrouble[]>()];
  const done = (): Promise<void> => Promise.resolve();
  const inventory: Inventory = { locks: [own, foreign, beside], troubles, onDidChange: changes.event, onDidChangeTroubles: troubled.event, setCustomKinds: done, setRoots: done, refresh: done, inspect: () => Promise.resolve(null), dispose: () => undefined };
  return { inventory, changes, troubled };
}

function change(lock: TimedLockChange['lock']): TimedLockChange {
  return { type: 'appeared', lock, at: 0, timing: 'seen' };
}

describe('the locks of the workspace', () => {
  it('are all while no extra folder is looked at', () => {
    const { inventory } = inventoryOf();
    assert.deepEqual(new WorkspaceLocks(inventory, new ExtraFolders()).locks, inventory.locks);
  });

  it('are those outside of extra folders, whose names may begin alike', () => {
    const extra = new ExtraFolders();
    extra.add(run);
    assert.deepEqual(new WorkspaceLocks(inventoryOf().inventory, extra).locks, [own, beside]);
    assert.deepEqual([extra.contain(run), extra.contain(path.dirname(run))], [true, false]);
  });

  it('change without what changes in extra folders, of which nothing is heard', () => {
    const extra = new ExtraFolders();
    const { inventory, changes } = inventoryOf();
    const heard: (readonly string[])[] = [];
    new WorkspaceLocks(inventory, extra).onDidChange((all) => heard.push(all.map(({ lock }) => lock.path)));
    extra.add(run);
    changes.fire([change(foreign), change(own)]);
    changes.fire([change(foreign)]);
    assert.deepEqual(heard, [[own.path]]);
  });

  it('have no trouble with an extra folder that is gone; with the whole machine they have', () => {
    const trouble = (code: InventoryTrouble['code'], place: string): InventoryTrouble => ({ code, path: place, message: text('No.') });
    const troubles = [trouble('folder-gone', run), trouble('watch-limit', run), trouble('folder-gone', path.resolve('/ws'))];
    const extra = new ExtraFolders();
    extra.add(run);
    const { inventory, troubled } = inventoryOf(troubles);
    const heard: (readonly InventoryTrouble[])[] = [];
    const locks = new WorkspaceLocks(inventory, extra);
    locks.onDidChangeTroubles((all) => heard.push(all));
    troubled.fire(troubles);
    assert.deepEqual(locks.troubles.map(({ code }) => code), ['watch-limit', 'folder-gone']);
    assert.deepEqual(heard, [locks.troubles]);
  });
});
