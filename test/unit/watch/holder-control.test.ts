import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Lineage, ProcessInfo } from '../../../src/locks/lock.ts';
import type { EndSignal, RunningProcess } from '../../../src/system/machine.ts';
import { holderControl } from '../../../src/watch/holder-control.ts';
import { aHolder } from '../views/a-lock.ts';

const self: RunningProcess = { pid: 50, command: 'node', user: 'ada', cwd: '/', startedAt: 0, startMark: '5', parentPid: 40, program: 'node', argv: ['node'], stopped: false };
const line: Lineage = { parents: [{ pid: 40, program: 'code' }], container: 'c1' };
const there = { host: 'here', startMark: '1', container: 'c1' };

function control() {
  const sent: (readonly [ProcessInfo, EndSignal])[] = [];
  const machine = {
    hostname: 'here',
    probe: () => ({ is: 'alive', process: self }) as const,
    lineage: () => line,
    lives: ({ pid }: ProcessInfo) => pid === 7,
    end(process: ProcessInfo, signal: EndSignal) {
      sent.push([process, signal]);
      return { is: 'signalled' } as const;
    },
  };
  return { ...holderControl(machine, self.pid), sent };
}

suite('Holders that can be ended', () => {
  const holders = control();

  test('those of this machine and this container', () => {
    assert.equal(holders.hindrance(aHolder({ ...there, pid: 7 })), null);
    assert.equal(holders.hindrance(aHolder({ ...there, pid: 7, host: null })), null);
  });

  test('not on another host, nor in another container, nor outside of this one', () => {
    assert.equal(holders.hindrance(aHolder({ ...there, pid: 7, host: 'there' })), 'other-host');
    assert.equal(holders.hindrance(aHolder({ ...there, pid: 7, container: 'c2' })), 'container');
    assert.equal(holders.hindrance(aHolder({ ...there, pid: 7, container: null })), 'container');
  });

  test('not this process, nor what it descends from, nor the first', () => {
    for (const pid of [50, 40, 1]) assert.equal(holders.hindrance(aHolder({ ...there, pid })), 'own');
  });

  test('not without a mark of its start', () => {
    assert.equal(holders.hindrance(aHolder({ ...there, pid: 7, startMark: null })), 'unverified');
    assert.equal(holders.hindrance(aHolder({ ...there, pid: null })), 'unverified');
  });

  test('a signal goes to the very process; none goes where none is known', () => {
    const used = control();
    assert.deepEqual(used.end(aHolder({ ...there, pid: 7 }), 'SIGTERM'), { is: 'signalled' });
    assert.deepEqual(used.sent.map(([{ pid, startMark }, signal]) => [pid, startMark, signal]), [[7, '1', 'SIGTERM']]);
    assert.deepEqual(used.end(aHolder(there), 'SIGTERM'), { is: 'unverified' });
    assert.equal(used.sent.length, 1);
    assert.deepEqual([used.lives(aHolder({ pid: 7 })), used.lives(aHolder({ pid: 8 })), used.lives(aHolder())], [true, false, false]);
  });
});
