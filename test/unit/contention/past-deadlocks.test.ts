import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Actor, Span } from '../../../src/contention/model.ts';
import { deadlocksOver } from '../../../src/contention/past-deadlocks.ts';
import { actor, pick, randomFrom, span } from './make.ts';

const [a, b, c] = [actor(1), actor(2), actor(3)];
const now = 10_000;

function stay(is: Span['is'], who: Actor, lock: string, from: number, to: number | null): Span {
  return span({ is, actor: who, lock, from, to });
}

function told(...spans: readonly Span[]): readonly (readonly [readonly (number | null)[], number, number | null])[] {
  return deadlocksOver(spans.map((each, at) => ({ ...each, id: at + 1 })), now).map(({ deadlock, from, to }) => [deadlock.members.map((member) => member.actor.pid), from, to]);
}

/** Two who wait for each other from that moment on, until one of them ends. */
function ring(from: number, to: number | null): readonly Span[] {
  return [stay('hold', a, '/x', 0, to), stay('hold', b, '/y', 0, null), stay('wait', a, '/y', from - 50, to), stay('wait', b, '/x', from, to)];
}

describe('deadlocks of the past', () => {
  test('are told with when they closed and when they were over', () => {
    assert.deepEqual(told(...ring(1000, 3000)), [[[1, 2], 1000, 3000]]);
    assert.deepEqual(told(...ring(1000, null)), [[[1, 2], 1000, null]]);
  });

  test('are told once for as long as they last, and again when they come again', () => {
    const other = [stay('hold', c, '/z', 1500, 4000), stay('wait', c, '/x', 1600, 4000)];
    assert.deepEqual(told(...ring(1000, 3000), ...other), [[[1, 2], 1000, 3000]]);
    const again = [stay('hold', a, '/x', 5000, 7000), stay('wait', a, '/y', 5100, 7000), stay('wait', b, '/x', 5200, 7000)];
    assert.deepEqual(told(...ring(1000, 3000), ...again), [[[1, 2], 1000, 3000], [[1, 2], 5200, 7000]]);
  });

  test('are none where nobody waits for each other at one time, or only for a moment', () => {
    assert.deepEqual(told(stay('hold', a, '/x', 0, 1000), stay('wait', b, '/x', 10, 1000), stay('hold', b, '/y', 1500, 3000), stay('wait', a, '/y', 1600, 3000)), []);
    assert.deepEqual(told(...ring(1000, 1090)), []);
    assert.deepEqual(told(stay('hold', a, '/x', 0, null), stay('wait', b, '/x', 10, null)), []);
  });

  test('are those that a look at each moment would find', () => {
    let count = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomFrom(seed);
      // One holds a lock at a time, and each waits for one at a time.
      const times = (): readonly (readonly [number, number])[] => [0, 1, 2].map((part) => [part * 2000 + Math.floor(random() * 10) * 100, part * 2000 + 1000 + Math.floor(random() * 10) * 100]);
      const spans = [
        ...['/x', '/y', '/z'].flatMap((lock) => times().map(([from, to]) => stay('hold', pick(random, [a, b, c]), lock, from, to))),
        ...[a, b, c].flatMap((who) => times().map(([from, to]) => stay('wait', who, pick(random, ['/x', '/y', '/z']), from, to))),
      ];
      const seen = new Set<string>();
      for (let at = 50; at < 7000; at += 100) {
        const lasting = spans.filter(({ from, to }) => from <= at && (to ?? Infinity) > at).map((each) => ({ ...each, from: 0, to: null }));
        for (const [pids] of told(...lasting)) seen.add(pids.join());
      }
      const over = new Set(told(...spans).map(([pids]) => pids.join()));
      assert.deepEqual([...over].toSorted(), [...seen].toSorted(), `seed ${seed}`);
      count += seen.size;
    }
    assert.ok(count > 50, `${count} deadlocks tried`);
  });

  test('are looked for without long delay among a hundred thousand spans of one busy lock', () => {
    const spans = Array.from({ length: 100_000 }, (_none, at) => span({ id: at, is: at % 2 === 0 ? 'hold' : 'wait', actor: actor(at % 7), lock: `/ws/${at % 3}`, from: at * 150, to: at * 150 + 149 }));
    assert.deepEqual(deadlocksOver(spans, 1e9), []);
  });
});
