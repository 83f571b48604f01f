import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { plain } from '../../../src/base/text.ts';
import type { KernelLock } from '../../../src/locks/lock.ts';
import { describeHindrance, describeNotEnded, heldBy, holdersOf } from '../../../src/views/holders.ts';
import { aHolder, aLock } from './a-lock.ts';

const git = aHolder({ pid: 7, startMark: '70' });
const flock = aHolder({ pid: 8, startMark: '80' });
const kernelLock: KernelLock = { by: 'flock', mode: 'write', start: 0, end: null, holders: [git, flock], waiters: [] };

suite('The holders of locks', () => {
  test('are those that the lock and the kernel name, each once', () => {
    assert.deepEqual(holdersOf(aLock('held', { holder: git, kernelLocks: [kernelLock] })), [git, flock]);
    assert.deepEqual(holdersOf(aLock('held')), []);
  });

  test('hold what they are proven to hold, and not what another of their number holds', () => {
    const own = aLock('held', { path: '/ws/a.lock', holder: git });
    const kernel = aLock('held', { path: '/ws/b', kernelLocks: [kernelLock] });
    const stale = aLock('stale', { path: '/ws/c.lock', holder: git });
    const namesake = aLock('held', { path: '/ws/d.lock', holder: { ...git, startMark: '99' } });
    assert.deepEqual(heldBy(git, [own, kernel, stale, namesake]), [own, kernel]);
  });

  test('why one is not ended has words', () => {
    assert.equal(plain(describeHindrance('other-host', 'pid 7')), 'pid 7 runs on another machine. End it there.');
    const outcomes = ['gone', 'another', 'forbidden', 'unsupported', 'own', 'unverified'] as const;
    const sentences = outcomes.map((is) => plain(describeNotEnded({ is }, 'git (7)')));
    assert.equal(new Set(sentences).size, outcomes.length);
    for (const sentence of sentences) assert.match(sentence, /git \(7\).*\.$/);
  });
});
