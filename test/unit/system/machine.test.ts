import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { parseStat } from '../../../src/system/linux/proc.ts';
import { isThisHost, mayBeThisHost, type RunningProcess } from '../../../src/system/machine.ts';
import { PosixMachine } from '../../../src/system/posix/machine.ts';
import { parsePsLine } from '../../../src/system/posix/ps.ts';
import { commandLine, compareStart } from '../../../src/system/processes.ts';
import { createMachine } from '../../../src/system/this-machine.ts';

const onLinux = process.platform === 'linux' ? false : 'reads /proc';
const machine = createMachine();

/** A process that sleeps until the test is over. */
function sleeper(t: TestContext): number {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  assert.ok(child.pid);
  return child.pid;
}

function alive(pid: number, from: { probe: typeof machine.probe } = machine): RunningProcess {
  const probe = from.probe(pid);
  assert.equal(probe.is, 'alive');
  return probe.is === 'alive' ? probe.process : assert.fail();
}

/** A pid that was in use and is no more. */
const deadPid = (): number => spawnSync('true').pid;

describe('the machine', () => {
  test('knows a live process, its command, its user and its start', (t) => {
    const before = Date.now();
    const found = alive(sleeper(t));
    assert.equal(found.command, 'sleep 600');
    assert.equal(found.user, os.userInfo().username);
    assert.equal(found.cwd, onLinux === false ? process.cwd() : found.cwd);
    const startedAt = found.startedAt ?? 0;
    assert.ok(startedAt > before - 1000 && startedAt < Date.now() + 1000, `started at ${startedAt}, asked for at ${before}`);
    assert.ok(machine.lives(found));
  });

  test('knows a dead one', () => {
    const pid = deadPid();
    assert.equal(machine.probe(pid).is, 'dead');
    assert.equal(machine.lives({ pid, command: null, user: null, cwd: null, startedAt: null, startMark: null }), false);
  });

  test('tells a process from its successor of the same number', { skip: onLinux }, (t) => {
    const found = alive(sleeper(t));
    assert.equal(machine.lives({ ...found, startMark: '1' }), false);
  });

  test('knows a zombie', { skip: onLinux }, async (t) => {
    // The shell becomes a sleep, which never reaps the child that the shell has started.
    const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; exec sleep 600'], { stdio: ['ignore', 'pipe', 'ignore'] });
    t.after(() => parent.kill('SIGKILL'));
    const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (data: Buffer) => resolve(Number(data.toString()))));
    while (alive(parent.pid ?? assert.fail()).program !== 'sleep') await new Promise(setImmediate);
    process.kill(pid, 'SIGKILL');
    while (machine.probe(pid).is === 'alive') await new Promise(setImmediate);
    assert.equal(machine.probe(pid).is, 'zombie');
  });

  test('finds who has a file open for writing, and no mere reader', { skip: onLinux }, async (t) => {
    const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'lockscope-open-')));
    t.after(() => rmSync(folder, { recursive: true }));
    const file = path.join(folder, 'a.lock');
    writeFileSync(file, '');
    const withDescriptor = (flags: string): number => {
      const descriptor = openSync(file, flags);
      const child = spawn('sleep', ['600'], { stdio: ['ignore', 'ignore', descriptor] });
      closeSync(descriptor);
      t.after(() => child.kill('SIGKILL'));
      return child.pid ?? assert.fail();
    };
    withDescriptor('r');
    const writer = withDescriptor('a');
    // spawn returns before exec, when the child may still have what its parent has.
    while (machine.probe(writer).is === 'alive' && alive(writer).program !== 'sleep') await new Promise(setImmediate);
    assert.deepEqual(machine.openers([file])?.get(file)?.map(({ pid }) => pid), [writer]);
  });

  test('finds a process of the same number in a container', { skip: onLinux || (process.getuid?.() === 0 ? false : 'takes root') }, async (t) => {
    const child = spawn('unshare', ['--pid', '--fork', '--mount-proc', 'sh', '-c', 'echo ready; exec sleep 600'], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    t.after(() => process.kill(-(child.pid ?? assert.fail()), 'SIGKILL'));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    assert.ok(machine.namesakes()?.has(1));
    assert.equal(machine.namesakes()?.has(process.pid), false);
  });

  test('orders a start and a moment', (t) => {
    const found = alive(sleeper(t));
    const startedAt = found.startedAt ?? assert.fail();
    assert.equal(machine.startedAfter(found, startedAt + 1000), 'no');
    assert.equal(machine.startedAfter(found, startedAt - 1000), 'unclear');
    assert.equal(machine.startedAfter(found, startedAt - 60_000), 'yes');
  });
});

describe('other Unix systems, through ps', () => {
  const posix = new PosixMachine();
  const skip = spawnSync('ps', ['-p', '1']).error === undefined ? false : 'there is no ps';

  test('knows a live process', { skip }, (t) => {
    const before = Date.now();
    const found = alive(sleeper(t), posix);
    assert.equal(found.command, 'sleep 600');
    assert.ok((found.startedAt ?? 0) > before - 2000 && (found.startedAt ?? 0) < Date.now() + 2000);
  });

  test('knows a dead one', { skip }, () => assert.equal(posix.probe(deadPid()).is, 'dead'));

  test('reads lines of ps', () => {
    const line = parsePsLine('  812     1 ada      Ss   Sat Nov 21 07:06:06 2026 /usr/bin/node server.js --port 80');
    assert.equal(line?.process.program, 'node');
    assert.equal(line?.process.startedAt, new Date(2026, 10, 21, 7, 6, 6).getTime());
    assert.equal(parsePsLine('garbage'), null);
  });
});

describe('reading /proc', () => {
  test('a name with spaces and parentheses does not mislead', () => {
    const fields = `S 7 ${'0 '.repeat(17)}4711 0`;
    assert.deepEqual(parseStat(`12 (a) b (c) ${fields}`), { comm: 'a) b (c', state: 'S', parentPid: 7, threads: 0, startTicks: 4711 });
    assert.equal(parseStat('nothing'), null);
  });
});

describe('what is compared', () => {
  test('hosts: the same by their whole name, perhaps the same by their first label', () => {
    assert.ok(isThisHost('Mill', 'mill'));
    assert.ok(!isThisHost('mill.example.org', 'mill'));
    assert.ok(mayBeThisHost('mill.example.org', 'mill'));
    assert.ok(!mayBeThisHost('mill.example.org', 'mill.example.com'));
    assert.ok(!mayBeThisHost('mill2', 'mill'));
  });

  test('starts, with the grace of coarse clocks', () => {
    assert.equal(compareStart(1000, 1000), 'no');
    assert.equal(compareStart(1040, 1000), 'no');
    assert.equal(compareStart(2500, 1000), 'unclear');
    assert.equal(compareStart(3001, 1000), 'yes');
    assert.equal(compareStart(null, 1000), 'unclear');
  });

  test('command lines are one line, bounded, and begin with the program', () => {
    assert.equal(commandLine(['/usr/bin/git', 'commit', '-m', 'a\nb']), 'git commit -m a b');
    assert.equal(commandLine(['x', 'y'.repeat(500)]).length, 200);
  });
});
