// How many runs an optimal reduction takes for the classical programs. Each count is that of two independent
// implementations; lesser reductions take more, depending on where they begin.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { System } from '../../../src/race/model/scenario.ts';
import { everything, orders } from './programs/engines.ts';
import { fileSystem, indexer, lastZero, lostUpdate, philosophers, readers } from './programs/reference.ts';

const counted = { ...everything, collectsFinals: false };

/** [what, system, its traces] */
type Row = readonly [name: string, system: System, traces: number];

const rows: readonly Row[] = [
  ...[2, 8, 13].map((many): Row => [`${many} readers`, readers(many), 2 ** many]),
  ...[[1, 2], [2, 5], [3, 12], [4, 28], [5, 64], [10, 3328], [15, 147_456]].map(([many = 0, traces = 0]): Row => [`lastzero ${many}`, lastZero(many), traces]),
  ...[[14, 2], [16, 8], [18, 32], [19, 64]].map(([threads = 0, traces = 0]): Row => [`filesystem ${threads}`, fileSystem(threads), traces]),
  ...[[12, 8], [13, 64], [14, 512], [15, 4096]].map(([threads = 0, traces = 0]): Row => [`indexer ${threads}`, indexer(threads), traces]),
  ...[2, 3, 4, 5, 6].map((many): Row => [`${many} philosophers who reach left first`, philosophers(many, false), 2 ** many - 1]),
  ...[2, 3, 4, 5, 6].map((many): Row => [`${many} philosophers of whom one reaches right first`, philosophers(many, true), 2 ** many - 2]),
  ...[[2, 1, 4], [3, 1, 36], [4, 1, 576], [2, 2, 34], [2, 3, 328], [3, 2, 7134]].map(([many = 0, each = 0, traces = 0]): Row => [`${each} lost updates of each of ${many}`, lostUpdate(many, each), traces]),
];

describe('optimal partial-order reduction', () => {
  for (const [name, system, traces] of rows) {
    test(`${name}: ${traces} traces, each explored once`, () => {
      const { executions, blocked, bound } = orders(system, counted);
      assert.deepEqual({ executions, blocked, bound }, { executions: traces, blocked: 0, bound: null });
    });
  }

  test('only those who all reach left first can all starve', () => {
    assert.equal(orders(philosophers(4, false)).found?.problem.is, 'stuck');
    assert.equal(orders(philosophers(4, true)).found, null);
  });
});
