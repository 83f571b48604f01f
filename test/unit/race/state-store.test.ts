import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { StateStore } from '../../../src/race/model/explicit/state-store.ts';

/** Random numbers that are the same in every run (mulberry32). */
function randomBy(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('a store of states', () => {
  for (const width of [1, 2, 3, 4, 5, 8, 13]) {
    test(`keeps rows of ${width} once each, also when they outgrow a byte on the way`, () => {
      const store = new StateStore(width);
      const random = randomBy(width);
      const known = new Map<string, number>();
      for (let at = 0; at < 40_000; at += 1) {
        const most = at < 20_000 ? 256 : 65_536;
        const row = Int32Array.from({ length: width }, () => (random() < 0.7 ? Math.floor(random() * 3) : Math.floor(random() * most)));
        const expected = known.get(row.join());
        const number = store.add(row);
        assert.equal(number, expected === undefined ? known.size : -1 - expected);
        if (expected === undefined) known.set(row.join(), number);
      }
      assert.equal(store.size, known.size);
      const read = new Int32Array(width);
      for (const [key, number] of known) {
        store.read(number, read);
        assert.equal(read.join(), key);
        assert.equal(store.numberOf(read), number);
      }
    });
  }

  test('keeps the neighbours of a row as it keeps whole rows, also when they outgrow a byte on the way', () => {
    const width = 7;
    const [whole, near] = [new StateStore(width), new StateStore(width)];
    const random = randomBy(1);
    const row = new Int32Array(width);
    assert.equal(near.add(row), whole.add(row));
    for (let number = 0; whole.size < 20_000; number += 1) {
      whole.read(number, row);
      near.startFrom(number);
      for (let change = 0; change < 5; change += 1) {
        const [one, other] = [Math.floor(random() * 3), 3 + Math.floor(random() * 4)];
        const next = row.with(one, Math.floor(random() * (number < 2000 ? 9 : 999))).with(other, Math.floor(random() * 9));
        assert.equal(near.addNear(one, next[one] ?? 0, other, next[other] ?? 0), whole.add(next));
      }
    }
    const [read, expected] = [new Int32Array(width), new Int32Array(width)];
    for (let number = 0; number < whole.size; number += 1) {
      near.read(number, read);
      whole.read(number, expected);
      assert.deepEqual(read, expected);
    }
    assert.equal(near.size, whole.size);
  });

  test('refuses what it cannot pack', () => {
    const store = new StateStore(2);
    assert.throws(() => store.add(Int32Array.of(1, 70_000)), RangeError);
    assert.throws(() => store.add(Int32Array.of(1, -1)), RangeError);
    store.startFrom(store.add(Int32Array.of(1, 2)));
    assert.throws(() => store.addNear(0, 1, 1, 70_000), RangeError);
  });
});
