import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { orderIn } from '../../../../media/race-runs/breach/order.ts';
import { scheduleInOrder } from '../../../../src/race/in-order.ts';
import type { Breach, Happened } from '../../../../src/race/real/result.ts';
import { ThreadedLab } from '../../../../src/race/worker/threaded-lab.ts';

const increment = (actor: number, entered: number, left: number, read: number): Happened => ({ actor, asked: entered - 1, entered, left, ended: left + 1, read, wrote: read + 1, ending: 'done', paused: 0 });
const lost = (history: readonly Happened[]): Breach => ({ kind: 'lost-update', times: 1, explanation: '', history });

describe('the order of a lost update', () => {
  test('has who read and who wrote when, the first reader first', () => {
    assert.deepEqual(orderIn([lost([increment(3, 1, 2, 9), increment(1, 10, 40, 10), increment(0, 20, 30, 10)])]), [0, 1, 1, 0]);
    assert.deepEqual(orderIn([lost([increment(0, 20, 50, 10), increment(1, 10, 40, 10)])]), [0, 1, 0, 1]);
  });

  test('is not known where nobody lost one, or nobody knows who', () => {
    assert.equal(orderIn([{ ...lost([increment(0, 1, 5, 1), increment(1, 2, 6, 1)]), kind: 'two-inside' }]), null);
    assert.equal(orderIn([lost([])]), null);
  });
});

describe('a schedule in an order', () => {
  const lab = new ThreadedLab(new URL('../../../../src/race/worker/worker.ts', import.meta.url));
  after(() => lab.dispose());
  const inOrder = (scenario: string, variant: string, order: readonly number[]): Promise<string | null> => scheduleInOrder(lab, { file: null, scenario, variant }, order);

  test('is the run in which the model loses the update as it was lost', async () => {
    for (const [order, moves] of [[[0, 1, 1, 0], 'abba'], [[0, 1, 0, 1], 'abab']] as const) {
      const schedule = await inOrder('counter-race', 'read-add-write', order);
      assert.match(schedule ?? '', new RegExp(`^counter-race/read-add-write@[0-9a-f]{8}:${moves}$`));
      assert.notEqual((await lab.trace({ file: null, scenario: 'counter-race', variant: 'read-add-write' }, schedule)).problem, null);
    }
  });

  test('is none where nothing is lost that way, or the protocol has other steps', async () => {
    assert.equal(await inOrder('counter-race', 'read-add-write', [0, 0, 1, 1]), null);
    assert.equal(await inOrder('counter-race', 'read-add-write', [0, 0, 0]), null);
    assert.equal(await inOrder('counter-race', 'read-add-write', [7]), null);
    assert.equal(await inOrder('stale-lock', 'empty-taken-for-corrupt', [0, 1, 1, 0]), null);
  });
});
