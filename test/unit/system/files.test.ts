import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, openSync, closeSync, ftruncateSync, realpathSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import type { Artifact, Observation } from '../../../src/locks/observation.ts';
import { sameIdentity } from '../../../src/locks/observation.ts';
import { entryLimit, headLimit, observe } from '../../../src/system/files.ts';

const room = realpathSync(mkdtempSync(path.join(tmpdir(), 'lockscope-files-')));
after(() => rmSync(room, { recursive: true, force: true }));

const windows = process.platform === 'win32' && 'there are none on Windows';
const isRoot = process.getuid?.() === 0;

function at(name: string): string {
  return path.join(room, name);
}

function see(file: string): Observation {
  const seen = observe(file);
  assert.ok(seen !== null, `${file} was not seen`);
  return seen;
}

function artifactAt(file: string): Artifact {
  return see(file).artifact;
}

/** Runs something as a user that permissions bind. */
function unprivileged<T>(act: () => T): T {
  if (!isRoot) return act();
  process.seteuid?.(65534);
  try {
    return act();
  } finally {
    process.seteuid?.(0);
  }
}

describe('observe: files', () => {
  test('a small file is read whole, with its times and owner', () => {
    const file = at('small.lock');
    writeFileSync(file, 'pid 42\n');
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    const seen = see(file);
    assert.ok(seen.artifact.type === 'file');
    assert.equal(Buffer.from(seen.artifact.head).toString(), 'pid 42\n');
    assert.equal(seen.artifact.whole, true);
    assert.equal(seen.writtenAt, 1_700_000_000_000);
    assert.equal(seen.uid, process.getuid?.() ?? -1);
    assert.equal(seen.identity.size, 7n);
  });

  test('an empty file is whole', () => {
    const file = at('empty.lock');
    writeFileSync(file, '');
    assert.deepEqual(artifactAt(file), { type: 'file', head: new Uint8Array(0), whole: true });
  });

  for (const [size, whole] of [[headLimit - 1, true], [headLimit, true], [headLimit + 1, false]] as const) {
    test(`a file of ${size} bytes is ${whole ? '' : 'not '}whole`, () => {
      const file = at(`size-${size}.lock`);
      writeFileSync(file, Buffer.alloc(size, 1));
      const artifact = artifactAt(file);
      assert.ok(artifact.type === 'file');
      assert.equal(artifact.whole, whole);
      assert.equal(artifact.head.length, Math.min(size, headLimit));
    });
  }

  test('of a file of 2 GB only the head is read', () => {
    const file = at('huge.lock');
    const descriptor = openSync(file, 'w');
    ftruncateSync(descriptor, 2 ** 31);
    closeSync(descriptor);
    const before = process.memoryUsage.rss();
    const seen = see(file);
    assert.ok(seen.artifact.type === 'file');
    assert.equal(seen.artifact.head.length, headLimit);
    assert.equal(seen.identity.size, 2n ** 31n);
    assert.ok(process.memoryUsage.rss() - before < 100 * 2 ** 20);
  });

  test('newlines and a name that is not English are ordinary names', () => {
    const file = at('zwei\nZeilen \u{1f512}.lock');
    writeFileSync(file, 'x');
    assert.equal(artifactAt(file).type, 'file');
  });

  test('an unreadable file keeps its identity and says why', { skip: windows }, () => {
    const file = at('secret.lock');
    writeFileSync(file, 'token');
    chmodSync(room, 0o755);
    chmodSync(file, 0);
    const seen = unprivileged(() => see(file));
    assert.deepEqual(seen.artifact, { type: 'unreadable', reason: 'EACCES' });
    assert.equal(seen.identity.size, 5n);
  });
});

describe('observe: folders and links', () => {
  test('a folder gives its names, sorted', () => {
    const folder = at('folder.lock');
    mkdirSync(folder);
    for (const name of ['b', 'a', 'c']) writeFileSync(path.join(folder, name), '');
    assert.deepEqual(artifactAt(folder), { type: 'folder', entries: ['a', 'b', 'c'] });
  });

  test('of a crowded folder only so many names are read', () => {
    const folder = at('crowd.lock');
    mkdirSync(folder);
    for (let i = 0; i < entryLimit + 50; i++) writeFileSync(path.join(folder, `${i}`), '');
    const artifact = artifactAt(folder);
    assert.ok(artifact.type === 'folder');
    assert.equal(artifact.entries.length, entryLimit);
  });

  test('an unreadable folder says why', { skip: windows }, (t) => {
    const folder = at('shut.lock');
    mkdirSync(folder, { mode: 0 });
    t.after(() => chmodSync(folder, 0o700));
    assert.deepEqual(unprivileged(() => artifactAt(folder)), { type: 'unreadable', reason: 'EACCES' });
  });

  test('what lies in a folder that may not be searched is not seen', { skip: windows }, (t) => {
    const folder = at('dark');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'a.lock'), '');
    chmodSync(folder, 0o600);
    t.after(() => chmodSync(folder, 0o700));
    assert.equal(unprivileged(() => observe(path.join(folder, 'a.lock'))), null);
  });

  test('a dangling symlink is a link, and its target is not looked for', () => {
    symlinkSync('host.example:4711', at('dangling.lock'));
    assert.deepEqual(artifactAt(at('dangling.lock')), { type: 'symlink', target: 'host.example:4711' });
  });

  test('a symlink to a file is a link', () => {
    writeFileSync(at('target'), 'content');
    symlinkSync('target', at('link.lock'));
    assert.deepEqual(artifactAt(at('link.lock')), { type: 'symlink', target: 'target' });
  });

  test('a loop of links is a link; below it there is nothing', () => {
    symlinkSync('loop-b.lock', at('loop-a.lock'));
    symlinkSync('loop-a.lock', at('loop-b.lock'));
    assert.deepEqual(artifactAt(at('loop-a.lock')), { type: 'symlink', target: 'loop-b.lock' });
    assert.equal(observe(path.join(at('loop-a.lock'), 'x.lock')), null);
  });

  test('targets that are not UTF-8 are told apart', { skip: process.platform !== 'linux' && 'needs byte names' }, () => {
    symlinkSync(Buffer.from([0x61, 0xfe]), at('bytes-1.lock'));
    symlinkSync(Buffer.from([0x61, 0xff]), at('bytes-2.lock'));
    assert.notEqual(see(at('bytes-1.lock')).identity.contentHash, see(at('bytes-2.lock')).identity.contentHash);
  });
});

describe('observe: what must not be opened', () => {
  test('a FIFO', { skip: windows, timeout: 5000 }, () => {
    execFileSync('mkfifo', [at('fifo.lock')]);
    assert.deepEqual(artifactAt(at('fifo.lock')), { type: 'special', what: 'fifo' });
  });

  test('a socket', { skip: windows }, async () => {
    const server = createServer().listen(at('socket.lock'));
    await once(server, 'listening');
    assert.deepEqual(artifactAt(at('socket.lock')), { type: 'special', what: 'socket' });
    server.close();
    await once(server, 'close');
  });

  test('a device', { skip: windows }, () => {
    assert.deepEqual(artifactAt('/dev/null'), { type: 'special', what: 'device' });
  });

  test('a device made in the workspace', { skip: !isRoot && 'only root makes devices' }, (t) => {
    try {
      execFileSync('mknod', [at('device.lock'), 'c', '1', '5'], { stdio: 'pipe' });
    } catch {
      t.skip('this system makes no devices, not even for root');
      return;
    }
    assert.deepEqual(artifactAt(at('device.lock')), { type: 'special', what: 'device' });
  });
});

describe('observe: gone', () => {
  test('nothing there', () => assert.equal(observe(at('absent.lock')), null));
  test('a parent that is a file', () => {
    writeFileSync(at('plain'), '');
    assert.equal(observe(path.join(at('plain'), 'x.lock')), null);
  });
  test('a name that is too long', () => assert.equal(observe(at('x'.repeat(5000))), null));
  test('a name that no system knows', () => assert.equal(observe(`${at('x')}\0y`), null));
});

describe('observe: identity', () => {
  test('two looks agree', () => {
    writeFileSync(at('same.lock'), '1');
    assert.ok(sameIdentity(see(at('same.lock')).identity, see(at('same.lock')).identity));
  });

  test('it survives being moved, which changes the ctime', () => {
    writeFileSync(at('moved.lock'), '1');
    const before = see(at('moved.lock')).identity;
    renameSync(at('moved.lock'), at('moved-away'));
    assert.ok(sameIdentity(before, see(at('moved-away')).identity));
  });

  test('a successor with the same content is another lock', () => {
    const file = at('again.lock');
    for (let round = 0; round < 50; round++) {
      writeFileSync(file, 'same');
      const first = see(file).identity;
      rmSync(file);
      writeFileSync(file, 'same');
      assert.ok(!sameIdentity(first, see(file).identity) || first.mtimeNs === see(file).identity.mtimeNs);
      rmSync(file);
    }
  });

  test('other content of the same size and time is another lock', () => {
    const file = at('edited.lock');
    writeFileSync(file, 'a');
    utimesSync(file, 1000, 1000);
    const first = see(file).identity;
    writeFileSync(file, 'b');
    utimesSync(file, 1000, 1000);
    assert.ok(!sameIdentity(first, see(file).identity));
  });

  test('a file system without births gives none', { skip: process.platform !== 'linux' && 'needs /proc' }, () => {
    const seen = see('/proc/version');
    assert.equal(seen.identity.birthtimeNs, null);
    assert.equal(seen.bornAt, null);
  });

  test('a newborn has its birth where the file system keeps births', () => {
    writeFileSync(at('newborn.lock'), '');
    const seen = see(at('newborn.lock'));
    if (seen.bornAt !== null) assert.ok(Math.abs(seen.bornAt - seen.writtenAt) < 1000);
  });
});
