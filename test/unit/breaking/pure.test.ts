import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';
import { plain } from '../../../src/base/text.ts';
import { BreakError, breakError, step } from '../../../src/breaking/break-error.ts';
import type { BreakOutcome, UndoOutcome } from '../../../src/breaking/outcome.ts';
import { permission } from '../../../src/breaking/policy.ts';
import { describeBreak, describeUndo } from '../../../src/breaking/sentences.ts';
import { stateFolder } from '../../../src/base/state-folder.ts';
import { isUndoId, makeUndoId } from '../../../src/breaking/undo-id.ts';
import type { Breaking, Lock } from '../../../src/locks/lock.ts';
import { lockStates } from '../../../src/locks/lock.ts';
import { shownAt } from './scene.ts';

const lock = shownAt(import.meta.filename);
const breakings: readonly Breaking[] = ['remove', 'tool-command', 'end-holder', 'never'];

describe('the state folder', () => {
  test('linux', () => assert.equal(at('linux'), path.join('/home/me', '.local', 'state', 'lockscope')));
  test('XDG_STATE_HOME', () => assert.equal(at('linux', { XDG_STATE_HOME: '/x' }), path.join('/x', 'lockscope')));
  test('a relative XDG_STATE_HOME counts for nothing', () => assert.equal(at('linux', { XDG_STATE_HOME: 'x' }), at('linux')));
  test('macOS', () => assert.equal(at('darwin'), path.join('/home/me', 'Library', 'Application Support', 'Lockscope')));
  test('Windows', () => assert.equal(at('win32', { LOCALAPPDATA: '/local' }), path.join('/local', 'lockscope')));
  test('Windows without LOCALAPPDATA', () => assert.equal(at('win32'), path.join('/home/me', 'AppData', 'Local', 'lockscope')));
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    test(`LOCKSCOPE_STATE_DIR overrides on ${platform}`, () => assert.equal(at(platform, { LOCKSCOPE_STATE_DIR: '/mine' }), path.resolve('/mine')));
  }
});

describe('undo ids', () => {
  test('sort by time, whatever the chance', () => {
    const ids = [0, 35, 36, 1_795_244_768_816, 2 ** 45].map((time, index) => makeUndoId(time, 5 - index));
    assert.deepEqual(ids.toSorted(), ids);
    for (const id of ids) assert.ok(isUndoId(id), id);
  });
  test('differ within one millisecond', () => assert.equal(new Set(Array.from({ length: 100 }, () => makeUndoId(1))).size, 100));
  test('are no paths', () => assert.deepEqual(['', '..', 'a/b', `${makeUndoId(1)}/..`, `${makeUndoId(1)}\n`].filter(isUndoId), []));
});

describe('permission: every state and way of breaking, shown and now, forced or not', () => {
  for (const breaking of breakings) {
    test(breaking, () => {
      for (const shown of lockStates) {
        for (const now of lockStates) {
          for (const force of [false, true]) {
            const expected = breaking !== 'remove' ? 'never' : now === 'stale' || (force && (now !== 'held' || shown === 'held')) ? 'granted' : 'not-stale';
            assert.equal(permission(as(shown, breaking), as(now, breaking), force, true).is, expected, `${shown} ${now} ${force}`);
          }
        }
      }
    });
  }
  test('outside: only what would be granted or asked about', () => {
    for (const state of lockStates) {
      assert.equal(permission(as(state, 'remove'), as(state, 'remove'), true, false).is, 'outside');
      assert.equal(permission(as(state, 'never'), as(state, 'never'), true, false).is, 'never');
    }
  });
  test('another lock is never permitted', () => {
    const { identity } = lock;
    for (const part of [{ dev: 0n }, { ino: 0n }, { birthtimeNs: 1n }, { mtimeNs: 1n }, { size: 0n }, { contentHash: '' }]) {
      const other = { ...lock, identity: { ...identity, ...part } };
      assert.equal(permission(lock, other, true, true).is, 'changed', Object.keys(part)[0]);
    }
  });
});

describe('errors', () => {
  for (const code of ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EXDEV', 'EBUSY', 'EMFILE', 'ENFILE']) {
    test(`${code} says what to do`, () => {
      const error = breakError('/a.lock', withCode(code));
      assert.equal(error.code, code);
      assert.doesNotMatch(error.message, /it failed|\{/);
    });
  }
  test('another one says what the system said', () => assert.match(breakError('/a.lock', withCode('EIO')).message, /\/a\.lock.*it failed/));
  test('what is no error at all', () => assert.equal(breakError('/a.lock', 'odd').code, 'UNKNOWN'));
  test('ours pass through', () => {
    const own = breakError('/a.lock', withCode('EIO'));
    assert.throws(() => step('/other', () => { throw own; }), (error) => error === own && error instanceof BreakError);
  });
});

describe('sentences', () => {
  const place = { path: '/a.lock', undoId: 'id', keptAt: '/q/id/lock' };
  const reason = { template: 'Because {path}.', args: { path: '/a.lock' } };
  const broken: readonly BreakOutcome[] = [
    { is: 'broken', undoId: 'id', lock, method: 'exchange', health: { is: 'not-checkable' }, warnings: [] },
    { is: 'broken-elsewhere', path: '/a.lock', undoId: 'id', at: 5, pid: 6 },
    { is: 'busy', path: '/a.lock' },
    { is: 'outside', lock },
    { is: 'released', path: '/a.lock' },
    { is: 'changed', path: '/a.lock', now: null },
    { is: 'never', lock, reason },
    { is: 'refused', lock },
    { is: 'collision', ...place },
    { is: 'stranded', ...place, code: 'EIO' },
  ];
  const undone: readonly UndoOutcome[] = [
    { is: 'undone', path: '/a.lock', left: [], warnings: [] },
    { is: 'undone', path: '/a.lock', left: ['/b'], warnings: [] },
    { is: 'busy', path: '/a.lock' },
    { is: 'emptied', path: '/a.lock' },
    { is: 'occupied', path: '/a.lock' },
    { is: 'unknown', undoId: 'id' },
    { is: 'already-undone', path: '/a.lock' },
    { is: 'missing', ...place },
    { is: 'altered', ...place },
    { is: 'folder-gone', ...place },
  ];
  for (const sentence of [...broken.map(describeBreak), ...undone.map(describeUndo)]) {
    test(plain(sentence), () => assert.doesNotMatch(plain(sentence), /[{}]/));
  }
});

function at(platform: NodeJS.Platform, env: Record<string, string> = {}): string {
  return stateFolder({ platform, env, home: '/home/me' });
}

function as(state: Lock['verdict']['state'], breaking: Breaking): Lock {
  return { ...lock, breaking, verdict: { state, evidence: [] } };
}

function withCode(code: string): Error {
  return Object.assign(new Error('it failed'), { code });
}
