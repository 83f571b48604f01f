import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test, type TestContext } from 'node:test';
import { LinuxMachine } from '../../../../src/system/linux/machine.ts';
import type { RunningProcess } from '../../../../src/system/machine.ts';

const machine = new LinuxMachine();
const skip = process.platform === 'linux' ? false : 'reads /proc';

/** A shell's child that ends with its standard input, once it has become `cat`. */
async function cat(t: TestContext): Promise<RunningProcess> {
  const shell = spawn('sh', ['-c', 'sh -c "echo \\$\\$; exec cat"; exit'], { stdio: ['pipe', 'pipe', 'ignore'] });
  t.after(async () => {
    shell.stdin.destroy();
    if (shell.exitCode === null) await once(shell, 'exit');
  });
  const [line] = await once(shell.stdout, 'data');
  for (;;) {
    const probe = machine.probe(Number(String(line)));
    if (probe.is === 'alive' && probe.process.program === 'cat') return probe.process;
    await new Promise(setImmediate);
  }
}

describe('processes of Linux', { skip }, () => {
  test('come from their parents, the nearest first', async (t) => {
    const { parents, container } = machine.lineage(await cat(t));
    assert.deepEqual(parents.slice(0, 2).map(({ program }) => program), ['sh', 'node']);
    assert.equal(parents[1]?.pid, process.pid);
    assert.ok(parents.every(({ pid }) => pid > 1));
    assert.equal(container, machine.lineage(self()).container);
  });

  test('of a number that is another one by now come from nowhere', async (t) => {
    const other = { ...(await cat(t)), startMark: '1' };
    assert.deepEqual(machine.lineage(other), { parents: [], container: null });
  });

  test('are seen at a glimpse as soon as they have started, and no more once they have ended', async (t) => {
    const isCat = (program: string): boolean => program === 'cat';
    const glimpsed = (): number[] => machine.glimpse(isCat).map(({ pid }) => pid);
    const [first = assert.fail(), second = assert.fail()] = [await cat(t), await cat(t)].toSorted((a, b) => a.pid - b.pid);
    const isOurs = (process: RunningProcess): boolean => process.pid === first.pid || process.pid === second.pid;
    const exactly = machine.running(isCat)?.filter(isOurs).toSorted((a, b) => a.pid - b.pid);
    assert.deepEqual(machine.glimpse(isCat).filter(isOurs).toSorted((a, b) => a.pid - b.pid), exactly);
    assert.deepEqual(exactly?.map(({ startMark }) => startMark), [first.startMark, second.startMark]);
    process.kill(first.pid, 'SIGKILL');
    while (machine.lives(first)) await new Promise(setImmediate);
    assert.ok(!glimpsed().includes(first.pid));
    assert.ok(glimpsed().includes(second.pid));
  });

  test('are ended if they are the same still, and once', async (t) => {
    const process = await cat(t);
    assert.deepEqual(machine.end({ ...process, startMark: '1' }, 'SIGKILL'), { is: 'another' });
    assert.deepEqual(machine.end({ ...process, startMark: null }, 'SIGKILL'), { is: 'unverified' });
    assert.ok(machine.lives(process));
    assert.deepEqual(machine.end(process, 'SIGTERM'), { is: 'signalled' });
    while (machine.lives(process)) await new Promise(setImmediate);
    assert.deepEqual(machine.end(process, 'SIGTERM'), { is: 'gone' });
  });

  test('are not ended where this one descends from them', () => {
    const first = machine.probe(1);
    assert.deepEqual(machine.end(self(), 'SIGTERM'), { is: 'own' });
    for (const { pid } of machine.lineage(self()).parents) assert.deepEqual(machine.end({ ...self(), pid }, 'SIGTERM'), { is: 'own' });
    assert.deepEqual(machine.end(first.is === 'alive' ? first.process : { ...self(), pid: 1 }, 'SIGTERM'), { is: 'own' });
  });
});

function self(): RunningProcess {
  const probe = machine.probe(process.pid);
  return probe.is === 'alive' ? probe.process : assert.fail();
}
