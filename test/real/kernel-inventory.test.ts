// Kernel locks in the living inventory, and what it remembers from one life to the next.
import assert from 'node:assert/strict';
import { renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { LockChange } from '../../src/watch/inventory.ts';
import { commitWaitingInEditor } from './demo/git-commit.ts';
import { makeRepo } from './demo/git-repo.ts';
import { inventories, shows, threaded, withInventory } from './demo/inventories.ts';
import { Crew } from './demo/crew.ts';
import { tempFolder } from './demo/temp-folder.ts';
import { waitFor } from './demo/wait.ts';

for (const [where, make] of Object.entries(inventories)) {
  describe(`kernel locks in an inventory ${where}`, () => {
    it('make a lock of any file, with holder and waiter, for as long as there are any', () =>
      withInventory(make, async (inventory, folder, crew) => {
        const at = path.join(folder, 'orders.db');
        writeFileSync(at, 'data');
        const holder = crew.start({ command: 'flock', args: [at, 'cat'], cwd: folder });
        const held = await shows(inventory, at, 'held');
        assert.equal(held.holder?.pid, holder.pid);
        assert.equal(held.breaking, 'end-holder');
        const waiter = crew.start({ command: 'flock', args: [at, 'true'], cwd: folder });
        await waitFor(() => inventory.locks.some((lock) => lock.waiters.some(({ pid }) => pid === waiter.pid)), 'the waiter to be shown');
        await holder.end();
        await shows(inventory, at, null);
      }));

    it('leave a lock file that stays idle, and its removal takes it away', () =>
      withInventory(make, async (inventory, folder, crew) => {
        const at = path.join(folder, 'job.lock');
        const holder = crew.start({ command: 'flock', args: [at, 'cat'], cwd: folder });
        await shows(inventory, at, 'held');
        await holder.end();
        await shows(inventory, at, 'idle');
        rmSync(at);
        await shows(inventory, at, null);
      }));
  });
}

describe('an inventory in a thread of its own', () => {
  it('tells a lock that is gone before it can be judged', () =>
    withInventory(() => threaded(), async (inventory, folder) => {
      const told: LockChange[] = [];
      inventory.onDidChange((changes) => told.push(...changes));
      const at = path.join(folder, 'quick.lock');
      // Never without its words: an empty lock would be judged otherwise.
      const acquire = (): void => {
        writeFileSync(`${at}.new`, `${process.pid}\n`);
        renameSync(`${at}.new`, at);
      };
      acquire();
      await waitFor(() => {
        if (told.some(({ type }) => type === 'released')) return true;
        // Made anew until the watcher was quick enough: it sees most, not all.
        acquire();
        unlinkSync(at);
        return false;
      }, 'a quick lock to be told');
      // The next one may have been told in the same breath.
      const released = told.findIndex(({ type }) => type === 'released');
      assert.deepEqual(told.slice(0, released).map(({ type }) => type).filter((type) => type !== 'changed'), ['appeared']);
      assert.equal(told[released]?.lock.verdict.state, 'held');
    }));
});

describe('what an inventory remembers', () => {
  it('proves a git lock stale in the next life, its maker having been killed between the two', async () => {
    using temp = tempFolder();
    const crew = new Crew();
    let kept: unknown;
    const store = { load: () => kept, save: (memory: unknown) => void (kept = JSON.parse(JSON.stringify(memory))) };
    const first = threaded(store);
    try {
      await first.setRoots([temp.path]);
      const commit = await commitWaitingInEditor(crew, await makeRepo(path.join(temp.path, 'repo')));
      await shows(first, commit.lockPath, 'held');
      await waitFor(() => kept !== undefined, 'the memory to be kept');
      first.dispose();
      await commit.kill();
      const second = threaded(store);
      try {
        await second.setRoots([temp.path]);
        const lock = await shows(second, commit.lockPath, 'stale');
        assert.equal(lock.verdict.evidence[0]?.code, 'creator-gone');
      } finally {
        second.dispose();
      }
    } finally {
      first.dispose();
      await crew.end();
    }
  });
});
