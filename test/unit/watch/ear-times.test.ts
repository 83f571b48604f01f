// Which of the times that the ear noted is that of which event.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EarTimes } from '../../../src/watch/ear-times.ts';

/** What an ear noted, and the times of the other thread. */
function listening(): { readonly times: EarTimes; readonly hears: (at: number, stands?: boolean) => void } {
  const heard = new Float64Array(6);
  const hears = (at: number, stands = true): void => {
    const count = heard[0] ?? 0;
    heard[1 + (count % 5)] = stands ? at : -at;
    heard[0] = count + 1;
  };
  return { times: new EarTimes(heard), hears };
}

describe('the times of the ear', () => {
  test('are those of events in their order, however late these are told', () => {
    const { times, hears } = listening();
    hears(1000.1);
    assert.equal(times.next(1000.3, true), 1000.1);
    for (const at of [1002, 1015, 1017]) hears(at);
    assert.deepEqual([1030, 1030.1, 1030.2].map((now) => times.next(now, false)), [1002, 1015, 1017]);
  });

  test('are not known before all was quiet for a moment', () => {
    const { times, hears } = listening();
    for (const at of [980, 990, 1000]) hears(at);
    assert.equal(times.next(1020, false), null);
    hears(1040);
    assert.equal(times.next(1040.2, true), 1040);
  });

  test('are not known where the ear was the later one, and known again for the next', () => {
    const { times, hears } = listening();
    assert.equal(times.next(1000, true), null);
    hears(1000.2);
    hears(1001);
    assert.equal(times.next(1001.1, true), 1001);
  });

  test('are found again when the ear has not heard something, or more', () => {
    const { times, hears } = listening();
    hears(1000);
    times.next(1000.1, true);
    times.next(1001, true);
    hears(2000);
    assert.equal(times.next(2000.1, true), 2000);
    hears(2500);
    hears(3000);
    assert.equal(times.next(3000.1, true), 3000);
  });

  test('are no more known when too many have come', () => {
    const { times, hears } = listening();
    hears(1000);
    times.next(1000.1, true);
    for (let i = 1; i <= 6; i++) hears(1000 + i);
    assert.equal(times.next(1007, false), null);
    assert.equal(times.next(1007, false), 1002);
  });

  test('tell when a file went, and when a folder did of which more was told', () => {
    const { times, hears } = listening();
    hears(1000);
    times.next(1000.1, true);
    for (const [at, stands] of [[1000.5, true], [1002, false]] as const) hears(at, stands);
    assert.equal(times.coming, 1000.5);
    assert.equal(times.went(false, false), 1000.5);
    assert.equal(times.went(true, false), 1002);
    times.next(1005, false);
    assert.equal(times.went(true, true), 1002);
    assert.equal(times.went(false, true), 1000.5);
  });
});
