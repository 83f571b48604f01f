import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { plain } from '../../../../src/base/text.ts';
import type { Lock } from '../../../../src/locks/lock.ts';
import { Marks } from '../../../../src/views/decorations/marks.ts';
import { aHolder, aLock } from '../a-lock.ts';

const appeared = (lock: Lock) => ({ type: 'appeared', lock }) as const;

function marksOf(...locks: readonly Lock[]): Marks {
  const marks = new Marks();
  marks.apply(locks.map(appeared));
  return marks;
}

function shown(marks: Marks, place: string): string {
  const mark = marks.of(place);
  return mark === null ? '' : [mark.badge, ...mark.tooltip.map(plain)].join(' | ');
}

suite('Marks in the explorer', () => {
  test('are on the protected file and on the lock, with a letter and words', () => {
    const holder = aHolder({ pid: 7, command: 'git commit' });
    const marks = marksOf(aLock('held', { path: '/ws/.git/index.lock', holder }));
    assert.equal(shown(marks, '/ws/.git/index'), 'L | Git index lock, held by git commit (7)');
    assert.equal(shown(marks, '/ws/.git/index.lock'), 'L | Git index lock, held by git commit (7)');
    assert.equal(shown(marks, '/ws/other'), '');
  });

  test('each state has its own, an idle lock none', () => {
    const badge = (state: Parameters<typeof aLock>[0]): string | undefined => marksOf(aLock(state, { path: '/a.lock' })).of('/a')?.badge;
    assert.deepEqual((['held', 'stale', 'suspect', 'unknown', 'idle'] as const).map(badge), ['L', 'L!', 'L?', 'L~', undefined]);
  });

  test('of several locks on a file the most urgent is shown, and all are named', () => {
    const marks = marksOf(aLock('held', { path: '/a.lock', resource: '/a', title: 'One' }), aLock('stale', { path: '/b.lock', resource: '/a', title: 'Two' }));
    assert.equal(shown(marks, '/a'), 'L! | Two, stale: its holder is gone | One, held');
    assert.equal(shown(marks, '/a.lock'), 'L | One, held');
  });

  test('only what a change touches is told', () => {
    const marks = marksOf(aLock('held', { path: '/a.lock' }), aLock('held', { path: '/b.lock' }));
    assert.deepEqual([...marks.apply([{ type: 'changed', lock: aLock('stale', { path: '/a.lock' }) }])].toSorted(), ['/', '/a', '/a.lock']);
    assert.deepEqual([...marks.apply([{ type: 'released', lock: aLock('held', { path: '/b.lock' }) }])].toSorted(), ['/', '/b', '/b.lock']);
    assert.deepEqual([...marks.apply([{ type: 'released', lock: aLock('held', { path: '/c.lock' }) }])], []);
    assert.deepEqual([...marks.marked].toSorted(), ['/', '/a', '/a.lock']);
  });

  test('the folders above have the mark of the most urgent lock below, while there is one', () => {
    const marks = marksOf(aLock('unknown', { path: '/ws/a/x.lock' }), aLock('stale', { path: '/ws/a/y.lock' }), aLock('held', { path: '/ws/b/z.lock' }));
    const badges = (): string[] => ['/ws', '/ws/a', '/ws/b'].map((place) => `${marks.of(place)?.badge ?? ''} ${marks.of(place)?.state ?? ''}`);
    assert.deepEqual(badges(), ['● stale', '● stale', '● held']);
    marks.apply([{ type: 'released', lock: aLock('stale', { path: '/ws/a/y.lock' }) }]);
    assert.deepEqual(badges(), ['● held', '● unknown', '● held']);
    marks.apply([{ type: 'released', lock: aLock('held', { path: '/ws/b/z.lock' }) }, { type: 'released', lock: aLock('unknown', { path: '/ws/a/x.lock' }) }]);
    assert.deepEqual([badges(), [...marks.marked]], [[' ', ' ', ' '], []]);
  });

  test('go when a lock becomes idle, or protects something else', () => {
    const marks = marksOf(aLock('held', { path: '/a.lock' }), aLock('held', { path: '/b.lock' }));
    marks.apply([{ type: 'changed', lock: aLock('idle', { path: '/a.lock' }) }, { type: 'changed', lock: aLock('held', { path: '/b.lock', resource: '/c' }) }]);
    assert.deepEqual([...marks.marked].toSorted(), ['/', '/b.lock', '/c']);
  });
});
