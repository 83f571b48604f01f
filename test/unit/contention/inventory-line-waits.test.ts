// What waits come of what the hosts of a line tell.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { History } from '../../../src/contention/history.ts';
import { LineWaits } from '../../../src/contention/line-waits.ts';
import type { Pass } from '../../../src/contention/inventory-holds.ts';
import type { News } from '../../../src/saving/lock/line-news-words.ts';

const name = { path: '/ws/a.lock', resource: '/ws/a', kind: 'file-lock', title: 'FileLock' };
const waits = (key: string, since: number, pid: number | null = Number(key.split('.')[0])): News => ({ is: 'waits', key, pid, kind: 'exclusive', since });

describe('waits in a line', () => {
  let line: LineWaits;
  let history: History;
  let passes: (Pass | null)[];

  const hear = (...all: readonly News[]): void => {
    for (const news of all) {
      const { happenings, pass } = line.take(news);
      history.apply(happenings);
      if (pass !== null) passes.push(pass);
    }
  };
  const told = (): string[] => history.spans.map(({ actor: { pid }, from, to, certainty }) => `${pid ?? 'unknown'} ${from}-${to ?? ''} ${certainty}`);

  beforeEach(() => {
    line = new LineWaits(name, (pid) => ({ pid, startMark: null, command: `job ${pid}` }));
    history = new History();
    passes = [];
  });

  test('last until the lock is passed on to them, which is told', () => {
    hear(waits('7.1', 100), { is: 'passed', key: '7.1', at: 150.25, by: 6, pid: 7 });
    assert.deepEqual(told(), ['7 100-150.25 seen']);
    assert.deepEqual(passes.map((pass) => [pass?.from.pid, pass?.to.pid, pass?.at]), [[6, 7, 150.25]]);
  });

  test('go on when the turn has come and the lock is not acquired yet', () => {
    hear(waits('7.1', 100), { is: 'turn', key: '7.1', at: 101 });
    assert.deepEqual(told(), ['7 100- seen']);
    hear({ is: 'has', key: '7.1', at: 180 }, { is: 'gone', key: '7.1', at: 200 });
    assert.deepEqual(told(), ['7 100-180 seen']);
  });

  test('end for those who leave', () => {
    hear(waits('7.1', 100), { is: 'gone', key: '7.1', at: 130 });
    assert.deepEqual(told(), ['7 100-130 seen']);
  });

  test('that are over already are told once, however often it is said', () => {
    const over: News = { is: 'waited', key: '7.1', pid: 7, kind: 'exclusive', since: 100, until: 160 };
    hear(over, { is: 'all' }, over, { is: 'all' });
    assert.deepEqual(told(), ['7 100-160 seen']);
  });

  test('go on with the next host', () => {
    hear(waits('7.1', 100), waits('8.1', 110));
    line.lose(120);
    hear(waits('7.1', 100), { is: 'all' });
    assert.deepEqual(told(), ['7 100- seen', '8 110-120 sampled']);
  });

  test('that go on after they seemed to be over are told from there on', () => {
    hear(waits('7.1', 100), { is: 'passed', key: '7.1', at: 150, by: null, pid: 7 });
    line.lose(151);
    hear(waits('7.1', 100), { is: 'has', key: '7.1', at: 170 });
    assert.deepEqual(told(), ['7 100-150 seen', '7 150-170 seen']);
  });

  test('end at the loss of the host when none goes on', () => {
    hear(waits('7.1', 100));
    line.lose(120);
    history.apply(line.endLost());
    assert.deepEqual(told(), ['7 100-120 sampled']);
    assert.ok(line.isEmpty);
  });

  test('of a process that was seen to have the lock are over, if it was its turn', () => {
    hear(waits('7.1', 100), waits('7.2', 105), { is: 'turn', key: '7.1', at: 101 });
    history.apply(line.acquired(7, 130));
    assert.deepEqual(told(), ['7 100-130 sampled', '7 105- seen']);
  });

  test('of those who do not say who they are are told all the same', () => {
    hear(waits('m1', 100, null), { is: 'gone', key: 'm1', at: 101 });
    assert.deepEqual(told(), ['unknown 100-101 seen']);
  });
});
