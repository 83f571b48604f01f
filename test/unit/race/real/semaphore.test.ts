// Whether more were inside than may be.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judgePermits } from '../../../../src/race/real/scenarios/semaphore/judge.ts';
import { historyOf } from './history.ts';

const inside = (actor: number, entered: number, left: number): { actor: number; asked: number; entered: number; left: number; ended: number } => ({ actor, asked: entered - 1, entered, left, ended: left + 1 });

describe('three at a time', () => {
  test('three at once are as many as may be, and a fourth may come when one has left', () => {
    assert.deepEqual(judgePermits(historyOf([inside(0, 1, 10), inside(1, 2, 10), inside(2, 3, 5), inside(3, 5, 9)]), 3), []);
  });

  test('the fourth is told of, with the three', () => {
    const [verdict, ...others] = judgePermits(historyOf([inside(0, 1, 10), inside(1, 2, 10), inside(2, 3, 5), inside(3, 4, 9), inside(4, 9, 12)]), 3);
    assert.deepEqual(others, []);
    assert.deepEqual(verdict, { kind: 'two-inside', times: 1, explanation: 'Actor D got in at 4.000 ms while A, B and C were inside: 4 at once, where 3 may be.', around: [0, 1, 2, 3] });
  });

  test('whoever was killed inside has left', () => {
    assert.deepEqual(judgePermits(historyOf([{ ...inside(0, 1, 2), ending: 'died' }, inside(1, 3, 4)]), 1), []);
  });
});
