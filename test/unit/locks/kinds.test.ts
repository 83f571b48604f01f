import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { builtInKinds } from '../../../src/locks/kinds/index.ts';
import { observed, siteOf } from './site.ts';

const gitDir = '/w/.git';

describe('git locks', () => {
  const kinds: Readonly<Record<string, readonly [string, string]>> = {
    'index.lock': ['git-index', 'index'],
    'HEAD.lock': ['git-head', 'HEAD'],
    'config.lock': ['git-config', 'config'],
    'config.worktree.lock': ['git-config', 'config.worktree'],
    'packed-refs.lock': ['git-packed-refs', 'packed-refs'],
    'shallow.lock': ['git-shallow', 'shallow'],
    'refs/heads/main.lock': ['git-ref', 'refs/heads/main'],
    'refs/heads/feature/index.lock': ['git-ref', 'refs/heads/feature/index'],
    'logs/refs/heads/main.lock': ['git-ref', 'logs/refs/heads/main'],
    'objects/maintenance.lock': ['git-other', 'objects/maintenance'],
  };
  for (const [within, [kind, resource]] of Object.entries(kinds)) {
    test(`${within} is ${kind} and protects ${resource}`, () => {
      const reading = builtInKinds.read(siteOf(observed(`${gitDir}/${within}`, ''), gitDir));
      assert.equal(reading?.kind, kind);
      assert.equal(reading?.resource, `${gitDir}/${resource}`);
      assert.equal(reading?.search, 'git');
    });
  }

  test('gc.pid names pid and host', () => {
    const reading = builtInKinds.read(siteOf(observed(`${gitDir}/gc.pid`, '6871 vm'), gitDir));
    assert.equal(reading?.kind, 'git-gc');
    assert.deepEqual(reading?.claim, { by: 'pid', pid: 6871, host: 'vm', hostIsGuess: false, mark: null });
  });

  test('~pid.lock names the holder of the lock beside it, and is no lock of its own', () => {
    const lock = observed(`${gitDir}/index.lock`, '', { bornAt: 1000, writtenAt: 1000 });
    const sidecar = observed(`${gitDir}/index~pid.lock`, 'pid 4312\n', { bornAt: 1001, writtenAt: 1001 });
    const reading = builtInKinds.read(siteOf(lock, gitDir, [sidecar]));
    assert.deepEqual(reading?.claim, { by: 'pid', pid: 4312, host: null, hostIsGuess: false, mark: null });
    assert.deepEqual(reading?.companions, [sidecar.path]);
    assert.equal(builtInKinds.read(siteOf(sidecar, gitDir, [lock])), null);
    assert.equal(builtInKinds.read(siteOf(sidecar, gitDir)), null);
  });

  test('a ~pid.lock older than its lock was left by a former holder, says nothing, and goes along', () => {
    const lock = observed(`${gitDir}/index.lock`, '', { bornAt: 5000, writtenAt: 5000 });
    const orphan = observed(`${gitDir}/index~pid.lock`, 'pid 4312\n', { bornAt: 1000, writtenAt: 1000 });
    const reading = builtInKinds.read(siteOf(lock, gitDir, [orphan]));
    assert.deepEqual(reading?.claim, { by: 'nobody' });
    assert.deepEqual(reading?.companions, [orphan.path]);
  });

  test('next-index-N.lock names the holder of index.lock, and stands alone only without one', () => {
    const lock = observed(`${gitDir}/index.lock`, '');
    const next = observed(`${gitDir}/next-index-4312.lock`, 'DIRC', { bornAt: 1002, writtenAt: 1002 });
    assert.deepEqual(builtInKinds.read(siteOf(lock, gitDir, [next]))?.claim, { by: 'pid', pid: 4312, host: null, hostIsGuess: false, mark: null });
    assert.equal(builtInKinds.read(siteOf(next, gitDir, [lock])), null);
    assert.deepEqual(builtInKinds.read(siteOf(next, gitDir))?.claim, { by: 'pid', pid: 4312, host: null, hostIsGuess: false, mark: null });
  });

  test('a manifest in the working tree is none of git and no lock', () => {
    assert.equal(builtInKinds.read(siteOf(observed('/w/yarn.lock', ''))), null);
  });
});

describe('folder locks', () => {
  test('an empty folder whose time was set since mkdir is a proper-lockfile lock with a heartbeat', () => {
    const reading = builtInKinds.read(siteOf(observed('/w/a.json.lock', [], { bornAt: 1000, writtenAt: 6000 })));
    assert.equal(reading?.kind, 'proper-lockfile');
    assert.equal(reading?.resource, '/w/a.json');
    assert.equal(reading?.heartbeat?.renewed, true);
  });

  test('an empty folder that touch, or a file inside, has changed is none of proper-lockfile', () => {
    const { identity, ...rest } = observed('/w/a.lock', [], { bornAt: 1000, writtenAt: 6000 });
    const touched = { ...rest, identity: { ...identity, mtimeNs: identity.mtimeNs + 345_678n } };
    assert.equal(builtInKinds.read(siteOf(touched))?.kind, 'folder');
  });

  test('an untouched empty folder may be of a script that renews nothing', () => {
    const reading = builtInKinds.read(siteOf(observed('/w/a.lock', [], { bornAt: 1000, writtenAt: 1000 })));
    assert.equal(reading?.kind, 'folder');
    assert.equal(reading?.heartbeat?.renewed, false);
    assert.equal(reading?.search, null);
  });

  test('where the file system keeps no birth, no renewal is told', () => {
    assert.equal(builtInKinds.read(siteOf(observed('/w/a.lock', [], { bornAt: null, writtenAt: 9000 })))?.kind, 'folder');
  });

  test('a pid file inside names the holder', () => {
    const inside = observed('/w/a.lock/pid', '4312\n');
    const reading = builtInKinds.read(siteOf(observed('/w/a.lock', ['pid']), null, [inside]));
    assert.deepEqual(reading?.claim, { by: 'pid', pid: 4312, host: null, hostIsGuess: false, mark: null });
  });

  test('a folder full of data, or of a known manifest, is no lock', () => {
    assert.equal(builtInKinds.read(siteOf(observed('/w/a.lock', 'abcdefghij'.split('')))), null);
    assert.equal(builtInKinds.read(siteOf(observed('/w/dune.lock', ['lock.dune']))), null);
  });
});

describe('lock files', () => {
  test('content decides what kind it is', () => {
    assert.equal(builtInKinds.read(siteOf(observed('/w/a.lock', '4312\n')))?.kind, 'pid-file');
    assert.equal(builtInKinds.read(siteOf(observed('/w/a.lock', '')))?.kind, 'file');
    assert.equal(builtInKinds.read(siteOf(observed('/w/a.lock', 'node 1.2.3\nnpm 2.3.4\n'))), null);
  });

  test('a known manifest is no lock, whatever it says', () => {
    for (const content of ['4312', '', '3\nleft-pad 1.0.0\n']) assert.equal(builtInKinds.read(siteOf(observed('/w/yarn.lock', content))), null);
  });

  test('what is not called like a lock is none, whatever it says and wherever it stands', () => {
    assert.equal(builtInKinds.read(siteOf(observed('/w/version.txt', '20240'))), null);
    assert.equal(builtInKinds.read(siteOf(observed('/w/.git/HEAD', 'ref: refs/heads/main\n'), '/w/.git')), null);
    assert.equal(builtInKinds.read(siteOf(observed('/w/.git/refs', ['heads']), '/w/.git')), null);
  });

  test('.pid and .lck count only when they name a pid', () => {
    assert.equal(builtInKinds.read(siteOf(observed('/w/server.pid', '4312')))?.resource, '/w/server');
    assert.equal(builtInKinds.read(siteOf(observed('/w/server.pid', ''))), null);
    assert.equal(builtInKinds.read(siteOf(observed('/w/db.lck', 'x'))), null);
  });

  test('.lock alone protects its folder', () => assert.equal(builtInKinds.read(siteOf(observed('/w/.venv/.lock', '')))?.resource, '/w/.venv'));

  test('what cannot be read, dangles or is half-written is an entry; what is special or huge is none', () => {
    assert.equal(builtInKinds.read(siteOf(observed('/w/a.lock', { type: 'unreadable', reason: 'EACCES' })))?.claim.by, 'garbled');
    assert.equal(builtInKinds.read(siteOf(observed('/w/a.lock', { type: 'symlink', target: 'nowhere' })))?.kind, 'file');
    assert.equal(builtInKinds.read(siteOf(observed('/w/a.lock', '{"pid":1')))?.claim.by, 'garbled');
    assert.equal(builtInKinds.read(siteOf(observed('/w/a.lock', { type: 'special', what: 'fifo' }))), null);
    assert.equal(builtInKinds.read(siteOf(observed('/w/a.lock', { type: 'file', head: new Uint8Array(65536), whole: false }))), null);
  });
});

describe('mayBeLock', () => {
  for (const name of ['index.lock', 'gc.pid', 'a.lck', '.lock', 'Cargo.lock']) test(`${name} is worth a look`, () => assert.ok(builtInKinds.mayBe(name, '/w')));
  for (const name of ['package.json', 'clock', 'a.lock.txt', 'block']) test(`${name} is not`, () => assert.ok(!builtInKinds.mayBe(name, '/w')));
});
