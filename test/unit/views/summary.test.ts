import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { Emitter } from '../../../src/base/emitter.ts';
import { plain } from '../../../src/base/text.ts';
import type { Lock } from '../../../src/locks/lock.ts';
import { summarize } from '../../../src/views/summary.ts';
import { Tally } from '../../../src/views/tally.ts';
import type { LockChange } from '../../../src/watch/inventory.ts';
import { aHolder, aLock } from './a-lock.ts';

/** With paths of their own. */
function tallyOf(...locks: readonly Lock[]): Tally {
  const emitter = new Emitter<readonly LockChange[]>();
  return new Tally({ locks: locks.map((lock, i) => ({ ...lock, path: `/ws/${i}` })), onDidChange: emitter.event });
}

const waiter = aHolder({ pid: 2 });
const waitedFor = (resource: string, waiters = 1): Lock => aLock('held', { resource, waiters: Array.from({ length: waiters }, () => waiter) });

suite('The status bar', () => {
  test('is quiet when all is well', () => {
    assert.equal(summarize(tallyOf(aLock('held'), aLock('suspect')), 'whenNotable'), null);
  });

  test('warns of stale locks', () => {
    const summary = summarize(tallyOf(aLock('stale'), waitedFor('/ws/config.json'), aLock('stale')), 'whenNotable');
    assert.ok(summary);
    assert.equal(plain(summary.label), '2 stale');
    assert.equal(plain(summary.tooltip), '2 stale locks');
    assert.equal(summary.warning, true);
  });

  test('says what is waited for', () => {
    const said = (...locks: readonly Lock[]): string[] => {
      const summary = summarize(tallyOf(...locks), 'whenNotable') ?? assert.fail();
      assert.equal(summary.warning, false);
      return [plain(summary.label), plain(summary.tooltip)];
    };
    assert.deepEqual(said(aLock('held'), waitedFor('/ws/config.json')), ['waiting for config.json', '1 process waits for config.json']);
    assert.deepEqual(said(waitedFor('/ws/a', 3), waitedFor('/ws/b')), ['waiting for a and 1 more', '3 processes wait for a']);
  });

  test('can always be there, without warning of what is in order', () => {
    const label = (...states: readonly ('held' | 'idle')[]): string | undefined => {
      const summary = summarize(tallyOf(...states.map((state) => aLock(state))), 'always');
      assert.equal(summary?.warning, false);
      return summary === null ? undefined : plain(summary.label);
    };
    assert.equal(label('idle'), 'No locks');
    assert.equal(label('held'), '1 lock');
    assert.equal(label('held', 'held'), '2 locks');
  });

  test('can never be there', () => {
    assert.equal(summarize(tallyOf(aLock('stale')), 'never'), null);
  });
});

suite('The tally', () => {
  const change = (type: LockChange['type'], lock: Lock): LockChange => ({ type, lock });

  test('follows locks as they come, change and go, and those that are waited for', () => {
    const emitter = new Emitter<readonly LockChange[]>();
    using stack = new DisposableStack();
    const tally = stack.adopt(new Tally({ locks: [], onDidChange: emitter.event }), (owned) => owned.dispose());
    const a = aLock('held', { path: '/a' });
    emitter.fire([change('appeared', a), change('appeared', aLock('held', { path: '/b', waiters: [waiter] }))]);
    assert.deepEqual([tally.all, tally.of('held'), [...tally.waitedFor.keys()]], [2, 2, ['/b']]);
    emitter.fire([change('changed', aLock('stale', { path: '/a' })), change('released', aLock('held', { path: '/b' }))]);
    assert.deepEqual([tally.all, tally.of('held'), tally.of('stale'), tally.waitedFor.size], [1, 0, 1, 0]);
    emitter.fire([change('released', a), change('released', a)]);
    assert.deepEqual([tally.all, tally.of('stale')], [0, 0]);
  });
});
