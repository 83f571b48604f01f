import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { unless } from '../../../src/base/errors.ts';
import { liveDeadlocks } from '../../../src/contention/live-deadlocks.ts';
import type { Actor } from '../../../src/contention/model.ts';
import { waitingParentsOf } from '../../../src/contention/waiting-parents.ts';
import { span } from './make.ts';

const hasFlock = process.platform === 'linux' && spawnSync('flock', ['--version']).status === 0;

describe('deadlocks of real commands', { skip: hasFlock ? false : 'needs flock(1) and /proc' }, () => {
  let folder: string;
  let children: ChildProcess[];
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'lockscope-live-'));
    children = [];
  });
  afterEach(async () => {
    // Those that come free as others are ended may be over already.
    const closed = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null).map((child) => once(child, 'close'));
    for (const { pid } of children) unless('ESRCH', () => process.kill(-(pid ?? 0), 'SIGKILL'));
    await Promise.all(closed);
    rmSync(folder, { recursive: true });
  });

  /** Leads a group of its own. Has the first lock, then, when told to go on, waits for the second in a grandchild. */
  function start(first: string, second: string): ChildProcess {
    const child = spawn('flock', [first, 'sh', '-c', 'echo held; read go; flock "$0" true; true', second], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    children.push(child);
    return child;
  }

  async function goOn(child: ChildProcess): Promise<void> {
    child.stdin?.write('go\n');
    const isBlocked = (pid: number): boolean => /-> FLOCK/.test(readFileSync('/proc/locks', 'utf8').split('\n').find((line) => line.includes(` ${pid} `) && line.includes('->')) ?? '');
    while (!descendants(child.pid ?? 0).some(isBlocked)) await pause(5);
  }

  function actorOf(pid: number): Actor {
    return { pid, startMark: null, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, 2).join(' ') };
  }

  test('are found through the shells that wait for them', async () => {
    const [x, y] = [path.join(folder, 'x'), path.join(folder, 'y')];
    for (const file of [x, y]) writeFileSync(file, '');
    const [one, two] = [start(x, y), start(y, x)];
    for (const child of [one, two]) await once(child.stdout ?? child, 'data');
    await goOn(one);
    const waiterOf = (child: ChildProcess): number => descendants(child.pid ?? 0).at(-1) ?? 0;
    const [first, second] = [actorOf(one.pid ?? 0), actorOf(two.pid ?? 0)];
    const open = [
      span({ id: 1, is: 'hold', lock: x, actor: first, from: 1, to: null }),
      span({ id: 2, is: 'hold', lock: y, actor: second, from: 1, to: null }),
      span({ id: 3, is: 'wait', lock: y, actor: actorOf(waiterOf(one)), from: 2, to: null, blockers: [second] }),
    ];
    assert.deepEqual(liveDeadlocks(open), []);
    await goOn(two);
    const found = liveDeadlocks([...open, span({ id: 4, is: 'wait', lock: x, actor: actorOf(waiterOf(two)), from: 3, to: null, blockers: [first] })]);
    assert.deepEqual(found.map(({ members }) => members.map(({ actor, waitsFor, through }) => [actor.pid, waitsFor, through?.pid]).toSorted((a, b) => Number(a[0]) - Number(b[0]))), [
      [[one.pid, y, waiterOf(one)], [two.pid, x, waiterOf(two)]].toSorted((a, b) => Number(a[0]) - Number(b[0])),
    ]);
  });

  test('are not made of those who do other things while their children wait', async () => {
    const file = path.join(folder, 'x');
    writeFileSync(file, '');
    const child = start(file, file);
    await once(child.stdout ?? child, 'data');
    await goOn(child);
    const waiter = descendants(child.pid ?? 0).at(-1) ?? 0;
    const parents = waitingParentsOf(waiter);
    assert.ok(parents.includes(child.pid ?? 0), parents.join());
    // This process has its children's ends told, and goes on meanwhile.
    assert.ok(!parents.includes(process.pid));
  });
});

/** The nearest first. */
function descendants(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter((each) => each !== '').map(Number);
  return [...children, ...children.flatMap(descendants)];
}
