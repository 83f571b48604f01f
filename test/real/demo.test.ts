import assert from 'node:assert/strict';
import { lstatSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { compareWithDemo, startDemo } from './demo.ts';
import type { Demo, DemoLock } from './demo.ts';
import { isAlive, openersOf, startedAt, workingIn } from './demo/processes.ts';

const linux = process.platform === 'linux';

describe('the demo workspace', () => {
  const folder = freshFolder();
  let demo: Demo;

  before(async () => {
    demo = await startDemo(folder);
  });
  after(async () => {
    await demo.stop();
    rmSync(folder, { recursive: true });
  });

  it('holds what it promises', () => {
    const states = Object.fromEntries(demo.locks.map((lock) => [path.relative(folder, lock.path), lock.state]));
    const { 'workers/worker-1.lock': reused = 'stale', 'wiki/.git/index.lock': recorded = 'stale', ...always } = states;
    assert.equal(reused, 'stale');
    assert.equal(recorded, 'stale');
    assert.deepEqual(always, {
      'blog/.git/index.lock': 'suspect',
      'build/build.lock': 'held',
      'cache/index.lock': 'stale',
      'config/settings.json.lock': 'held',
      'data/orders.json.lock': 'stale',
      'jobs/import.lock': 'stale',
      'jobs/nightly.lock': 'held',
      'shared/deploy.lock': 'unknown',
      'shop/.git/index.lock': 'held',
    });
  });

  it('has a folder for each proper-lockfile, a file for each other lock', () => {
    for (const lock of demo.locks) {
      const stat = lstatSync(lock.path);
      assert.ok(lock.kind === 'proper-lockfile' ? stat.isDirectory() : stat.isFile(), lock.path);
    }
  });

  it('has live holders where locks are held, dead ones elsewhere', () => {
    for (const lock of demo.locks) {
      if (lock.state === 'held') assert.ok(isAlive(pidOf(lock)), lock.path);
      else if (!isReused(lock) && lock.pid !== null) assert.ok(!isAlive(lock.pid), lock.path);
    }
  });

  it('records in lock files who made them', () => {
    for (const lock of demo.locks) {
      if (lock.kind === 'pid-file') assert.equal(readFileSync(lock.path, 'utf8'), `${lock.pid}\n`);
      if (lock.kind === 'json-file') {
        const record: unknown = JSON.parse(readFileSync(lock.path, 'utf8'));
        const host = lock.state === 'unknown' ? 'buildbox-7' : os.hostname();
        assert.partialDeepStrictEqual(record, { pid: lock.pid, host });
      }
    }
  });

  it('has no process with an index.lock open', { skip: !linux }, () => {
    for (const lock of demo.locks.filter(({ kind }) => kind === 'git-index')) {
      assert.deepEqual(openersOf(lock.path), [], lock.path);
    }
  });

  it('gave a reused pid away clearly after the lock was written', (test) => {
    const lock = demo.locks.find(isReused);
    if (lock === undefined) {
      test.skip('this machine does not let us decide who gets a number');
      return;
    }
    const started = startedAt(pidOf(lock));
    assert.ok(started !== null && started - lstatSync(lock.path).mtimeMs > 3000);
  });

  it('has a silence of more than 20 s on the killed heartbeat, and less than 6 s on the live one', () => {
    assert.ok(silence(path.join(folder, 'data/orders.json.lock')) > 20_000);
    assert.ok(silence(path.join(folder, 'config/settings.json.lock')) < 6000);
  });

  it('has manifests, one of them empty', () => {
    assert.equal(demo.manifests.length, 9);
    assert.equal(demo.manifests.filter((file) => lstatSync(file).size === 0).length, 1);
  });

  it('describes each lock in a line', () => {
    const lines = demo.describe().split('\n');
    for (const lock of demo.locks) assert.equal(lines.filter((line) => line.includes(path.relative(folder, lock.path))).length, 1);
  });

  // The last one, for it takes the demo down.
  it('stops, leaving no process and no file, and stops again', async () => {
    if (linux) assert.ok(workingIn(folder).length >= 5);
    await demo.stop();
    assert.deepEqual(linux ? workingIn(folder) : demo.pids.filter(isAlive), []);
    assert.deepEqual(readdirSync(folder), []);
    await demo.stop();
  });
});

describe('a demo that cannot start', () => {
  it('leaves what it found, and nothing else', async () => {
    const folder = freshFolder();
    writeFileSync(path.join(folder, 'shop'), 'in the way');
    await assert.rejects(startDemo(folder), { code: 'EEXIST' });
    assert.deepEqual(readdirSync(folder), ['shop']);
    rmSync(folder, { recursive: true });
  });
});

describe('compareWithDemo', () => {
  const demo = { locks: [{ path: '/a.lock', state: 'held' }, { path: '/b.lock', state: 'stale' }] } as const;

  it('finds nothing in the truth itself', () => {
    assert.deepEqual(compareWithDemo(demo.locks, demo), []);
  });

  it('finds what is missing, wrong, extra or listed twice', () => {
    const locks = [{ path: '/b.lock', state: 'suspect' }, { path: '/c.lock', state: 'held' }, { path: '/c.lock', state: 'held' }];
    assert.deepEqual(compareWithDemo(locks, demo), [
      { path: '/a.lock', problem: 'missing', expected: 'held', found: null },
      { path: '/b.lock', problem: 'wrong state', expected: 'stale', found: 'suspect' },
      { path: '/c.lock', problem: 'extra', expected: null, found: 'held' },
      { path: '/c.lock', problem: 'listed twice', expected: null, found: 'held' },
    ]);
  });
});

function isReused(lock: DemoLock): boolean {
  return lock.path.includes(`${path.sep}workers${path.sep}`);
}

function freshFolder(): string {
  return mkdtempSync(path.join(realpathSync(os.tmpdir()), 'lockscope-demo-'));
}

function silence(lockPath: string): number {
  return Date.now() - lstatSync(lockPath).mtimeMs;
}

function pidOf(lock: DemoLock): number {
  assert.ok(lock.pid !== null, lock.path);
  return lock.pid;
}
