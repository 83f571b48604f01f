import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Walk } from '../../../../src/watch/tree/walk.ts';

/** Visits every number below a limit, in a tree in which n leads to 2n and 2n + 1. */
function walkTo(limit: number, visit: (n: number) => void = () => undefined): { walk: Walk<number>; seen: number[]; done: () => number } {
  const seen: number[] = [];
  let done = 0;
  const walk: Walk<number> = new Walk(
    (n) => {
      seen.push(n);
      visit(n);
      for (const next of [2 * n, 2 * n + 1]) if (next < limit) walk.push(next);
    },
    () => {
      done += 1;
    },
  );
  return { walk, seen, done: () => done };
}

test('a little is done at once', async () => {
  const { walk, seen, done } = walkTo(100);
  walk.push(1);
  assert.deepEqual(seen.toSorted((a, b) => a - b), Array.from({ length: 99 }, (_, i) => i + 1));
  assert.equal(done(), 1);
  await walk.whenDone();
});

test('much is done in slices, and what comes in between is done first', async () => {
  const slow = (): void => {
    const until = performance.now() + 5;
    while (performance.now() < until);
  };
  const { walk, seen, done } = walkTo(40, slow);
  walk.push(1);
  assert.ok(seen.length < 39, 'the loop gets to turn');
  const sofar = seen.length;
  walk.push(1000);
  await walk.whenDone();
  assert.equal(seen.length, 40);
  assert.equal(seen[sofar], 1000);
  assert.equal(done(), 1);
});

test('a walk that is stopped lets go of who waits for it', async () => {
  const { walk, seen, done } = walkTo(Infinity);
  walk.push(1);
  const waiting = walk.whenDone();
  walk.stop();
  const sofar = seen.length;
  await waiting;
  await new Promise(setImmediate);
  assert.equal(seen.length, sofar);
  assert.equal(done(), 0);
});

test('a visit that throws stops nothing but itself', async () => {
  const { walk, seen } = walkTo(100, (n) => {
    if (n === 3) throw new Error('no');
  });
  assert.throws(() => walk.push(1), /no/);
  await walk.whenDone();
  assert.ok(seen.includes(2) && seen.includes(64) && !seen.includes(6));
});
