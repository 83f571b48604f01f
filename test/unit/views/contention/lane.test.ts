import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { barAt, eachBar, merged } from '../../../../media/contention/bars.ts';
import { Lane } from '../../../../media/contention/lane.ts';
import { panned, Scale, showing, tickStep, zoomed } from '../../../../media/contention/scale.ts';
import { WaiterSteps } from '../../../../media/contention/waiters.ts';
import { seeded } from '../../../bench/timeline-spans.ts';

type Stay = readonly [from: number, to: number];

function laneOf(stays: readonly Stay[]): Lane {
  const lane = new Lane();
  stays.forEach(([from, to], slot) => lane.insert(slot, from, to));
  return lane;
}

/** Stays in any order, some of which overlap and some of which last. */
function randomStays(seed: number, count: number): readonly Stay[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const from = random() * 1000;
    return [from, random() < 0.02 ? Number.POSITIVE_INFINITY : from + random() ** 3 * 60] satisfies Stay;
  });
}

function barsOf(lane: Lane, scale: Scale, now: number): { readonly x: number; readonly width: number; readonly slot: number }[] {
  const bars: { x: number; width: number; slot: number }[] = [];
  eachBar(lane, scale, now, (x, width, slot) => bars.push({ x, width, slot }));
  return bars;
}

suite('A lane of the timeline', () => {
  test('is in the order of starts, however they came, and finds what reaches a time', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const stays = randomStays(seed, 200);
      const lane = laneOf(stays);
      const sorted = stays.toSorted(([a], [b]) => a - b);
      assert.deepEqual(Array.from({ length: lane.size }, (_, at) => lane.fromAt(at)), sorted.map(([from]) => from));
      for (const time of [0, 250, 500, 999]) {
        const reached = sorted.findIndex(([, to]) => to >= time);
        assert.equal(lane.firstReaching(time), reached < 0 ? stays.length : reached);
        const started = sorted.findIndex(([from]) => from >= time);
        assert.equal(lane.firstFrom(time), started < 0 ? stays.length : started);
      }
    }
  });

  test('knows what fits between those that are there', () => {
    const lane = laneOf([[10, 20], [40, Number.POSITIVE_INFINITY]]);
    assert.deepEqual([lane.fits(20, 40), lane.fits(0, 10), lane.fits(19, 21), lane.fits(30, 41), lane.fits(50, 60)], [true, true, false, false, false]);
    assert.ok(new Lane().fits(0, Number.POSITIVE_INFINITY));
  });

  test('takes another end, and forgets', () => {
    const lane = laneOf([[10, Number.POSITIVE_INFINITY], [20, 30], [40, 50]]);
    assert.equal(lane.reachAt(2), Number.POSITIVE_INFINITY);
    assert.ok(lane.end(0, 10, 15));
    assert.equal(lane.end(9, 10, 15), false);
    assert.deepEqual([0, 1, 2].map((at) => lane.reachAt(at)), [15, 30, 50]);
    lane.keep((slot) => slot !== 1);
    assert.deepEqual([lane.size, lane.slotAt(1), lane.reachAt(1)], [2, 2, 50]);
    assert.ok(Number.isNaN(lane.fromAt(2)));
  });
});

suite('The bars of a lane', () => {
  test('cover what the spans cover, in a number that depends on the pixels alone', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const stays = randomStays(seed, 5000);
      const lane = laneOf(stays);
      for (const range of [{ from: 0, to: 1000 }, { from: 400, to: 480 }, { from: 900, to: 2000 }]) {
        const scale = new Scale(range, 300);
        const bars = barsOf(lane, scale, 1100);
        assert.ok(bars.length <= 600, `${bars.length} bars`);
        for (const [from, to] of stays) {
          const [left, right] = [Math.max(0, scale.x(from)), Math.min(300, scale.x(Math.min(to, 1100)))];
          if (left > 300 || right < 0) continue;
          const covered = bars.some(({ x, width }) => x <= left + 0.51 && x + width >= Math.min(left, right) - 0.51);
          assert.ok(covered, `${from} to ${to} in ${JSON.stringify(range)}`);
        }
      }
    }
  });

  test('leave gaps that can be seen, and merge what cannot be told apart', () => {
    const scale = new Scale({ from: 0, to: 100 }, 100);
    assert.deepEqual(barsOf(laneOf([[10, 20], [30, 50]]), scale, 100), [{ x: 10, width: 10, slot: 0 }, { x: 30, width: 20, slot: 1 }]);
    const [dense, ...others] = barsOf(laneOf([[10, 10.1], [10.2, 10.3], [10.5, 10.6]]), scale, 100);
    assert.deepEqual([dense?.slot, others.length], [merged, 0]);
    assert.equal(barsOf(laneOf([[10, 10.1]]), scale, 100)[0]?.slot, 0, 'one alone is itself');
    assert.deepEqual(barsOf(laneOf([[10, 10.1], [10.2, 40]]), scale, 100).map(({ slot }) => slot), [0, 1], 'a wide one is itself');
  });

  test('that last go on until now', () => {
    const [bar] = barsOf(laneOf([[10, Number.POSITIVE_INFINITY]]), new Scale({ from: 0, to: 100 }, 100), 60);
    assert.deepEqual(bar, { x: 10, width: 50, slot: 0 });
  });

  test('are found by the pointer, also a little beside them', () => {
    const lane = laneOf([[10, 20], [30, 31]]);
    const scale = new Scale({ from: 0, to: 100 }, 100);
    assert.deepEqual([5, 9, 15, 22, 28, 33, 60].map((x) => barAt(lane, scale, x, 100)), [null, 0, 0, 0, 1, 1, null]);
  });
});

suite('Waiters over time', () => {
  test('are the most at once in each pixel', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const stays = randomStays(seed, 400);
      const lanes = [laneOf(stays.filter((_, at) => at % 2 === 0)), laneOf(stays.filter((_, at) => at % 2 === 1))];
      const scale = new Scale({ from: 100, to: 900 }, 80);
      const counted = [...new WaiterSteps(lanes).perPixel(scale, 1000)];
      const truth = counted.map((_, x) => {
        const [from, to] = [scale.time(x), scale.time(x + 1)];
        const moments = [from, ...stays.map(([start]) => start).filter((start) => start > from && start <= to)];
        return Math.max(...moments.map((moment) => stays.filter(([start, end]) => start <= moment && end > moment).length));
      });
      assert.deepEqual(counted, truth);
    }
  });

  test('are none after now', () => {
    const steps = new WaiterSteps([laneOf([[0, Number.POSITIVE_INFINITY]])]);
    assert.deepEqual([...steps.perPixel(new Scale({ from: 0, to: 10 }, 10), 4)], [1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
  });
});

suite('The range that is seen', () => {
  test('keeps the time in its place that it is zoomed about', () => {
    const range = zoomed({ from: 100, to: 200 }, 125, 0.5);
    assert.deepEqual(range, { from: 112.5, to: 162.5 });
    assert.ok(zoomed({ from: 0, to: 1 }, 0.5, 1e-9).to - zoomed({ from: 0, to: 1 }, 0.5, 1e-9).from >= 0.0099);
  });

  test('moves as little as it must for a bar to be seen', () => {
    const range = { from: 100, to: 200 };
    assert.equal(showing(range, 150, 160), range);
    assert.equal(showing(range, 50, 150), range);
    for (const [from, to] of [[20, 30], [400, 410], [400, 9000]] as const) {
      const seen = showing(range, from, to);
      assert.ok(seen.from < from && from < seen.to, JSON.stringify(seen));
      assert.ok(Math.abs(seen.to - seen.from - 100) < 1e-9);
    }
    assert.deepEqual(panned(range, -10), { from: 90, to: 190 });
  });

  test('is marked at round times that are far enough apart', () => {
    for (const length of [0.5, 7, 90, 1234, 60_000, 3_600_000, 86_400_000 * 9]) {
      const scale = new Scale({ from: 0, to: length }, 900);
      const step = tickStep(scale, 90);
      assert.ok(step * scale.pace >= 90 - 1e-9 && step * scale.pace <= 900, `${length}: ${step}`);
    }
  });
});
