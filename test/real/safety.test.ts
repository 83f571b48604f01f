// What an adversary found: live locks that were called stale, and look-alikes that were listed. More in safety/.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { describe, test, type TestContext } from 'node:test';
import { breakLock } from '../../src/breaking/break-lock.ts';
import { breakServices } from '../../src/breaking/services.ts';
import { inspectLock, listLocks, type BreakOutcome, type Lock } from '../../src/core.ts';
import { waitFor } from './demo/wait.ts';
import { brief, deadPid, Place } from './safety/place.ts';

/** Reads what only Linux tells of its processes. */
const skip = process.platform === 'linux' ? false : 'reads /proc';

/** A process that lives until the test is over. */
function sleeper(t: TestContext): number {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  return child.pid ?? assert.fail('sleep did not start');
}

/** This machine by another name that begins like its own. */
const longerName = os.hostname().includes('.') ? (os.hostname().split('.')[0] ?? '') : `${os.hostname()}.other.example`;

describe('a dead pid with a host', () => {
  const others: Readonly<Record<string, (pid: number) => string>> = {
    'that is an address': (pid) => JSON.stringify({ pid, host: '10.0.0.5' }),
    'that is an address of IPv6': (pid) => JSON.stringify({ pid, host: 'fe80::1' }),
    'of letters beyond ASCII': (pid) => JSON.stringify({ pid, hostname: 'münchen' }),
    'of several words': (pid) => JSON.stringify({ pid, hostname: 'Johns MacBook Pro' }),
    'in an assignment': (pid) => `pid=${pid} host=10.0.0.5`,
    'on a line of its own': (pid) => `${pid}\n10.0.0.5\n`,
    ...Object.fromEntries(
      ['nodeName', 'node', 'computer', 'machineName', 'server', 'ip', 'fqdn', 'address'].map((key) => [`by the key ${key}`, (pid: number) => JSON.stringify({ pid, [key]: 'elsewhere' })]),
    ),
    'of the same first label': (pid) => JSON.stringify({ pid, host: longerName }),
  };
  for (const [what, content] of Object.entries(others)) {
    test(`${what} is nothing that is known here`, (t) => {
      const place = new Place(t);
      place.write('a.lock', content(deadPid()));
      assert.equal(place.judged('a.lock'), 'unknown other-host');
    });
  }

  test('that is this one is stale', (t) => {
    const place = new Place(t);
    place.write('a.lock', JSON.stringify({ pid: deadPid(), host: os.hostname() }));
    assert.equal(place.judged('a.lock'), 'stale pid-dead');
  });
});

test('a live pid with a host of the same first label is held', (t) => {
  const place = new Place(t);
  place.write('a.lock', JSON.stringify({ pid: sleeper(t), host: longerName }));
  assert.equal(place.judged('a.lock'), 'held pid-alive');
});

describe('a folder lock whose pid file is written anew', { skip }, () => {
  /** Breaks a lock without force. */
  const breakIt = (place: Place, lock: Lock): Promise<BreakOutcome> =>
    breakLock({ lock, force: false }, breakServices(place.at('state'), (lockPath) => Promise.resolve(inspectLock(lockPath))));

  test('is held by who wrote into it, and not broken', async (t) => {
    const place = new Place(t);
    place.write('job.lock/pid', `${deadPid()}\n`);
    const folder = place.at('job.lock');
    const shown = inspectLock(folder) ?? assert.fail('no lock');
    assert.equal(brief(shown), 'stale pid-dead');
    const { birthtimeMs } = statSync(folder);
    await waitFor(() => Date.now() - birthtimeMs > 3500, 'a start to be told from the making of the folder');
    const holder = await place.bash('echo $$ > "$1"; echo taken; read -r _; true', place.at('job.lock', 'pid'));
    const now = inspectLock(folder) ?? assert.fail('no lock');
    assert.equal(brief(now), 'held pid-alive');
    assert.equal(now.holder?.pid, holder.pid);
    assert.equal((await breakIt(place, now)).is, 'refused');
    assert.equal((await breakIt(place, shown)).is, 'changed');
    assert.equal(readFileSync(place.at('job.lock', 'pid'), 'utf8').trim(), String(holder.pid));
  });

  test('nor when it is taken over between the last look and the move', async (t) => {
    const place = new Place(t);
    place.write('job.lock/pid', `${deadPid()}\n`);
    const shown = inspectLock(place.at('job.lock')) ?? assert.fail('no lock');
    const services = breakServices(place.at('state'), (lockPath) => {
      const lock = inspectLock(lockPath);
      writeFileSync(place.at('job.lock', 'pid'), `${process.pid}\n`);
      return Promise.resolve(lock);
    });
    assert.equal((await breakLock({ lock: shown, force: false }, services)).is, 'changed');
    assert.equal(readFileSync(place.at('job.lock', 'pid'), 'utf8').trim(), String(process.pid));
  });
});

describe('marks that differ while the process lives', { skip }, () => {
  const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  const other = '0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff';
  const soft = (pid: number, boot: string, ticks: string): string => `${pid}\n${os.hostname()}\n${(BigInt(`0x${boot.replaceAll('-', '')}`) << 64n) | BigInt(ticks)}\n`;
  const ticksOf = (pid: number): string => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? assert.fail('no start');

  test('are its own where they fit', (t) => {
    const place = new Place(t);
    const pid = sleeper(t);
    place.write('a.lock', soft(pid, bootId(), ticksOf(pid)));
    assert.equal(place.judged('a.lock'), 'held pid-alive');
  });

  test('prove nothing where ticks count differently', (t) => {
    const place = new Place(t);
    const pid = sleeper(t);
    place.write('a.lock', soft(pid, bootId(), String(Number(ticksOf(pid)) + 10_000_000)));
    assert.equal(place.judged('a.lock'), 'unknown pid-start-unclear');
  });

  test('nor where a container goes by a boot of its own', (t) => {
    const place = new Place(t);
    const pid = sleeper(t);
    place.write('soft.lock', soft(pid, other, ticksOf(pid)));
    place.write('qt.lock', `${pid}\nprogram\n${os.hostname()}\n${'0'.repeat(32)}\n${other}\n`);
    for (const { verdict, kind } of listLocks([place.folder])) assert.equal(verdict.state, 'held', kind);
  });
});

describe('what helps a holder', { skip }, () => {
  test('is not the holder: its end leaves the lock in doubt', async (t) => {
    const place = new Place(t);
    const inventory = await place.watch(t, [{ name: 'Busy', pattern: '*.busy' }]);
    const script = 'sh -c "read -r _" > "$1"; read -r _; rm "$1"';
    const holder = place.crew.start({ command: 'bash', args: ['-c', script, 'bash', place.at('a.busy')], cwd: place.folder });
    assert.equal(await place.finds(inventory, 'a.busy', 'open'), 'held open');
    holder.tell('helper, end');
    assert.equal(await place.finds(inventory, 'a.busy', 'creator-gone'), 'suspect creator-gone');
    assert.deepEqual(place.told.filter((line) => line.includes('stale')), []);
    assert.ok(!holder.hasEnded && existsSync(place.at('a.busy')));
  });
});

describe('data by the name of a lock', () => {
  test('is none of ours', (t) => {
    const place = new Place(t);
    const database = new DatabaseSync(place.at('app.lock'));
    database.exec('create table a (b)');
    database.close();
    place.write('results.lock/pid', `${deadPid()}\n`);
    place.write('results.lock/results.csv', 'a,b\n');
    place.write('full.lock/report.txt', 'text\n');
    mkdirSync(place.at('full.lock', 'more'));
    assert.deepEqual(listLocks([place.folder]).map(brief), []);
    for (const name of ['app.lock', 'results.lock', 'full.lock']) assert.equal(place.judged(name), 'none', name);
  });
});
