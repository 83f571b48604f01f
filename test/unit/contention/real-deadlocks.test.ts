import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { unless } from '../../../src/base/errors.ts';
import { plain } from '../../../src/base/text.ts';
import type { Deadlock } from '../../../src/contention/deadlock.ts';
import { History } from '../../../src/contention/history.ts';
import { liveDeadlocks } from '../../../src/contention/live-deadlocks.ts';
import { KernelSampler } from '../../../src/contention/sampling/kernel-sampler.ts';
import { describeDeadlock } from '../../../src/contention/wait-graph.ts';
import { LockStream } from '../../../src/system/linux/lock-stream.ts';

/** Takes a lock on each file in turn, by a descriptor of its own, and tells of each; between two it waits for a line. */
const taker = 'use Fcntl q(:flock); $| = 1; my @open; for (@ARGV) { open(my $file, q(>>), $_) or die; flock($file, LOCK_EX) or die; push @open, $file; print qq(has $_\n); <STDIN> }';

const isPossible = process.platform === 'linux' && spawnSync('perl', ['-e', '1']).status === 0 && spawnSync('flock', ['--version']).status === 0;

describe('a deadlock of real processes', { skip: isPossible ? false : 'needs perl, flock(1) and /proc/locks' }, () => {
  let folder: string;
  let sampler: KernelSampler;
  let history: History;
  let children: ChildProcess[];
  beforeEach(() => {
    folder = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'lockscope-deadlock-'));
    for (const name of ['x', 'y', 'z']) writeFileSync(path.join(folder, name), '');
    const stream = LockStream.open();
    assert.ok(stream);
    sampler = new KernelSampler(stream);
    sampler.setRoots([folder]);
    history = new History();
    children = [];
  });
  afterEach(async () => {
    sampler.dispose();
    const closed = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null).map((child) => once(child, 'close'));
    for (const { pid } of children) unless('ESRCH', () => process.kill(-(pid ?? 0), 'SIGKILL'));
    await Promise.all(closed);
    rmSync(folder, { recursive: true });
  });

  async function start(program: string, ...args: readonly string[]): Promise<ChildProcess> {
    const child = spawn(program, args, { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    children.push(child);
    await once(child.stdout ?? child, 'data');
    return child;
  }

  /** Looks until that is so. */
  async function until(isSo: () => boolean): Promise<void> {
    for (;;) {
      history.apply(sampler.look());
      if (isSo()) return;
      await pause(1);
    }
  }

  function waiting(): number {
    return history.open.filter(({ is }) => is === 'wait').length;
  }

  /** Has one after the other wait, and tells what was found when all did; nothing is to be found before. */
  async function deadlocked(all: readonly ChildProcess[]): Promise<readonly Deadlock[]> {
    for (const [at, child] of all.entries()) {
      assert.deepEqual(liveDeadlocks(history.open), []);
      child.stdin?.write('\n');
      await until(() => waiting() === at + 1);
    }
    return liveDeadlocks(history.open);
  }

  function described(found: readonly Deadlock[]): readonly string[] {
    return found.map((each) => plain(describeDeadlock(each, (file) => path.basename(file))).replaceAll(/\((\d+)\)/g, (_all, pid: string) => `(${children.findIndex((child) => child.pid === Number(pid))})`));
  }

  test('of two, each by two descriptors, is found', async () => {
    const found = await deadlocked([await start('perl', '-e', taker, 'x', 'y'), await start('perl', '-e', taker, 'y', 'x')]);
    assert.equal(found.length, 1);
    assert.match(described(found)[0] ?? '', /^perl \S+ \(([01])\) waits for ([xy]), held by perl \S+ \((?!\1)[01]\), which waits for (?!\2)[xy], held by perl \S+ \(\1\): neither can go on\. End one of them\.$/);
  });

  test('of three is found, and who waits for them besides is no part of it', async () => {
    const ring = [await start('perl', '-e', taker, 'x', 'y'), await start('perl', '-e', taker, 'y', 'z'), await start('perl', '-e', taker, 'z', 'x')];
    const found = await deadlocked(ring);
    assert.deepEqual(found.map(({ members }) => members.length), [3]);
    children.push(spawn('flock', ['z', 'true'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'], detached: true }));
    await until(() => waiting() === 4);
    assert.deepEqual(liveDeadlocks(history.open).map(({ members, alsoStuck }) => [members.length, alsoStuck.map(({ pid }) => pid)]), [[3, [children.at(-1)?.pid]]]);
  });

  test('of one with itself, by two descriptors of one file, is found', async () => {
    const [found] = await deadlocked([await start('perl', '-e', taker, 'x', 'x')]);
    assert.deepEqual([found?.members.map(({ actor }) => actor.pid), found?.isTold], [[children[0]?.pid], true]);
  });

  test('of two shell commands that each run flock within flock is found', async () => {
    const command = (first: string, second: string): readonly string[] => [first, 'sh', '-c', 'echo has; read go; flock "$0" true; true', second];
    await deadlocked([await start('flock', ...command('x', 'y')), await start('flock', ...command('y', 'x'))]);
    let found: readonly Deadlock[] = [];
    // The command waits for its lock before the shell that has just forked it waits for the command.
    await until(() => (found = liveDeadlocks(history.open)).length > 0);
    assert.deepEqual(found.map(({ members }) => new Set(members.map(({ actor }) => actor.pid))), [new Set(children.map(({ pid }) => pid))]);
  });

  test('is over when one of them is ended, and a chain that waits is none', async () => {
    const found = await deadlocked([await start('perl', '-e', taker, 'x', 'y'), await start('perl', '-e', taker, 'y', 'x')]);
    assert.equal(found.length, 1);
    children[0]?.kill('SIGKILL');
    await until(() => liveDeadlocks(history.open).length === 0 && waiting() === 0);
    await start('perl', '-e', taker, 'z', 'x').then((child) => child.stdin?.write('\n'));
    await until(() => waiting() === 1);
    assert.deepEqual(liveDeadlocks(history.open), []);
  });
});
