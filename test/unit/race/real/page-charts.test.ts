import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sceneOf } from '../../../../media/race-runs/breach/culprits.ts';
import { layOut, placesOf } from '../../../../media/race-runs/breach/lanes.ts';
import { markOf } from '../../../../media/race-runs/charts/marks.ts';
import { countScale, linear, logarithmic, scaleFor } from '../../../../media/race-runs/charts/scale.ts';
import { actorsOf, seriesOf, valueOf } from '../../../../media/race-runs/charts/series.ts';
import { spread } from '../../../../media/race-runs/charts/spread.ts';
import { columnsFor, nextSorting, sorted } from '../../../../media/race-runs/results/columns.ts';
import { rowsOf } from '../../../../media/race-runs/results/rows.ts';
import { noFaults } from '../../../../src/race/real/request.ts';
import type { Happened } from '../../../../src/race/real/result.ts';
import { catalogWith, resultOf, strategy } from './page-fixtures.ts';

suite('The charts of measured runs', () => {
  test('a linear scale begins at 0 and ends at a round number at or above the most', () => {
    const { ticks, at, isLog } = linear(93, 0, 100, 5);
    assert.deepEqual(ticks, [0, 20, 40, 60, 80, 100]);
    assert.deepEqual([at(0), at(50), at(100), isLog], [0, 50, 100, false]);
    assert.deepEqual(linear(1, 0, 1, 5).ticks.at(-1), 1);
  });

  test('values far apart get a logarithmic scale, in which each tenfold is as far as the other', () => {
    assert.equal(scaleFor([10, 200], 0, 100, 6).isLog, false);
    const { isLog, at, ticks } = scaleFor([1, 1000], 0, 300, 4);
    assert.ok(isLog);
    assert.deepEqual([at(1), at(10), at(100), at(1000)].map(Math.round), [0, 100, 200, 300]);
    assert.deepEqual(ticks, [1, 10, 100, 1000]);
    assert.equal(at(0), 0, 'nothing is drawn below it');
  });

  test('a scale is not lost on nothing, on one value, or on zeros', () => {
    for (const values of [[], [0], [0, 0], [5], [1e-7, 5e6]]) {
      const scale = scaleFor(values, 10, 110, 5);
      for (const value of values) assert.ok(scale.at(value) >= 10 - 1e-6 && scale.at(value) <= 110 + 1e-6, JSON.stringify([values, scale.at(value)]));
      assert.ok(scale.ticks.length > 0 && scale.ticks.length <= 20);
    }
    assert.ok(logarithmic(7, 7, 0, 100, 5).at(7) >= 0);
    assert.equal(countScale([4], 0, 100).at(4), 50);
    assert.deepEqual(countScale([1, 2, 4], 0, 100).ticks.map(countScale([1, 2, 4], 0, 100).at), [0, 50, 100]);
  });

  test('labels that would stand on each other are moved apart in their order, and stay within the chart', () => {
    assert.deepEqual(spread([10, 50], 15, 0, 100), [10, 50]);
    const places = spread([50, 50, 49, 100, 99], 15, 0, 100);
    const order = [2, 0, 1, 4, 3].map((at) => places[at] ?? 0);
    for (const [at, place] of order.entries()) if (at > 0) assert.ok(place - (order[at - 1] ?? 0) >= 15 - 1e-9, JSON.stringify(places));
    assert.ok(Math.min(...places) >= 0 && Math.max(...places) <= 100, JSON.stringify(places));
    const crowded = spread(Array.from({ length: 50 }, () => 3), 15, 0, 100);
    assert.ok(Math.min(...crowded) >= -1e-9 && Math.max(...crowded) <= 100 + 1e-9);
  });

  test('no two of thirty strategies have the same mark, whether one sees colours or not', () => {
    const marks = Array.from({ length: 30 }, (_, at) => markOf(at));
    assert.equal(new Set(marks.map((mark) => JSON.stringify(mark))).size, 30);
    assert.equal(new Set(marks.slice(0, 20).map(({ dash, shape }) => JSON.stringify([dash, shape]))).size, 20);
  });

  test('each strategy is a line in the order of its actors; without operations there is no latency', () => {
    const rows = rowsOf([resultOf('b', 4), resultOf('a', 2, { kept: false }), resultOf('b', 1), resultOf('a', 4, { operations: 0, throughput: 0 })], catalogWith([strategy('a')]));
    const latency = seriesOf(rows, (result) => valueOf('latency', 'p95', result));
    assert.deepEqual(latency.map(({ title, points }) => [title, points.map(({ actors, isKept }) => [actors, isKept])]), [['b', [[1, true], [4, true]]], ['A', [[2, false]]]]);
    assert.equal(seriesOf(rows, (result) => valueOf('throughput', 'p95', result))[1]?.points[1]?.value, 0);
    assert.deepEqual(actorsOf(rows), [1, 2, 4]);
  });
});

suite('The table of measured runs', () => {
  const rows = rowsOf([resultOf('a', 1, { throughput: 5 }), resultOf('a', 2, { throughput: 50 }), resultOf('b', 1, { throughput: 7, kept: false })], null);
  const speeds = (sorting: Parameters<typeof sorted>[1]): readonly number[] => sorted(rows, sorting).map(({ result }) => result.throughput);

  test('is sorted by a heading: first what one looks for, then the other way, then as it was measured', () => {
    const first = nextSorting(null, 'throughput');
    const second = nextSorting(first, 'throughput');
    assert.deepEqual([first, second, nextSorting(second, 'throughput')].map(speeds), [[50, 7, 5], [5, 7, 50], [5, 50, 7]]);
    assert.deepEqual(nextSorting(first, 'strategy'), { key: 'strategy', isDescending: false });
    assert.deepEqual(speeds({ key: 'promise', isDescending: false })[0], 7);
  });

  test('tells of faults and claims only where there are some', () => {
    const keys = (of: typeof rows): readonly string[] => columnsFor(of).map(({ key }) => key);
    assert.ok(!keys(rows).includes('faults') && !keys(rows).includes('claim'));
    const struck = rowsOf([resultOf('a', 1, { request: { ...resultOf('a', 1).request, faults: { ...noFaults, pause: { share: 0.005, ms: 1000 } } } })], catalogWith([strategy('a', { claim: { approach: 'Redlock', latency: 'High', throughput: 'Low', contention: 'Waits', complexity: 'High', deadlockRisk: 'Low' } })]));
    const texts = columnsFor(struck).flatMap(({ key, text }) => (key === 'faults' || key === 'claim' ? struck.map(text) : []));
    assert.deepEqual(texts, ['pause 0.5 % for 1,000 ms', 'Redlock: latency High, throughput Low, Waits, deadlock risk Low']);
  });
});

suite('The operations around a breach', () => {
  const operation: Happened = { actor: 3, asked: 1, entered: 2, left: 5, ended: 6, read: 1, wrote: 2, ending: 'done', paused: 0 };

  test('are laid out by who came before whom, one lane for each actor', () => {
    const { actors, moments, operations } = layOut([operation, { ...operation, actor: 1, asked: 2, entered: 2, left: null, ended: 900, ending: 'died' }, { ...operation, actor: 1, asked: 7, entered: null, left: null, ended: 8, ending: 'gave-up' }]);
    assert.deepEqual(actors, [1, 3]);
    assert.deepEqual(moments, [1, 2, 5, 7, 8, 900]);
    assert.deepEqual(operations.map(({ lane, stretches }) => [lane, stretches.map(({ is, from, to }) => [is, from, to])]), [
      [1, [['wait', 0, 1], ['inside', 1, 2]]],
      [0, [['inside', 1, 5]]],
      [0, [['wait', 3, 4]]],
    ]);
  });

  test('are those that read the same value, or were inside at once, with a few before and after', () => {
    const alone = (actor: number, at: number): Happened => ({ ...operation, actor, asked: at, entered: at, left: at + 0.5, ended: at + 0.6, read: at, wrote: at + 1 });
    const early = { ...alone(1, 20), asked: 0 };
    const history = [early, ...[3, 6, 9, 12].map((at) => alone(2, at)), { ...alone(2, 23), read: 20 }, alone(1, 30), alone(1, 33), alone(1, 36)];
    const scene = sceneOf('lost-update', history);
    assert.deepEqual(scene.history.map(({ entered }) => entered), [9, 12, 20, 23, 30, 33]);
    assert.deepEqual(scene.culprits, [2, 3]);
    assert.deepEqual(sceneOf('two-inside', history).culprits, []);
    assert.deepEqual(sceneOf('two-inside', [alone(1, 1), alone(2, 1.4), alone(1, 3)]).culprits, [0, 1]);
    const many = Array.from({ length: 20 }, (_, at) => alone(1, at));
    assert.equal(sceneOf('stuck', many).history.at(-1)?.entered, 19);
    assert.equal(sceneOf('torn', many).history[0]?.entered, 0);
    assert.deepEqual(sceneOf('torn', []), { history: [], culprits: [] });
  });

  test('stand so far apart that what is written on them fits', () => {
    const layout = layOut([operation, { ...operation, actor: 1, entered: 4, left: 9, ended: 9 }]);
    const places = placesOf(layout, 20, () => 70);
    for (const { stretches } of layout.operations) for (const { is, from, to } of stretches) if (is === 'inside') assert.ok((places[to] ?? 0) - (places[from] ?? 0) >= 70);
    for (const [at, place] of places.entries()) if (at > 0) assert.ok(place - (places[at - 1] ?? 0) >= 20);
  });
});
