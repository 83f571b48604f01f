// Whether each job was handled once.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { recordId } from '../../../../src/race/real/scenarios/parts/records.ts';
import { judgeJobs } from '../../../../src/race/real/scenarios/producer-consumer/judge.ts';
import { historyOf, type Row } from './history.ts';

const job = recordId(2, 9);
const made = (at: number): Row => ({ actor: 2, asked: at, ended: at, wrote: job });
const handled = (actor: number, at: number, more: Row = {}): Row => ({ actor, asked: at, entered: at, left: at + 1, ended: at + 1, read: job, ...more });

describe('a job', () => {
  test('is handled once, or waits', () => {
    assert.deepEqual(judgeJobs(historyOf([made(1), handled(0, 2)]), []), []);
    assert.deepEqual(judgeJobs(historyOf([made(1)]), [job]), []);
    // Killed after it had handled it.
    assert.deepEqual(judgeJobs(historyOf([made(1), handled(0, 2, { ending: 'died' })]), []), []);
  });

  test('is handled twice', () => {
    assert.deepEqual(judgeJobs(historyOf([made(1), handled(0, 2), handled(1, 2.5), handled(1, 7)]), []), [
      { kind: 'doubled', times: 2, explanation: 'Job 9 of actor C was made once, and actor A and actor B both handled it.', around: [1, 2, 3] },
    ]);
    assert.match(judgeJobs(historyOf([made(1), handled(0, 2), handled(0, 4)]), [])[0]?.explanation ?? '', /actor A handled it twice/);
  });

  test('is lost', () => {
    const history = historyOf([made(1), { actor: 0, asked: 2, entered: 2, left: 3, ended: 3, ending: 'died' }]);
    assert.deepEqual(judgeJobs(history, []), [{ kind: 'lost-update', times: 1, explanation: 'Job 9 of actor C was taken, and whoever took it never handled it; nobody else will.', around: [0] }]);
  });
});
