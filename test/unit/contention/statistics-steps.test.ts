import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockingOf } from '../../../src/contention/blocking.ts';
import { countContended } from '../../../src/contention/contended.ts';
import { shortCommand } from '../../../src/contention/short-command.ts';
import { atOnce, blockingInSteps, contendedInSteps, stepStays } from '../../../src/contention/statistics-steps.ts';
import { staysOf } from '../../../src/contention/stays.ts';
import { epoch, randomFrom, randomSpans } from './make.ts';

/** Many short ones, one after the other, and a few that last over many steps. */
function busyLock(seed: number): ReturnType<typeof randomSpans> {
  const random = randomFrom(seed);
  return randomSpans(random, 20_000).map((span, at) => {
    const from = epoch + at + random();
    const length = at % 3000 === 7 ? 8000 : random() * 6;
    return { ...span, lock: '/ws/a.lock', from, to: from + length };
  });
}

test('what is counted in steps is what is counted in one go', () => {
  for (const seed of [1, 2, 3]) {
    const spans = busyLock(seed);
    const [holds, waits] = (['hold', 'wait'] as const).map((kind) => staysOf(spans.filter(({ is }) => is === kind), epoch + 40_000));
    if (holds === undefined || waits === undefined) return assert.fail();
    assert.ok(holds.spans.length > 2 * stepStays && waits.spans.length > 2 * stepStays);
    assert.equal(atOnce(contendedInSteps(holds, waits)), countContended(holds, waits));
    const rounded = (blocking: ReturnType<typeof blockingOf>): unknown => blocking.map(({ blocker, waiter, count, totalMs }) => [blocker, waiter, count, Math.round(totalMs)]);
    assert.deepEqual(rounded(atOnce(blockingInSteps(holds, waits, shortCommand))), rounded(blockingOf(holds, waits, shortCommand)));
  }
});
