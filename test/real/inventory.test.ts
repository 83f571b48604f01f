// The living inventory, on locks that real programs make, hold, lose and release.
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { programPath } from './demo/crew.ts';
import { commitWaitingInEditor } from './demo/git-commit.ts';
import { addWorktree, makeRepo, makeSeparateRepo } from './demo/git-repo.ts';
import { inventories, shows, threaded, withInventory } from './demo/inventories.ts';
import { tempFolder } from './demo/temp-folder.ts';

for (const [where, make] of Object.entries(inventories)) {
  describe(`an inventory ${where}`, () => {
    it('shows a lock made in a folder made later, its holder killed, and its release', () =>
      withInventory(make, async (inventory, folder, crew) => {
        const deep = path.join(folder, 'made', 'later');
        mkdirSync(deep, { recursive: true });
        const at = path.join(deep, 'job.lock');
        const actor = crew.start({ command: process.execPath, args: [programPath('hold-file.ts'), at, 'pid'], cwd: folder });
        await actor.announced();
        const lock = await shows(inventory, at, 'held');
        assert.equal(lock.holder?.pid, actor.pid);
        process.kill(actor.pid, 'SIGKILL');
        await shows(inventory, at, 'stale');
        rmSync(at);
        await shows(inventory, at, null);
      }));

    it('proves a git lock stale whose making it saw, once git is killed', () =>
      withInventory(make, async (inventory, folder, crew) => {
        const commit = await commitWaitingInEditor(crew, await makeRepo(path.join(folder, 'repo')));
        await shows(inventory, commit.lockPath, 'held');
        await commit.kill();
        const lock = await shows(inventory, commit.lockPath, 'stale');
        assert.deepEqual(lock.verdict.evidence[0]?.code, 'creator-gone');
      }));

    it('lets go of the lock when git commits after all', () =>
      withInventory(make, async (inventory, folder, crew) => {
        const commit = await commitWaitingInEditor(crew, await makeRepo(path.join(folder, 'repo')));
        await shows(inventory, commit.lockPath, 'held');
        await commit.finish();
        await shows(inventory, commit.lockPath, null);
      }));

    it('follows a worktree made later, and a separate git folder, out of the workspace', () =>
      withInventory(make, async (inventory, folder, crew) => {
        using outside = tempFolder();
        const main = await makeRepo(path.join(outside.path, 'main'));
        const inWorktree = await commitWaitingInEditor(crew, await addWorktree(main, path.join(folder, 'tree')));
        await shows(inventory, inWorktree.lockPath, 'held');
        const separate = await makeSeparateRepo(path.join(folder, 'separate'), path.join(outside.path, 'separate.git'));
        const inSeparate = await commitWaitingInEditor(crew, separate);
        await shows(inventory, inSeparate.lockPath, 'held');
      }));

    it('follows folders that are added, removed, renamed and deleted', () =>
      withInventory(make, async (inventory, folder) => {
        using other = tempFolder();
        const lockIn = (at: string): string => path.join(at, 'a.lock');
        writeFileSync(lockIn(other.path), '999999\n');
        await inventory.setRoots([folder, other.path]);
        await shows(inventory, lockIn(other.path), 'stale');
        await inventory.setRoots([folder]);
        await shows(inventory, lockIn(other.path), null);
        mkdirSync(path.join(folder, 'one'));
        writeFileSync(lockIn(path.join(folder, 'one')), '999999\n');
        await shows(inventory, lockIn(path.join(folder, 'one')), 'stale');
        renameSync(path.join(folder, 'one'), path.join(folder, 'two'));
        await shows(inventory, lockIn(path.join(folder, 'two')), 'stale');
        await shows(inventory, lockIn(path.join(folder, 'one')), null);
        rmSync(path.join(folder, 'two'), { recursive: true });
        await shows(inventory, lockIn(path.join(folder, 'two')), null);
      }));

    it('reads a lock again when its content is completed', () =>
      withInventory(make, async (inventory, folder) => {
        const at = path.join(folder, 'a.lock');
        writeFileSync(at, '{"pid":9');
        await shows(inventory, at, 'unknown');
        writeFileSync(at, '{"pid":999999}');
        await shows(inventory, at, 'stale');
      }));
  });
}

describe('an inventory in a thread of its own', () => {
  it('answers a question about one lock, and looks anew when asked', () =>
    withInventory(() => threaded(), async (inventory, folder) => {
      const at = path.join(folder, 'a.lock');
      writeFileSync(at, '999999\n');
      await inventory.refresh();
      assert.equal((await inventory.inspect(at))?.verdict.state, 'stale');
      assert.equal(await inventory.inspect(path.join(folder, 'none.lock')), null);
      assert.equal(inventory.locks.length, 1);
    }));
});
