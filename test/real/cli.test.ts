// The built command line, run as its users run it.
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { before, describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { LockReport } from '../../src/locks/report.ts';
import { cli, CommandPlace } from './demo/command-place.ts';
import { makeRepo } from './demo/git-repo.ts';

class Place extends CommandPlace {
  write(name: string, content: string): string {
    mkdirSync(path.dirname(this.at(name)), { recursive: true });
    writeFileSync(this.at(name), content);
    return this.at(name);
  }

  run(...args: readonly string[]): { code: number | null; out: string; err: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: this.folder, env: this.env, encoding: 'utf8', timeout: 60_000 });
    return { code: status, out: stdout, err: stderr };
  }

  list(...args: readonly string[]): LockReport[] {
    const { code, out, err } = this.run('ls', '--json', ...args);
    assert.equal(code, 0, err);
    const value: LockReport[] = JSON.parse(out);
    return value;
  }
}

/** A process that lives until the test is over. */
function sleeper(t: TestContext): ChildProcess & { readonly pid: number } {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  const { pid } = child;
  return pid === undefined ? assert.fail('sleep did not start') : Object.assign(child, { pid });
}

/** A place where a breaker was killed after it had taken the lock, and before that was on record. */
function placeWithBreakCutShort(t: TestContext): { readonly place: Place; readonly at: string } {
  const actor = fileURLToPath(new URL('breaking/actor.ts', import.meta.url));
  // The first steps only prepare.
  for (let step = 6; step < 60; step++) {
    const place = new Place(t);
    const at = place.write('a.lock', `${deadPid()}\n`);
    const orders = JSON.stringify({ exchange: true, companions: [], endsByRename: false, meanwhile: null });
    const { signal } = spawnSync(process.execPath, [actor, 'break', at, place.env['LOCKSCOPE_STATE_DIR'] ?? '', String(step), orders]);
    // What stands in for it is a folder; where there is no exchange, nothing does.
    if (signal === 'SIGKILL' && lstatSync(at, { throwIfNoEntry: false })?.isFile() !== true) return { place, at };
  }
  return assert.fail('at no step the lock was taken');
}

const deadPid = (): number => spawnSync('true').pid;

describe('lockscope', () => {
  before(() => assert.ok(existsSync(cli), 'dist/cli.mjs is not there; run "npm run build" first'));

  describe('ls', () => {
    it('prints what the contract says of each lock', (t) => {
      const place = new Place(t);
      const child = sleeper(t);
      const at = place.write('a/job.lock', `${child.pid}\n`);
      const [lock, ...rest] = place.list();
      assert.deepEqual(rest, []);
      assert.equal(lock?.path, at);
      assert.equal(lock?.resource, place.at('a/job'));
      assert.equal(lock?.state, 'held');
      assert.equal(lock?.breaking, 'remove');
      assert.deepEqual(lock?.waiters, []);
      assert.equal(lock?.holder?.pid, child.pid);
      assert.equal(lock?.holder?.command, 'sleep 600');
      assert.ok(Math.abs(Date.parse(lock?.acquiredAt ?? '') - lstatSync(at).birthtimeMs) < 2);
      assert.ok((lock?.ageMs ?? -1) >= 0);
      assert.deepEqual(Object.keys(lock?.evidence[0] ?? {}), ['code', 'supports', 'message']);
    });

    it('says that nothing is locked, in words and as an empty array', (t) => {
      const place = new Place(t);
      assert.match(place.run('ls').out, /^Nothing is locked/);
      assert.deepEqual(place.list(), []);
    });

    it('takes several folders, nested and repeated, and lists each lock once', (t) => {
      const place = new Place(t);
      place.write('a/b/x.lock', '');
      assert.equal(place.list('a', 'a/b', '.', place.folder).length, 1);
    });

    it('refuses a folder that is none', (t) => {
      const place = new Place(t);
      place.write('file', '');
      for (const wrong of ['nowhere', 'file']) {
        const { code, err, out } = place.run('ls', wrong);
        assert.deepEqual([code, out], [2, '']);
        assert.match(err, /is not a folder/);
      }
    });

    it('survives everything that may be called a lock', async (t) => {
      const place = new Place(t);
      spawnSync('mkfifo', [place.at('fifo.lock')]);
      const server = createServer().listen(place.at('socket.lock'));
      t.after(() => server.close());
      await new Promise((resolve) => server.once('listening', resolve));
      if (process.getuid?.() === 0) spawnSync('mknod', [place.at('device.lock'), 'c', '1', '5']);
      place.write('huge.lock', '');
      truncateSync(place.at('huge.lock'), 2 ** 31);
      symlinkSync('loop.lock', place.at('loop.lock'));
      symlinkSync('nowhere', place.at('dangling.lock'));
      symlinkSync('..', place.at('up'));
      place.write('half.lock', '{"pid":12');
      place.write('new\nline.lock', `${deadPid()}`);
      writeFileSync(Buffer.concat([Buffer.from(`${place.folder}/`), Buffer.from([0xff, 0xfe]), Buffer.from('.lock')]), '');
      chmodSync(place.write('secret.lock', '1'), 0);
      mkdirSync(place.at('closed'));
      chmodSync(place.at('closed'), 0);
      const { code, out } = place.run('ls');
      assert.equal(code, 0);
      assert.match(out, /new\\x0aline\.lock/);
      const states = Object.fromEntries(place.list().map((lock) => [path.basename(lock.path), lock.state]));
      // Root can read it, others cannot; it is an entry either way.
      const { 'secret.lock': secret, ...others } = states;
      assert.ok(secret !== undefined);
      assert.deepEqual(others, { 'dangling.lock': 'unknown', 'half.lock': 'unknown', 'loop.lock': 'unknown', 'new\nline.lock': 'stale' });
    });

    it('ends quietly when its reader has seen enough', (t) => {
      const place = new Place(t);
      for (let i = 0; i < 2000; i++) place.write(`${i}.lock`, '');
      const { status, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${cli}" ls --json | head -n 1`], { cwd: place.folder, encoding: 'utf8' });
      assert.deepEqual([status, stderr], [0, '']);
    });

    it('writes no escape codes into a pipe', (t) => {
      const place = new Place(t);
      place.write('a.lock', '');
      assert.ok(!place.run('ls').out.includes('\u001B'));
    });
  });

  describe('break and undo', () => {
    it('who comes a moment later is told who was first, and how to undo that', (t) => {
      const place = new Place(t);
      place.write('a.lock', `${deadPid()}`);
      const first: { undoId: string } = JSON.parse(place.run('break', 'a.lock', '--json').out);
      const { code, out } = place.run('break', 'a.lock', '--json');
      const second: { outcome: string; undoId: string } = JSON.parse(out);
      assert.deepEqual([code, second.outcome, second.undoId], [4, 'broken-elsewhere', first.undoId]);
      assert.equal(place.run('undo', first.undoId).code, 0);
      assert.equal(place.run('break', 'never-was.lock').code, 2);
    });

    it('completes first what a crash has cut short, says so, and lets it be undone', (t) => {
      const { place, at } = placeWithBreakCutShort(t);
      const { code, out, err } = place.run('break', 'a.lock', '--json');
      assert.match(err, /^lockscope: a break of .*a\.lock that was cut short has been completed\.\n$/);
      const { outcome, undoId }: { outcome: string; undoId: string } = JSON.parse(out);
      assert.deepEqual([code, outcome, existsSync(at)], [4, 'broken-elsewhere', false]);
      const undone = place.run('undo', undoId);
      assert.deepEqual([undone.code, undone.err], [0, '']);
      assert.ok(lstatSync(at).isFile());
    });

    it('does so before an undo as well', (t) => {
      const { place, at } = placeWithBreakCutShort(t);
      const other = place.write('b.lock', `${deadPid()}`);
      const { err } = place.run('undo', '000000000-00000');
      assert.match(err, /a\.lock that was cut short has been completed/);
      assert.deepEqual([existsSync(at), existsSync(other)], [false, true]);
    });

    it('journal tells of each act, and scripts get it as data', (t) => {
      const place = new Place(t);
      assert.match(place.run('journal').out, /Nothing was done/);
      assert.deepEqual(JSON.parse(place.run('journal', '--json').out), []);
      place.write('a.lock', `${deadPid()}`);
      place.write('b.lock', `${process.pid}`);
      const { undoId }: { undoId: string } = JSON.parse(place.run('break', 'a.lock', '--json').out);
      place.run('break', 'b.lock');
      place.run('undo', undoId);
      const acts: readonly { event: string; path: string; why: string | null; undoId: string | null; evidence: readonly object[] }[] = JSON.parse(place.run('journal', '--json').out);
      assert.deepEqual(acts.map(({ event, why }) => [event, why]), [['broken', null], ['refused', 'not-stale'], ['undone', null]]);
      assert.equal(acts[0]?.undoId, undoId);
      assert.ok(acts.every(({ evidence }) => evidence.length > 0));
      assert.match(place.run('journal').out, /broken .*a\.lock.*\n.*refused \(not-stale\) .*b\.lock.*\n.*undone /);
      assert.equal(place.run('journal', 'surplus').code, 2);
    });

    it('moves a stale lock away and brings the very same back', (t) => {
      const place = new Place(t);
      const at = place.write('a.lock', `${deadPid()}\n`);
      const inode = lstatSync(at).ino;
      const broken = place.run('break', 'a.lock', '--json');
      assert.equal(broken.code, 0, broken.err);
      const { undoId }: { undoId: string } = JSON.parse(broken.out);
      assert.ok(!existsSync(at));
      assert.equal(place.run('undo', undoId).code, 0);
      assert.equal(lstatSync(at).ino, inode);
      assert.equal(place.run('undo', undoId).code, 4);
    });

    it('prints the id with which it is undone', (t) => {
      const place = new Place(t);
      place.write('a.lock', `${deadPid()}`);
      const id = /lockscope undo (\S+)/.exec(place.run('break', 'a.lock').out)?.[1];
      assert.equal(place.run('undo', id ?? '').code, 0);
    });

    it('refuses what is held or not proven stale with 3, and obeys force', (t) => {
      const place = new Place(t);
      const held = place.write('held.lock', `${sleeper(t).pid}`);
      const unknown = place.write('unknown.lock', '');
      for (const at of [held, unknown]) {
        const refused = place.run('break', at);
        assert.equal(refused.code, 3, refused.out + refused.err);
        assert.ok(existsSync(at));
        assert.equal(place.run('break', at, '--force').code, 0);
        assert.ok(!existsSync(at));
      }
    });

    it('never breaks a manifest or what is no lock: 5', (t) => {
      const place = new Place(t);
      for (const at of [place.write('Cargo.lock', '# generated\nversion = 4\n'), place.write('notes.txt', 'x')]) {
        assert.equal(place.run('break', at, '--force').code, 5);
        assert.ok(existsSync(at));
      }
    });

    it('never overwrites a new lock when undoing', (t) => {
      const place = new Place(t);
      const at = place.write('a.lock', `${deadPid()}`);
      const { undoId }: { undoId: string } = JSON.parse(place.run('break', 'a.lock', '--json').out);
      writeFileSync(at, 'new');
      assert.equal(place.run('undo', undoId).code, 4);
      assert.equal(readFileSync(at, 'utf8'), 'new');
    });

    it('breaks the link, not its target', (t) => {
      const place = new Place(t);
      const target = place.write('target', 'data');
      symlinkSync('target', place.at('a.lock'));
      assert.equal(place.run('break', 'a.lock', '--force').code, 0);
      assert.equal(readFileSync(target, 'utf8'), 'data');
      assert.ok(!readdirSync(place.folder).includes('a.lock'));
    });

    it('frees a git repository whose git was killed', async (t) => {
      const place = new Place(t);
      const repo = await makeRepo(place.at('repo'));
      writeFileSync(path.join(repo, '.git', 'index.lock'), '');
      const add = (): number | null => spawnSync('git', ['add', '.'], { cwd: repo }).status;
      writeFileSync(path.join(repo, 'new.txt'), '');
      assert.notEqual(add(), 0);
      assert.equal(place.run('break', 'repo/.git/index.lock').code, 3);
      assert.equal(place.run('break', 'repo/.git/index.lock', '--force').code, 0);
      assert.equal(add(), 0);
    });
  });

  describe('bad use', () => {
    const uses: readonly (readonly string[])[] = [[], ['fly'], ['ls', '--fly'], ['break'], ['break', 'a', 'b'], ['explain', 'nowhere'], ['undo', 'nonsense'], ['toString']];
    for (const use of uses) {
      it(`${JSON.stringify(use)} ends with 2 and says why`, (t) => {
        const { code, out, err } = new Place(t).run(...use);
        assert.equal(code, 2);
        assert.match(use.length === 0 ? out : err, /\w/);
        assert.ok(!err.includes('    at '), err);
      });
    }
  });

  it('explains a lock in words and as JSON', (t) => {
    const place = new Place(t);
    place.write('a.lock', `${deadPid()}`);
    assert.match(place.run('explain', 'a.lock').out, /which is not running[\s\S]*can be undone/);
    const report: LockReport = JSON.parse(place.run('explain', 'a.lock', '--json').out);
    assert.equal(report.state, 'stale');
  });

  it('tells its version and its help', (t) => {
    const place = new Place(t);
    assert.match(place.run('--version').out, /^\d+\.\d+\.\d+\n$/);
    assert.match(place.run('--help').out, /Exit codes/);
  });

  it('watches: appeared, changed, released and broken, one JSON object a line', async (t) => {
    const place = new Place(t);
    const child = sleeper(t);
    const watching = spawn(process.execPath, [cli, 'watch', '--json'], { cwd: place.folder, env: place.env, stdio: ['ignore', 'pipe', 'inherit'] });
    t.after(() => watching.kill());
    const lines = createInterface(watching.stdout)[Symbol.asyncIterator]();
    const next = async (): Promise<{ event: string; at: number; path: string; state: string }> => JSON.parse(String((await lines.next()).value));
    // Made before or after watching begins: either way it appears.
    const at = place.write('a.lock', `${child.pid}`);
    const appeared = await next();
    assert.deepEqual([appeared.event, appeared.path, appeared.state], ['appeared', at, 'held']);
    assert.ok(Math.abs(appeared.at - Date.now()) < 60_000);
    child.kill('SIGKILL');
    const changed = await next();
    assert.deepEqual([changed.event, changed.state], ['changed', 'stale']);
    assert.equal(place.run('break', 'a.lock').code, 0);
    assert.equal((await next()).event, 'broken');
    place.write('b.lock', `${deadPid()}`);
    assert.equal((await next()).event, 'appeared');
    spawnSync('rm', [place.at('b.lock')]);
    assert.equal((await next()).event, 'released');
  });
});
