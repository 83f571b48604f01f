// Waits for FileLocks, as their line tells of them, against what those who wait say.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { InventorySource } from '../../src/contention/inventory-source.ts';
import { namesBy } from '../../src/contention/line-names.ts';
import { LineSource } from '../../src/contention/line-source.ts';
import { FileLock } from '../../src/saving/lock/file-lock.ts';
import { createMachine } from '../../src/system/this-machine.ts';
import type { Inventory } from '../../src/watch/inventory.ts';
import { accuracyOf, areKeptFromCore } from './contention/accuracy.ts';
import { runLoad } from './contention/loads.ts';
import { Told } from './contention/told.ts';
import { threaded, withInventory } from './demo/inventories.ts';
import { tempFolder } from './demo/temp-folder.ts';
import { waitFor } from './demo/wait.ts';
import { Holder } from './saving/lock-holders.ts';

let state: ReturnType<typeof tempFolder>;
before(() => {
  state = tempFolder();
  process.env['LOCKSCOPE_STATE_DIR'] = state.path;
});
after(() => {
  delete process.env['LOCKSCOPE_STATE_DIR'];
  state[Symbol.dispose]();
});

function watch(inventory: Inventory): { readonly told: Told } & Disposable {
  const told = new Told();
  const files = new InventorySource(inventory, told.take);
  const line = new LineSource(inventory, { tell: told.take, passedOn: (pass) => files.passedOn(pass), nameOf: namesBy(createMachine()) });
  const dispose = (): void => {
    line.dispose();
    files.dispose();
  };
  return { told, [Symbol.dispose]: dispose };
}

describe('waits for a FileLock', { concurrency: false }, () => {
  for (const holdMs of [30, 100]) {
    test(`are seen, and its holds, with three processes that hold it for ${holdMs} ms`, (t) =>
      withInventory(threaded, async (inventory, folder) => {
        using watching = watch(inventory);
        const { told } = watching;
        const file = path.join(folder, 'data.json');
        // What is looked at for the first time takes long.
        await runLoad('line-load', path.join(folder, 'before.json'), 3, 60, 5);
        const starting = await new FileLock(file).acquire();
        const loads = [1, 2, 3].map(() => runLoad('line-load', file, 8, holdMs, 5));
        await waitFor(() => told.open.filter(({ is }) => is === 'wait').length === loads.length, 'all to wait');
        await starting.release();
        const all = await Promise.all(loads);
        await waitFor(() => told.open.length === 0 && told.spans.length > 0, 'all to be over');
        const truths = all.flat().toSorted((a, b) => a.got - b.got);
        const { seen, seenWaits, longWaits } = accuracyOf(truths, told.spans.filter(({ lock }) => lock === `${file}.lock`));
        t.diagnostic(`${seenWaits.length} of ${longWaits} waits seen, ${seenWaits.filter(({ isExact }) => isExact).length} of them within 1 ms or 2 %; ${seen.length} of ${truths.length} holds`);
        assert.ok(longWaits > 5, `too few had to wait: ${longWaits}`);
        assert.equal(seenWaits.length, longWaits);
        assert.ok(seenWaits.filter(({ span, truth }) => span.actor.pid === truth.pid).length >= 0.95 * longWaits);
        // News of a lock that comes late on a busy machine is taken for another's.
        if (!areKeptFromCore(truths, holdMs)) assert.ok(seen.length >= 0.9 * truths.length, `${seen.length} of ${truths.length}`);
      }));
  }

  test('is seen as it lasts, goes on when its host is killed, and ends when the lock is acquired', (t) =>
    withInventory(threaded, async (inventory, folder) => {
      using watching = watch(inventory);
      const { told } = watching;
      const holders = ['holds', 'hosts', 'waits'].map(() => new Holder(path.join(folder, 'data.json'), state.path));
      t.after(() => Promise.all(holders.map((holder) => holder.kill())));
      const [first, host, last] = holders;
      assert.ok(first !== undefined && host !== undefined && last !== undefined);
      const waiting = (): (number | null)[] => told.open.filter(({ is }) => is === 'wait').map(({ actor: { pid } }) => pid);
      await first.ask('acquire');
      await host.ask('wait');
      await waitFor(() => waiting().includes(host.pid), 'the first wait');
      await last.ask('wait');
      await waitFor(() => waiting().includes(last.pid), 'the second wait');
      await host.kill();
      await waitFor(() => !waiting().includes(host.pid), 'the end of the wait of one that was killed');
      assert.deepEqual(waiting(), [last.pid]);
      await first.ask('release');
      await last.ask('acquired');
      await waitFor(() => waiting().length === 0, 'the end of the wait');
      await waitFor(() => told.open.some(({ is, actor: { pid } }) => is === 'hold' && pid === last.pid), 'its hold');
      assert.equal(told.spans.filter(({ is, actor: { pid } }) => is === 'wait' && pid === last.pid).length, 1);
    }));

  test('keeps no process alive that only looks on', () =>
    withInventory(threaded, async (_inventory, folder) => {
      const file = path.join(folder, 'data.json');
      const [first, second] = [new Holder(file, state.path), new Holder(file, state.path)];
      try {
        await first.ask('acquire');
        await second.ask('wait');
        const observer = fileURLToPath(new URL('contention/line-look.ts', import.meta.url));
        const { status, stdout } = spawnSync(process.execPath, [observer, `${file}.lock`], { encoding: 'utf8', timeout: 20_000 });
        assert.equal(status, 0);
        assert.match(stdout, new RegExp(`^waits ${second.pid}$`, 'm'));
      } finally {
        await Promise.all([first.kill(), second.kill()]);
      }
    }));
});
