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

  test('refuses what it cannot pack', () => {
    assert.throws(() => new StateStore(2).add(Int32Array.of(1, 70_000)), RangeError);
  });
});
