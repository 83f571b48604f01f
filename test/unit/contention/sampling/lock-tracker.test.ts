import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Actor, LockName } from '../../../../src/contention/model.ts';
import { LockTracker } from '../../../../src/contention/sampling/lock-tracker.ts';
import type { LookTime, Presence } from '../../../../src/contention/sampling/presence.ts';

const lock: LockName = { path: '/w/a.lock', resource: '/w/a', kind: 'lockfile', title: 'Lock file' };
const actor = (pid: number): Actor => ({ pid, startMark: '7', command: `job ${pid}` });
const hold = (pid: number, more: Partial<Presence> = {}): Presence => ({ key: `hold ${pid}`, is: 'hold', file: '1:2:3', lock, mode: 'exclusive', actor: actor(pid), blockers: [], ...more });
const wait = (pid: number, ...blockers: number[]): Presence => ({ ...hold(pid), key: `wait ${pid}`, is: 'wait', blockers: blockers.map(actor) });
/** A look that is done at this time, and took no time. */
const at = (done: number): LookTime => ({ began: done, done });

describe('the tracker of locks', () => {
  test('places what comes and goes between two near looks in their middle', () => {
    const tracker = new LockTracker();
    tracker.look(at(100), []);
    assert.deepEqual(tracker.look(at(100.5), [hold(1)]), [
      { is: 'began', key: 'hold 1', lock, span: { is: 'hold', actor: actor(1), mode: 'exclusive', from: 100.25, certainty: 'seen', blockers: [] } },
    ]);
    tracker.lookSame(at(101));
    assert.deepEqual(tracker.look(at(101.6), []), [{ is: 'ended', key: 'hold 1', at: 101.3, certainty: 'seen' }]);
  });

  test('tells of what is seen after a while no more than that it lasted from look to look', () => {
    const tracker = new LockTracker();
    tracker.look(at(100), []);
    const [began] = tracker.look(at(140), [hold(1)]);
    assert.deepEqual(began?.is === 'began' ? [began.span.from, began.span.certainty] : null, [140, 'sampled']);
    tracker.lookSame(at(180));
    assert.deepEqual(tracker.look(at(220), []), [{ is: 'ended', key: 'hold 1', at: 180, certainty: 'sampled' }]);
  });

  test('knows nothing of the length of what one look alone saw', () => {
    const tracker = new LockTracker();
    tracker.look(at(100), []);
    tracker.look(at(140), [hold(1)]);
    assert.deepEqual(tracker.look(at(180), []), [{ is: 'ended', key: 'hold 1', at: 140, certainty: 'glimpsed' }]);
  });

  test('calls a length seen where it cannot be off by more than a ms or a fiftieth of it', () => {
    const ends = (...looks: readonly number[]): unknown => {
      const tracker = new LockTracker();
      const [before = 0, first = 0, last = 0, after = 0] = looks;
      tracker.look(at(before), []);
      const [began] = tracker.look(at(first), [hold(1)]);
      tracker.lookSame(at(last));
      const [ended] = tracker.look(at(after), []);
      return [began?.is === 'began' && began.span.from, ended?.is === 'ended' && ended.at, ended?.is === 'ended' && ended.certainty];
    };
    assert.deepEqual(ends(100, 101.5, 102, 102.5), [100.75, 102.25, 'seen']);
    assert.deepEqual(ends(100, 101.5, 102, 103), [100.75, 102.5, 'sampled']);
    assert.deepEqual(ends(100, 101.5, 101.5, 102.5), [100.75, 102, 'glimpsed']);
    assert.deepEqual(ends(100, 100.5, 500, 506), [100.25, 500, 'seen']);
    assert.deepEqual(ends(100, 102.5, 103, 103.5), [102.5, 103.25, 'sampled']);
  });

  test('counts the time that a look itself takes', () => {
    const tracker = new LockTracker();
    tracker.look({ began: 100, done: 100.1 }, []);
    const [began] = tracker.look({ began: 100.5, done: 106 }, [hold(1)]);
    assert.equal(began?.is === 'began' ? began.span.certainty : null, 'sampled');
  });

  test('lets a hold go on that a list of several pages overlooks once', () => {
    const tracker = new LockTracker();
    tracker.look(at(100), []);
    tracker.look(at(100.5), [hold(1)]);
    assert.deepEqual(tracker.look(at(101), [], false), []);
    assert.ok(tracker.decidesAt <= 101.5);
    assert.deepEqual(tracker.look(at(101.5), [hold(1)], false), []);
    tracker.look(at(102), [], false);
    assert.deepEqual(tracker.look(at(102.5), [], false), [{ is: 'ended', key: 'hold 1', at: 101.75, certainty: 'seen' }]);
  });

  test('lets a wait go on until the hold begins for which a process is woken', () => {
    const tracker = new LockTracker();
    tracker.look(at(100), [hold(1)]);
    tracker.look(at(100.5), [hold(1), wait(2, 1), wait(3, 1)]);
    // 1 has released; 2 is woken and 3 waits behind it: neither is listed.
    assert.deepEqual(tracker.look(at(101), []).map(({ key }) => key), ['hold 1']);
    const handed = tracker.look(at(101.5), [hold(2), wait(3, 2)]);
    assert.deepEqual(handed.map(({ is, key }) => `${is} ${key}`), ['ended wait 2', 'began hold 2', 'learned wait 3']);
    assert.deepEqual(handed.map((each) => (each.is === 'ended' ? each.at : each.is === 'began' ? each.span.from : null)), [101.25, 101.25, null]);
  });

  test('ends a wait when it was last seen, if nothing comes of it', () => {
    const tracker = new LockTracker();
    tracker.look(at(100), [hold(1)]);
    tracker.look(at(100.5), [hold(1), wait(2, 1)]);
    assert.deepEqual(tracker.look(at(101), [hold(1)]), []);
    assert.deepEqual(tracker.look(at(tracker.decidesAt), [hold(1)]), [{ is: 'ended', key: 'wait 2', at: 100.75, certainty: 'seen' }]);
    assert.equal(tracker.decidesAt, Infinity);
  });

  test('tells what is learned once, and nothing of what stays the same', () => {
    const tracker = new LockTracker();
    tracker.look(at(100), [hold(1)]);
    const known = { ...actor(1), command: 'another' };
    assert.deepEqual(tracker.look(at(100.5), [hold(1, { actor: known })]), [{ is: 'learned', key: 'hold 1', actor: known, blockers: [] }]);
    assert.deepEqual(tracker.look(at(101), [hold(1, { actor: { ...known } })]), []);
  });

  test('tells of a file that is named later what was before, once', () => {
    const tracker = new LockTracker();
    tracker.look(at(100), []);
    assert.deepEqual(tracker.look(at(100.5), [hold(1, { lock: null })]), []);
    assert.deepEqual(tracker.look(at(101), []), []);
    assert.deepEqual(tracker.look(at(101.5), [hold(2, { lock: null }), hold(3, { lock: null, file: 'another' })]), []);
    const told = tracker.look(at(102), [hold(2), hold(3, { lock: null, file: 'another' })]);
    assert.deepEqual(told.map((each) => (each.is === 'began' ? each.span.from : each.is === 'ended' ? each.at : null)), [100.25, 100.75, 101.25]);
    assert.deepEqual(tracker.look(at(102.5), []).map(({ is, key }) => `${is} ${key}`), ['ended hold 2']);
  });
});
