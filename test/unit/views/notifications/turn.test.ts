import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { Turn, type SharedMemory } from '../../../../src/views/notifications/turn.ts';
import { aLock, now } from '../a-lock.ts';

/** What all windows keep, in the memory of this one; SharedState's own tests are about its file. */
function sharedMemory(value?: unknown): SharedMemory {
  return { read: () => value, change: async (next) => void (value = next(value)) };
}

suite('Which window tells', () => {
  const lock = aLock('stale');
  const other = aLock('stale', { path: '/elsewhere/x.lock' });

  test('any, while none had the focus', () => {
    assert.ok(new Turn(sharedMemory(), 'a').isOurs(lock));
  });

  test('the one that had it last, of those on the same folder', async () => {
    const memory = sharedMemory();
    const [a, b] = [new Turn(memory, 'a'), new Turn(memory, 'b')];
    await a.take(['/ws/app']);
    assert.deepEqual([a.isOurs(lock), b.isOurs(lock)], [true, false]);
    await b.take(['/ws/app', '/more']);
    assert.deepEqual([a.isOurs(lock), b.isOurs(lock)], [false, true]);
    await a.take(['/elsewhere']);
    assert.deepEqual([a.isOurs(lock), b.isOurs(lock)], [false, true]);
    assert.deepEqual([a.isOurs(other), b.isOurs(other)], [true, false]);
  });

  test('of each lock only once, in whatever window, and kind by kind', async () => {
    const memory = sharedMemory();
    const [a, b] = [new Turn(memory, 'a'), new Turn(memory, 'b')];
    assert.deepEqual(await a.claim('stale', [lock]), [lock]);
    assert.deepEqual(await b.claim('stale', [lock, other]), [other]);
    assert.deepEqual(await b.claim('blocked', [lock]), [lock]);
    const next = aLock('stale', { acquiredAt: now });
    assert.deepEqual(await a.claim('stale', [lock, next]), [next]);
  });

  test('memory is bounded', async () => {
    const memory = sharedMemory();
    const turn = new Turn(memory, 'a');
    for (let i = 0; i < 400; i++) await turn.claim('stale', [aLock('stale', { acquiredAt: i })]);
    await turn.take(Array.from({ length: 150 }, (_, i) => `/f${i}`));
    assert.deepEqual(Object.values(Object(memory.read())).map((value) => (Array.isArray(value) ? value.length : value)), [100, 300]);
  });

  test('what is no memory of ours counts as none', async () => {
    for (const value of [7, 'x', null, { told: 7, lastFocused: [7, ['/ws']] }]) {
      const turn = new Turn(sharedMemory(value), 'a');
      assert.ok(turn.isOurs(lock));
      assert.deepEqual(await turn.claim('stale', [lock]), [lock]);
    }
  });
});
