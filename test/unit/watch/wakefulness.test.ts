import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Wakefulness } from '../../../src/watch/wakefulness.ts';

test('a clock that jumps, as after sleep, begins a new time of being awake', () => {
  let now = 1_000_000_000;
  // Stands still but for its jumps; the other clock goes on for less than what counts.
  const wakefulness = new Wakefulness({ now: () => now });
  // A machine that has slept at some time counts from here.
  const before = wakefulness.since();
  assert.ok(before === -Infinity || before === now);
  assert.equal(wakefulness.since(), before);
  now += 30_000;
  assert.equal(wakefulness.since(), now);
  assert.equal(wakefulness.since(), now);
  now -= 3_600_000;
  assert.equal(wakefulness.since(), now);
});
