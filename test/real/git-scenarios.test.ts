import assert from 'node:assert/strict';
import { lstatSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { gitScenarios } from './demo/git-scenarios.ts';
import type { GitScenario } from './demo/git-scenarios.ts';
import { isAlive, workingIn } from './demo/processes.ts';
import { tempFolder } from './demo/temp-folder.ts';

const linux = process.platform === 'linux';

/** Where each scenario's locks stand, from the folder that it was given; `PID` is its git's. */
const places: Readonly<Record<string, readonly string[]>> = {
  commitInMainWorktree: ['workspace/repo/.git/index.lock'],
  commitInLinkedWorktree: ['workspace/repo/.git/worktrees/feature/index.lock'],
  commitInSubmodule: ['workspace/repo/.git/modules/library/index.lock'],
  commitWithSeparateGitFolder: ['outside/repo.git/index.lock'],
  commitOfPath: ['workspace/repo/.git/next-index-PID.lock', 'workspace/repo/.git/index.lock'],
  killedCommit: ['workspace/repo/.git/index.lock'],
  headLock: ['workspace/repo/.git/HEAD.lock'],
  branchLock: ['workspace/repo/.git/refs/heads/topic/search.lock'],
  packedRefsLock: ['workspace/repo/.git/packed-refs.lock', 'workspace/repo/.git/refs/heads/topic.lock'],
  configLock: ['workspace/repo/.git/config.lock'],
  shallowLock: ['workspace/repo/.git/shallow.lock'],
  gcPid: ['workspace/repo/.git/gc.pid'],
};

describe('scenarios of real git locks', () => {
  for (const [name, start] of Object.entries(gitScenarios)) {
    it(name, async () => {
      using temp = tempFolder();
      const scenario = await start(temp.path);
      try {
        assert.deepEqual(locksOf(scenario, temp.path), places[name]);
        assertTrue(scenario);
      } finally {
        await scenario.stop();
      }
      if (linux) assert.deepEqual(workingIn(temp.path), []);
      await scenario.stop();
    });
  }

  it('records pid and host in gc.pid', async () => {
    using temp = tempFolder();
    const scenario = await gitScenarios['gcPid']?.(temp.path);
    assert.ok(scenario);
    try {
      assert.equal(readFileSync(scenario.lockPath, 'utf8'), `${scenario.gitPid} ${os.hostname()}`);
    } finally {
      await scenario.stop();
    }
  });
});

function locksOf(scenario: GitScenario, folder: string): string[] {
  const all = [scenario.lockPath, ...scenario.otherLocks].map((lock) => path.relative(folder, lock));
  return all.map((lock) => lock.replace(`-${scenario.gitPid}.`, '-PID.').replaceAll('\\', '/'));
}

/** Locks are there, and held by a live git or left by none. */
function assertTrue({ lockPath, otherLocks, gitPid, expectedState, workspace }: GitScenario): void {
  for (const lock of [lockPath, ...otherLocks]) assert.ok(lstatSync(lock).isFile(), lock);
  assert.equal(expectedState, gitPid === null ? 'suspect' : 'held');
  if (gitPid !== null) assert.ok(isAlive(gitPid));
  else if (linux) assert.deepEqual(workingIn(workspace), []);
}
