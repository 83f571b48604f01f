// What holds come of the changes of locks that are held by being there.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { History } from '../../../src/contention/history.ts';
import { InventoryHolds } from '../../../src/contention/inventory-holds.ts';
import { actorOf } from '../../../src/contention/inventory-lock.ts';
import type { Actor, Span } from '../../../src/contention/model.ts';
import type { Lock } from '../../../src/locks/lock.ts';
import type { TimedLockChange } from '../../../src/watch/inventory.ts';
import { aHolder, aLock } from '../views/a-lock.ts';

const at = '/ws/a.lock';
const holder = (pid: number): Lock['holder'] => aHolder({ pid, host: null, command: `job ${pid}`, startMark: String(pid) });
const actor = (pid: number): Actor => ({ pid, startMark: String(pid), command: `job ${pid}` });
const lock = (parts: Partial<Lock> = {}, state: Lock['verdict']['state'] = 'held'): Lock => aLock(state, { path: at, kernelLocks: [], ...parts });
const change = (type: TimedLockChange['type'], when: number, of: Lock = lock(), timing: TimedLockChange['timing'] = 'seen'): TimedLockChange => ({ type, lock: of, at: when, timing });

describe('holds of locks that are held by being there', () => {
  let holds: InventoryHolds;
  let history: History;

  const take = (...changes: readonly TimedLockChange[]): void => history.apply(changes.flatMap((each) => holds.take(each)));
  /** "pid from-to certainty", in the order in which they became known. */
  const told = (): string[] => history.spans.map(({ actor: { pid }, from, to, certainty }: Span) => `${pid ?? 'unknown'} ${from}-${to ?? ''} ${certainty}`);

  beforeEach(() => {
    holds = new InventoryHolds();
    history = new History();
  });

  test('last from the appearing to the release', () => {
    take(change('appeared', 10, lock({ holder: holder(1) })));
    assert.deepEqual(told(), ['1 10- seen']);
    take(change('released', 25.5));
    assert.deepEqual(told(), ['1 10-25.5 seen']);
  });

  test('are named when their holder becomes known', () => {
    take(change('appeared', 10, lock({ holder: null })));
    assert.deepEqual(told(), ['unknown 10- seen']);
    take(change('changed', 12, lock({ holder: holder(7) })));
    assert.deepEqual(told(), ['7 10- seen']);
  });

  test('of unknown length are told as glimpsed', () => {
    take(change('appeared', 10, lock({ holder: null }), 'glimpsed'), change('released', 10, lock(), 'glimpsed'));
    assert.deepEqual(told(), ['unknown 10-10 glimpsed']);
  });

  test('that were there before are told as sampled', () => {
    take(change('appeared', 3, lock(), 'sampled'), change('released', 10));
    assert.equal(history.spans[0]?.certainty, 'sampled');
  });

  test('that went out of sight and come back are not told twice', () => {
    take(change('appeared', 3, lock({ holder: holder(1) })), change('released', 50, lock(), 'sampled'), change('appeared', 3, lock({ holder: holder(1) }), 'sampled'));
    assert.deepEqual(told(), ['1 3-50 sampled', '1 50- sampled']);
  });

  test('end when their holder does, though the lock stays', () => {
    take(change('appeared', 10, lock({ holder: holder(1) })), change('changed', 90, lock({ holder: holder(1) }, 'stale'), 'sampled'), change('released', 500));
    assert.deepEqual(told(), ['1 10-90 sampled']);
  });

  test('of a holder that has ended before its lock was judged are of an unknown length', () => {
    take(change('appeared', 10, lock({ holder: holder(1) }, 'stale')));
    assert.deepEqual(told(), ['1 10-10 sampled']);
  });

  test('are none where nobody holds it, or where the kernel does', () => {
    const kernelLock = { by: 'flock', mode: 'write', start: 0, end: null, holders: [], waiters: [] } as const;
    take(change('appeared', 1, lock({}, 'idle')), change('appeared', 1, lock({ path: '/b', kernelLocks: [kernelLock] })), change('appeared', 1, lock({ path: '/c', kind: 'kernel-lock' })), change('appeared', 1, lock({ path: '/d' }, 'stale'), 'sampled'));
    assert.deepEqual(told(), []);
  });

  test('are two where another lock took the place of the first', () => {
    const second = lock({ holder: holder(2), identity: { ...lock().identity, ino: 99n } });
    take(change('appeared', 10, lock({ holder: holder(1) })), change('changed', 20, second, 'seen'));
    assert.deepEqual(told(), ['1 10-20 sampled', '2 20- seen']);
  });

  describe('of a FileLock that is passed on', () => {
    const fileLock = (pid: number): Lock => lock({ kind: 'file-lock', holder: holder(pid) });
    const pass = (from: number, to: number, when: number): void => holds.passed({ lock: at, from: actor(from), to: actor(to), at: when });

    test('are one for each holder, although the lock was judged after the passes', () => {
      pass(1, 2, 20);
      pass(2, 3, 30);
      take(change('appeared', 10, fileLock(3)), change('released', 40));
      assert.deepEqual(told(), ['1 10-20 seen', '2 20-30 seen', '3 30-40 seen']);
    });

    test('come of the passes alone while nothing else is told of it', () => {
      take(change('appeared', 10, fileLock(1)));
      pass(1, 2, 20);
      history.apply(holds.settle(19));
      assert.deepEqual(told(), ['1 10- seen']);
      assert.ok(holds.hasPasses);
      history.apply(holds.settle(20));
      assert.deepEqual(told(), ['1 10-20 seen', '2 20- seen']);
      assert.ok(!holds.hasPasses);
    });

    test('are not confused by what was judged before a pass', () => {
      take(change('appeared', 10, fileLock(1)));
      pass(1, 2, 20);
      history.apply(holds.settle(100));
      take(change('changed', 110, fileLock(1), 'sampled'));
      assert.deepEqual(told(), ['1 10-20 seen', '2 20- seen']);
    });

    test('belong to the lock that stood then', () => {
      pass(1, 2, 15);
      pass(3, 4, 45);
      take(change('appeared', 10, fileLock(1)), change('released', 20), change('appeared', 40, fileLock(3)), change('released', 50));
      assert.deepEqual(told(), ['1 10-15 seen', '2 15-20 seen', '3 40-45 seen', '4 45-50 seen']);
    });

    test('go on although who passed it on has ended', () => {
      pass(1, 2, 20);
      take(change('appeared', 10, lock({ kind: 'file-lock', holder: holder(1) }, 'stale')), change('released', 30));
      assert.deepEqual(told(), ['1 10-20 seen', '2 20-30 seen']);
    });

    test('are sampled where only looking again showed another holder', () => {
      take(change('appeared', 10, fileLock(1)), change('changed', 60, fileLock(2), 'sampled'));
      assert.deepEqual(told(), ['1 10-60 sampled', '2 60- sampled']);
    });
  });
});

describe('who holds a lock', () => {
  test('is no process of this machine when it is on another', () => {
    const there = actorOf(aHolder({ pid: 5, host: 'there', command: null, startMark: null }), 'here');
    assert.deepEqual(there, { pid: null, startMark: null, command: 'pid 5 on there' });
    assert.equal(actorOf(aHolder({ pid: 5, host: 'here' }), 'here').pid, 5);
  });
});
