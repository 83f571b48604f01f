// Locks that a killed git left behind are broken, and git tells whether all is well.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { breakLock } from '../../src/breaking/break-lock.ts';
import { breakServices, type BreakServices } from '../../src/breaking/services.ts';
import { undoBreak } from '../../src/breaking/undo-break.ts';
import type { BreakOutcome } from '../../src/breaking/outcome.ts';
import { inspectLock } from '../../src/core.ts';
import { loadExchange } from '../../src/system/exchange.ts';
import { git, makeRepo } from './demo/git-repo.ts';
import { tempFolder } from './demo/temp-folder.ts';

const byExchange = (await loadExchange()).is === 'native' ? 'exchange' : 'move';

/** A pid that no process can have. */
const gone = 4_194_303;

interface Bench extends Disposable {
  readonly repo: string;
  readonly gitDir: string;
  readonly services: BreakServices;
  /** Breaks what stands there, asked or not. */
  readonly break: (lock: string) => Promise<BreakOutcome>;
}

async function bench(): Promise<Bench> {
  const temp = tempFolder();
  const repo = await makeRepo(path.join(temp.path, 'repo'));
  const services = breakServices(path.join(temp.path, 'state'), (file) => Promise.resolve(inspectLock(file)));
  return {
    repo,
    gitDir: path.join(repo, '.git'),
    services,
    break: async (lock) => breakLock({ lock: inspectLock(lock) ?? assert.fail(`no lock at ${lock}`), force: true }, services),
    [Symbol.dispose]: () => temp[Symbol.dispose](),
  };
}

function assertBroken(outcome: BreakOutcome): asserts outcome is Extract<BreakOutcome, { is: 'broken' }> {
  assert.equal(outcome.is, 'broken');
}

describe('a lock of git', () => {
  for (const [name, kind] of [['index.lock', 'git-index'], ['HEAD.lock', 'git-head'], ['config.lock', 'git-config'], ['refs/heads/main.lock', 'git-ref'], ['packed-refs.lock', 'git-packed-refs']] as const) {
    test(`${name} is broken, and git finds all well`, async () => {
      using stage = await bench();
      await git(stage.repo, 'pack-refs', '--all');
      await git(stage.repo, 'branch', 'side');
      const lock = path.join(stage.gitDir, name);
      writeFileSync(lock, '');
      const outcome = await stage.break(lock);
      assertBroken(outcome);
      assert.equal(outcome.lock.kind, kind);
      assert.equal(outcome.health.is, 'sound');
      // main was packed, so that its ref is not there as a file: git could rename anything to it.
      assert.equal(outcome.method, name.startsWith('refs') ? 'move' : byExchange);
      assert.equal(await git(stage.repo, 'status', '--porcelain'), '');
    });
  }

  test('with a damaged index: broken, and what git says is passed on', async () => {
    using stage = await bench();
    const lock = path.join(stage.gitDir, 'index.lock');
    writeFileSync(lock, '');
    writeFileSync(path.join(stage.gitDir, 'index'), 'not an index');
    const outcome = await stage.break(lock);
    assertBroken(outcome);
    assert.ok(outcome.health.is === 'damaged');
    assert.match(String(outcome.health.says.args['reason']), /index file/);
  });

  test('with a broken ref: what git warns of is passed on', async () => {
    using stage = await bench();
    const lock = path.join(stage.gitDir, 'refs/heads/other.lock');
    writeFileSync(lock, '');
    writeFileSync(path.join(stage.gitDir, 'refs/heads/other'), 'no object id');
    const outcome = await stage.break(lock);
    assertBroken(outcome);
    assert.equal(outcome.health.is, 'damaged');
  });

  test('a check starts no program of the repository', async () => {
    using stage = await bench();
    const mark = path.join(stage.repo, 'ran');
    const hook = path.join(stage.gitDir, 'fsmonitor');
    writeFileSync(hook, `#!/bin/sh\ntouch '${mark}'\n`, { mode: 0o755 });
    await git(stage.repo, 'config', 'core.fsmonitor', hook);
    const lock = path.join(stage.gitDir, 'index.lock');
    writeFileSync(lock, '');
    const outcome = await stage.break(lock);
    assertBroken(outcome);
    assert.equal(outcome.health.is, 'sound');
    assert.ok(!readdirSync(stage.repo).includes('ran'));
  });

  test('before the first commit there is no index for a file to be put in place of: it is moved', async () => {
    using stage = await bench();
    rmSync(path.join(stage.gitDir, 'index'));
    const lock = path.join(stage.gitDir, 'index.lock');
    writeFileSync(lock, '');
    const outcome = await stage.break(lock);
    assertBroken(outcome);
    assert.equal(outcome.method, 'move');
  });

  test('goes with what belongs to it, and comes back with it, to the byte', async () => {
    using stage = await bench();
    const group = { 'index.lock': '', 'index~pid.lock': `pid ${gone}\n`, [`next-index-${gone}.lock`]: readFileSync(path.join(stage.gitDir, 'index')) };
    for (const [name, content] of Object.entries(group)) writeFileSync(path.join(stage.gitDir, name), content);
    const before = readdirSync(stage.gitDir);
    const outcome = await stage.break(path.join(stage.gitDir, 'index.lock'));
    assertBroken(outcome);
    assert.deepEqual(readdirSync(stage.gitDir), before.filter((name) => !(name in group)));
    assert.equal((await undoBreak(outcome.undoId, stage.services)).is, 'undone');
    assert.deepEqual(readdirSync(stage.gitDir), before);
    for (const [name, content] of Object.entries(group)) assert.deepEqual(readFileSync(path.join(stage.gitDir, name)), Buffer.from(content));
  });
});

test('what must not be removed is refused with what to do instead', async () => {
  using stage = await bench();
  await git(stage.repo, 'worktree', 'add', '--quiet', '../side');
  await git(stage.repo, 'worktree', 'lock', '../side');
  const decision = await stage.break(path.join(stage.gitDir, 'worktrees/side/locked'));
  assert.ok(decision.is === 'never');
  assert.match(String(decision.reason.args['command']), /^git worktree unlock /);
  assert.equal(stage.services.journal.entries().entries.at(-1)?.event.is, 'refused');
});

test('a profile of Chromium: the lock goes with its cookie and socket, and comes back with them', async () => {
  using temp = tempFolder();
  const profile = path.join(temp.path, 'profile');
  mkdirSync(profile);
  const links = { SingletonLock: `elsewhere-${gone}`, SingletonCookie: '1234', SingletonSocket: '/nowhere/SingletonSocket' };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, path.join(profile, name));
  const services = breakServices(path.join(temp.path, 'state'), (file) => Promise.resolve(inspectLock(file)));
  const lock = inspectLock(path.join(profile, 'SingletonLock')) ?? assert.fail('no lock');
  const outcome = await breakLock({ lock, force: true }, services);
  assertBroken(outcome);
  assert.deepEqual(readdirSync(profile), []);
  assert.equal((await undoBreak(outcome.undoId, services)).is, 'undone');
  assert.deepEqual(readdirSync(profile).toSorted(), Object.keys(links).toSorted());
});
