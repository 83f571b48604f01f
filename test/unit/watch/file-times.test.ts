// When something happened, from when it was heard and what the file system noted.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant } from '../../../src/base/instant.ts';
import type { Observation } from '../../../src/locks/observation.ts';
import { FileTimes } from '../../../src/watch/file-times.ts';
import { Hearing } from '../../../src/watch/hearing.ts';
import { momentOf, type Heard } from '../../../src/watch/moment.ts';

const atOnce = (at: number): Heard => ({ at, mayWaitSince: null });
const late = (at: number, mayWaitSince: number): Heard => ({ at, mayWaitSince });

describe('when something happened', () => {
  test('is when it was heard, if that was at once', () => assert.equal(momentOf(atOnce(103.5), 100, 2), 103.5));
  test('is not long after the file system noted it, if it may have waited', () => assert.equal(momentOf(late(120, 90), 100, 2), 102));
  test('is not before the thread was busy, if it may have waited since then', () => assert.equal(momentOf(late(120, 110), 100, 2), 112));
  test('is not long after the file system noted it, if it was found late', () => assert.equal(momentOf(atOnce(500), 100, 2), 102));
  test('is never after it was heard', () => assert.equal(momentOf(late(101, 90), 100, 2), 101));
  test('is when it was heard, where the file system is ahead of this machine', () => assert.equal(momentOf(late(90, 80), 100, 2), 90));
  test('is as the file system noted it, where that is exact', () => assert.equal(momentOf(atOnce(103.5), 100, 0), 100));
  test('is when it was heard, where the file system notes nothing', () => assert.equal(momentOf(atOnce(103.5), null, 2), 103.5));
});

describe('the times of a file system', () => {
  const madeAt = (made: number): { readonly made: number; readonly stood: number } => ({ made, stood: made });
  const made = (bornAt: number | null, changedAt: number): Observation => ({
    path: '/ws/a.lock',
    identity: { dev: 1n, ino: 2n, birthtimeNs: null, mtimeNs: 0n, size: 0n, contentHash: '' },
    artifact: { type: 'folder', entries: [] },
    uid: 0,
    bornAt,
    writtenAt: changedAt,
    changedAt,
  });

  test('a lock that was there for long before it was told was not seen being made', () => {
    assert.equal(new FileTimes().birth(atOnce(5000), made(100, 100), 100), null);
    assert.deepEqual(new FileTimes().birth(atOnce(103), made(100, 100), 100), { at: 103, timing: 'seen' });
  });

  test('are learned to be exact where they are never behind, and trusted then', () => {
    const times = new FileTimes();
    for (let i = 1; i <= 40; i++) times.release(atOnce(1000 * i + 0.2), 1n, 1000 * i, madeAt(0));
    assert.equal(times.release(atOnce(50_003), 1n, 50_000.5, madeAt(0)).at, 50_000.5);
    assert.equal(times.release(atOnce(50_003), 2n, 50_000.5, madeAt(0)).at, 50_003, 'another file system is another matter');
  });

  test('a lock in whose place another stands was released before that was made', () => {
    const times = new FileTimes();
    assert.deepEqual(times.replaced(atOnce(120), made(110, 110), null, 50), { at: 110, timing: 'sampled' });
    assert.deepEqual(times.replaced(atOnce(120), made(110, 110), 90, 50), { at: 90, timing: 'seen' });
    assert.deepEqual(times.replaced(atOnce(120), made(110, 110), 40, 50), { at: 110, timing: 'sampled' }, 'what was heard is its making');
  });

  test('are as the ear heard it, though all else was late', () => {
    const heard = { ...late(120, 90), byEar: 101.5 };
    assert.deepEqual(new FileTimes().birth(heard, made(100, 100), 110), { at: 101.5, timing: 'seen' });
    assert.deepEqual(new FileTimes().release(heard, 1n, 110, madeAt(95)), { at: 101.5, timing: 'seen' }, 'something else has changed the folder since');
    assert.equal(new FileTimes().birth(heard, made(105, 105), 105)?.at, 107, 'it was not made by then');
    assert.equal(new FileTimes().birth({ ...heard, byEar: 115 }, made(100, 100), 110)?.at, 112, 'it was made before');
    assert.equal(new FileTimes().release(heard, 1n, 110, madeAt(103)).at, 112, 'it was not made by then');
    assert.equal(new FileTimes().release(heard, 1n, 110, { made: 95, stood: 103 }).at, 112, 'it stood there after that');
    assert.equal(new FileTimes().release(heard, 1n, 110, { made: 95, stood: 103 }).at, 112, 'it stood there after that');
    assert.equal(new FileTimes().release({ ...heard, byEar: 115 }, 1n, 100, madeAt(95)).at, 102, 'nothing has changed the folder since');
  });

  test('of a lock that nobody has seen are both as the ear heard them, or unknown', () => {
    const heard = { ...late(120, 90), byEar: 101.5 };
    assert.deepEqual(new FileTimes().missed(heard, 103), [{ at: 101.5, timing: 'seen' }, { at: 103, timing: 'seen' }]);
    const glimpsed = { at: 101.5, timing: 'glimpsed' };
    assert.deepEqual(new FileTimes().missed(heard, null), [glimpsed, glimpsed]);
    assert.equal(new FileTimes().missed(atOnce(120), 103)[0].at, 120);
  });

  test('a lock that stands where another did was made when its file was, though it was written on since', () => {
    assert.equal(new FileTimes().birth(atOnce(172), made(99, 160), 150, true)?.at, 101);
    assert.equal(new FileTimes().birth(atOnce(172), made(99, 160), 150)?.at, 172);
  });

  test('a change of the folder before the lock was made was not its release', () => {
    assert.equal(new FileTimes().release(late(120, 110), 1n, 50, madeAt(100)).at, 112);
  });
});

describe('hearing', () => {
  test('what comes right after other work may have waited since that began', () => {
    const hearTwice = (): readonly Heard[] => {
      const hearing = new Hearing();
      const heard: Heard[] = [];
      hearing.run(() => {
        heard.push(hearing.heard);
        const until = performance.now() + 1;
        while (performance.now() < until);
      });
      hearing.run(() => heard.push(hearing.heard));
      return heard;
    };
    // On a busy machine this may be kept from its core between the two, but not each time.
    const tries = Array.from({ length: 50 }, hearTwice);
    assert.ok(tries.every(([first]) => first?.mayWaitSince === null));
    assert.ok(tries.some(([first, second]) => first !== undefined && second?.mayWaitSince === first.at));
  });
});

describe('an instant', () => {
  test('is within the ms of the wall clock, and knows fractions', () => {
    const before = Date.now();
    const times = Array.from({ length: 1000 }, () => instant());
    const after = Date.now() + 1;
    assert.ok(times.every((each) => each >= before && each <= after));
    assert.ok(times.some((each) => each % 1 !== 0));
  });
});
