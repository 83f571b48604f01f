import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { plain } from '../../../../src/base/text.ts';
import type { Lock, LockState } from '../../../../src/locks/lock.ts';
import { Gatherer } from '../../../../src/views/notifications/gatherer.ts';
import { StaleWatch } from '../../../../src/views/notifications/stale-watch.ts';
import { endOfWait } from '../../../../src/views/notifications/wait-end.ts';
import { describeBlocked, describeStale } from '../../../../src/views/notifications/wording.ts';
import { aLock, now } from '../a-lock.ts';

suite('Locks that go stale', () => {
  const changed = (state: LockState, parts: Partial<Lock> = {}) => ({ type: 'changed', lock: aLock(state, parts) }) as const;
  const paths = (locks: readonly Lock[]): string[] => locks.map(({ path }) => path);

  test('one that lived is told, once', () => {
    const watch = new StaleWatch([aLock('held')]);
    assert.equal(watch.apply([changed('stale')]).length, 1);
    assert.equal(watch.apply([changed('stale')]).length, 0);
  });

  test('a suspect or unknown one counts, too', () => {
    for (const state of ['suspect', 'unknown'] as const) {
      const watch = new StaleWatch([]);
      watch.apply([{ type: 'appeared', lock: aLock(state) }]);
      assert.equal(watch.apply([changed('stale')]).length, 1);
    }
  });

  test('one that was stale when first seen is not told', () => {
    assert.deepEqual(new StaleWatch([aLock('stale')]).apply([changed('stale')]), []);
    assert.deepEqual(new StaleWatch([]).apply([{ type: 'appeared', lock: aLock('stale') }]), []);
  });

  test('a release is none, and the next lock in its place is another', () => {
    const watch = new StaleWatch([aLock('held')]);
    assert.deepEqual(watch.apply([{ type: 'released', lock: aLock('stale') }]), []);
    assert.deepEqual(watch.apply([changed('stale', { acquiredAt: now })]), []);
  });

  test('several at once are told together', () => {
    const [a, b] = ['/ws/a.lock', '/ws/b.lock'];
    const watch = new StaleWatch([aLock('held', { path: a }), aLock('held', { path: b })]);
    assert.deepEqual(paths(watch.apply([changed('stale', { path: a }), changed('stale', { path: b })])), [a, b]);
  });
});

suite('Gathering a burst', () => {
  const pace = { gatherMs: 2000, restMs: 30_000 };

  test('is told at once, and the next one after a rest', ({ mock }) => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    const told: (readonly number[])[] = [];
    const gatherer = new Gatherer<number>((items) => told.push(items), pace, () => Date.now());
    gatherer.add([1, 2]);
    mock.timers.tick(1500);
    gatherer.add([3]);
    assert.deepEqual(told, []);
    mock.timers.tick(500);
    assert.deepEqual(told, [[1, 2, 3]]);
    mock.timers.tick(3000);
    gatherer.add([4]);
    mock.timers.tick(20_000);
    assert.deepEqual(told, [[1, 2, 3]]);
    mock.timers.tick(7000);
    assert.deepEqual(told, [[1, 2, 3], [4]]);
  });

  test('nothing is told of nothing, nor after the end', ({ mock }) => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    let told = 0;
    const gatherer = new Gatherer<number>(() => told++, pace, () => Date.now());
    gatherer.add([]);
    mock.timers.tick(10_000);
    gatherer.add([1]);
    gatherer.dispose();
    mock.timers.tick(10_000);
    assert.equal(told, 0);
  });
});

suite('What a notice says', () => {
  const folders = [{ name: 'ws', path: '/ws' }];
  const locks = ['a', 'b', 'c', 'd', 'e'].map((name) => aLock('stale', { path: `/ws/${name}.lock` }));
  const words = (count: number): string => plain(describeStale(locks.slice(0, count), folders));

  test('one by its name, several by names and a count', () => {
    assert.equal(words(1), 'The lock on a went stale: its holder is gone.');
    assert.equal(words(3), '3 locks went stale: those on a, b, c.');
    assert.equal(words(5), '5 locks went stale: those on a, b, c and 2 more.');
  });

  test('of a command that was stopped, or waits', () => {
    assert.equal(plain(describeBlocked('git', 'stopped', '.git/index', 'held 3 s by git commit (4312)')), 'git was stopped by a lock on .git/index, held 3 s by git commit (4312).');
    assert.equal(plain(describeBlocked('cargo', 'waits', 'target', 'held 3 s')), 'cargo waits for a lock on target, held 3 s.');
    assert.equal(plain(describeBlocked('git', 'perhaps-stopped', '.git/index', 'suspect, 3 s old')), 'git failed, perhaps for a lock on .git/index, suspect, 3 s old.');
  });
});

suite('The end of waiting', () => {
  const held = aLock('held');

  test('a lock that is gone or idle is released', () => {
    assert.equal(endOfWait(held, null), 'released');
    assert.equal(endOfWait(held, aLock('idle')), 'released');
  });
  test('another lock in its place', () => assert.equal(endOfWait(held, aLock('held', { acquiredAt: now })), 'taken-again'));
  test('a holder that is gone', () => assert.equal(endOfWait(held, aLock('stale')), 'not-held'));
  test('not over while it is held, or as doubtful as before', () => {
    assert.equal(endOfWait(held, aLock('held')), null);
    assert.equal(endOfWait(aLock('suspect'), aLock('suspect')), null);
  });
});
