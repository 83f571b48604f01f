import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changesOf, inLockOrder, type Subjects } from '../../../../src/saving/transaction/subjects.ts';
import { sha256Of } from '../../../../src/saving/write/save.ts';

const subjects: Subjects = { files: ['/a', '/b'], realOf: new Map([['a', '/a'], ['/link', '/a'], ['b', '/b']]) };
const [old, next] = [Buffer.from('old'), Buffer.from('next')];
const before = new Map([['/a', sha256Of(old)], ['/b', null]]);

describe('what a transaction changes', () => {
  test('each file once, in the one order of locks', () => {
    assert.deepEqual(inLockOrder(['/b', '/Ä', '/a', '/B', '/b', '/ä', '/a/b', '/a b']), ['/B', '/a', '/a b', '/a/b', '/b', '/Ä', '/ä']);
    const changes = changesOf(subjects, before, new Map([['b', next], ['/link', next], ['a', Buffer.from('next')]]));
    assert.deepEqual(changes, [{ file: '/a', before: sha256Of(old), after: Buffer.from('next'), afterHash: sha256Of(next) }, { file: '/b', before: null, after: next, afterHash: sha256Of(next) }]);
  });

  test('nothing where the contents are the same, or a missing file stays so', () => {
    assert.deepEqual(changesOf(subjects, before, new Map([['a', Buffer.from('old')], ['b', null]])), []);
    assert.deepEqual(changesOf(subjects, before, new Map()), []);
  });

  test('an empty file is one', () => {
    assert.deepEqual(changesOf(subjects, before, new Map([['b', Buffer.alloc(0)]])).map(({ afterHash }) => afterHash), [sha256Of(Buffer.alloc(0))]);
  });

  test('no file that was not named, and no two contents of one', () => {
    assert.throws(() => changesOf(subjects, before, new Map([['/a', next]])), TypeError);
    assert.throws(() => changesOf(subjects, before, new Map([['a', next], ['/link', old]])), TypeError);
    assert.throws(() => changesOf(subjects, before, new Map([['a', next], ['/link', null]])), TypeError);
  });
});
