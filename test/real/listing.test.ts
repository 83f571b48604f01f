// What the product says of locks that real programs hold, against the truth that the programs tell.
import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { listLocks, type Lock } from '../../src/core.ts';
import { compareWithDemo, startDemo } from './demo.ts';
import { gitScenarios } from './demo/git-scenarios.ts';
import { tempFolder } from './demo/temp-folder.ts';

function states(locks: readonly Lock[]): { path: string; state: string }[] {
  return locks.map((lock) => ({ path: lock.path, state: lock.verdict.state }));
}

describe('listLocks', () => {
  it('sees every lock of the demo in its true state, and no manifest', async () => {
    using temp = tempFolder();
    const demo = await startDemo(temp.path);
    try {
      const locks = listLocks([temp.path]);
      assert.deepEqual(compareWithDemo(states(locks), demo), []);
      for (const { path: at, pid, state } of demo.locks) {
        // A heartbeat folder names nobody; whoever is named elsewhere must be the right one.
        const named = locks.find((lock) => lock.path === at)?.holder?.pid ?? null;
        if (pid !== null && named !== null && state !== 'unknown') assert.equal(named, pid, `holder of ${at}`);
      }
    } finally {
      await demo.stop();
    }
  });

  it('knows the holder in a workspace that is opened through a symlink', async () => {
    using temp = tempFolder();
    const scenario = await (gitScenarios['commitInLinkedWorktree'] ?? assert.fail())(temp.path);
    try {
      const link = path.join(temp.path, 'link');
      symlinkSync(scenario.workspace, link);
      const [lock, ...rest] = listLocks([link]);
      assert.deepEqual(rest, []);
      assert.equal(lock?.verdict.state, 'held');
      assert.equal(lock?.holder?.pid, scenario.gitPid);
    } finally {
      await scenario.stop();
    }
  });

  for (const [name, start] of Object.entries(gitScenarios)) {
    it(`sees the git lock of ${name}, and its holder`, async () => {
      using temp = tempFolder();
      const scenario = await start(temp.path);
      try {
        const locks = listLocks([scenario.workspace]);
        const together = [scenario.lockPath, ...scenario.otherLocks];
        // next-index-N.lock is part of its index.lock, and listed with that.
        const expected = together.filter((at) => !at.includes('next-index-'));
        const missing = expected.filter((at) => !locks.some((lock) => lock.path === at));
        assert.deepEqual(missing, []);
        // A stopped git may hold more than the scenario is about: also held, by it or its child.
        for (const { path: at, verdict, holder } of locks) {
          assert.equal(verdict.state, scenario.expectedState, JSON.stringify(verdict.evidence));
          if (expected.includes(at)) assert.equal(holder?.pid ?? null, scenario.gitPid);
        }
      } finally {
        await scenario.stop();
      }
    });
  }
});
