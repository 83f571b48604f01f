import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { commandLine } from '../../../src/base/command-line.ts';
import { plain } from '../../../src/base/text.ts';
import { whatBreakingDoes, whatToTry } from '../../../src/locks/advice.ts';
import { nameKernelLock, rangeOf } from '../../../src/locks/kernel-words.ts';
import { lockStates, type Breaking, type KernelLock, type Lock, type LockState } from '../../../src/locks/lock.ts';
import { aHolder, aLock } from '../views/a-lock.ts';

const steps = (state: LockState, parts: Partial<Lock> = {}): string => whatToTry(aLock(state, { kind: 'other', ...parts })).map(plain).join(' ');
const breaking = (state: LockState, by: Breaking): string => plain(whatBreakingDoes(aLock(state, { breaking: by })));

suite('What to do about a lock', () => {
  test('every state and way of breaking has its advice, and none breaks what is held', () => {
    for (const by of ['remove', 'end-holder', 'tool-command', 'never'] as const) {
      for (const state of lockStates) {
        assert.match(steps(state, { breaking: by }), /^[A-Z].+\.$/);
        assert.match(breaking(state, by), /^[A-Z].+\.$/);
      }
      assert.doesNotMatch(steps('held', { breaking: by }), /break/i);
    }
  });

  test('nothing about an idle one', () => {
    assert.equal(steps('idle', { kind: 'git-index' }), 'Nothing needs to be done: nobody holds it.');
    assert.match(breaking('idle', 'end-holder'), /^There is nothing to break: nobody holds it/);
  });

  test('a left-over of a kernel lock blocks nobody', () => {
    assert.match(steps('stale', { breaking: 'end-holder' }), /left over, blocks nobody, and its tool replaces it/);
    assert.match(breaking('stale', 'end-holder'), /^There is nothing to break/);
    assert.match(breaking('held', 'end-holder'), /released when its holder ends/);
  });

  test('what waits can be ended, too', () => {
    assert.doesNotMatch(steps('held'), /what waits/);
    assert.match(steps('held', { waiters: [aHolder({ pid: 2 })] }), /Or end what waits for it/);
  });

  test('who can know is to be asked', () => {
    assert.match(steps('unknown', { holder: aHolder({ host: 'build-7', pid: 3 }) }), /^Look on build-7/);
    assert.match(steps('unknown', { holder: aHolder({ user: 'ada', host: 'build-7' }) }), /^Ask ada/);
    assert.match(steps('unknown', { holder: aHolder({ pid: 3, container: 'c0ffee' }) }), /^Look in container c0ffee/);
    assert.match(steps('unknown'), /^Ask whoever may use it/);
  });

  test('git has something to say itself, unless its holder is gone', () => {
    assert.match(steps('held', { kind: 'git-index' }), /git status/);
    assert.doesNotMatch(steps('stale', { kind: 'git-index' }), /git status/);
  });
});

suite('A kernel lock in words', () => {
  const flock: KernelLock = { by: 'flock', mode: 'write', start: 0, end: null, holders: [], waiters: [] };
  const range = (start: number, end: number | null): string => plain(rangeOf({ ...flock, start, end }));

  test('says how it is taken', () => {
    assert.equal(plain(nameKernelLock(flock)), 'exclusive kernel lock (flock)');
    assert.equal(plain(nameKernelLock({ ...flock, by: 'ofd', mode: 'read' })), 'shared kernel lock (fcntl, of an open file)');
  });

  test('says how much of the file it is on', () => {
    assert.deepEqual([range(0, null), range(0, 99), range(7, 7), range(100, null)], ['the whole file', 'bytes 0 to 99', 'byte 7', 'from byte 100 on']);
  });
});

suite('A command line to be read', () => {
  test('has quotes where a shell needs them', () => {
    assert.equal(commandLine(['hg', 'debuglocks', '-W']), 'hg debuglocks -W');
    assert.equal(commandLine(['rm', 'a b', "it's", '$HOME', '']), String.raw`rm 'a b' 'it'\''s' '$HOME' ''`);
  });
});
