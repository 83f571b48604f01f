// What is decided without a disk: names, plans, words.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { describe, test } from 'node:test';
import { plain } from '../../../../src/base/text.ts';
import type { FoundFile } from '../../../../src/saving/write/look.ts';
import { nameOf, newMark, readNames, stateName, type Part } from '../../../../src/saving/write/names.ts';
import { planFor } from '../../../../src/saving/write/plan.ts';
import { describeReason, type InPlaceReason } from '../../../../src/saving/write/reasons.ts';
import { saveError, SaveError } from '../../../../src/saving/write/save-error.ts';

const parts: readonly Part[] = ['temporary', 'backup', 'coming'];
const mark = newMark({ pid: 4_194_304, startTicks: Number.MAX_SAFE_INTEGER, place: '0123abcd' });

describe('names of our own files', () => {
  const bases = ['a', '.env', 'a.b.c', '-', 'a\nb', 'x'.repeat(255), '日'.repeat(85), '🔒'.repeat(63), 'ü'.normalize('NFD').repeat(80)];

  test('are read as what they were made from, and fit into every file system', () => {
    for (const base of bases) {
      for (const part of parts) {
        const name = nameOf(base, part, mark);
        assert.ok(Buffer.byteLength(name) <= 143, `${Buffer.byteLength(name)} bytes`);
        assert.deepEqual(readNames([name, base], base), [{ part, mark }]);
        assert.equal(Buffer.from(name).toString(), name);
      }
    }
  });

  test('are not those of another file, nor what anybody else calls a file', () => {
    for (const base of bases) {
      for (const other of bases.filter((each) => each !== base)) assert.deepEqual(readNames([nameOf(base, 'temporary', mark)], other), []);
    }
    const long = 'x'.repeat(200);
    assert.deepEqual(readNames([nameOf(`${long}1`, 'temporary', mark)], `${long}2`), []);
    const others = ['a', '.a', '.a.swp', '.a.12-3-0123abcd-012345.lockscope-tmp~', '.a.12-3-0123abcd.lockscope-tmp', '.a.x-3-0123abcd-012345.lockscope-tmp'];
    assert.deepEqual(readNames(others, 'a'), []);
  });

  test('two saves hardly ever have the same', () => {
    assert.ok(new Set(Array.from({ length: 50 }, () => nameOf('a', 'temporary', newMark(mark)))).size > 45);
  });

  test('in the state folder, files of the same name do not meet', () => {
    assert.notEqual(stateName('/a/x'), stateName('/b/x'));
  });
});

describe('the plan', () => {
  const stats = statSync(import.meta.filename, { bigint: true });
  const file = (changes: object, attributes: FoundFile['attributes'] = { is: 'known', values: new Map() }): FoundFile => ({
    is: 'file', stats: Object.assign(Object.create(stats), { nlink: 1n, uid: 1000n, gid: 1000n }, changes), attributes,
  });
  const saver = { uid: 1000 };

  test('makes what is not there and replaces what loses nothing by it', () => {
    assert.deepEqual(planFor({ is: 'absent' }, saver, 0), { is: 'create' });
    assert.deepEqual(planFor(file({}), saver, 0), { is: 'replace' });
    assert.deepEqual(planFor(file({ uid: 0n }), { uid: 0 }, 0), { is: 'replace' });
    assert.deepEqual(planFor(file({ uid: 1000n }), { uid: 0 }, 0), { is: 'replace' });
    assert.deepEqual(planFor(file({ uid: 0n }), null, 0), { is: 'replace' });
    assert.deepEqual(planFor(file({ nlink: 2n }), saver, 1), { is: 'replace' });
  });

  test('asks for every reason at once', () => {
    assert.deepEqual(planFor(file({ nlink: 3n, uid: 0n }, { is: 'unknown', why: 'x' }), saver, 1), { is: 'asks', reasons: [
      { is: 'hard-links', count: 2 }, { is: 'foreign-owner', uid: 0, gid: 1000 }, { is: 'attributes-unknown', why: 'x' },
    ] });
  });
});

describe('words', () => {
  test('every reason has some, with nothing left open', () => {
    const reasons: readonly InPlaceReason[] = [
      { is: 'hard-links', count: 2 }, { is: 'foreign-owner', uid: 1, gid: 2 }, { is: 'mode', mode: '2755' }, { is: 'attributes', names: ['user.a', 'user.b'] },
      { is: 'attributes-unknown', why: 'it may not be read' }, { is: 'mount' }, { is: 'folder-read-only', code: 'EACCES' },
    ];
    for (const reason of reasons) assert.match(plain(describeReason(reason)), /^[A-Z][^{}]*\.$/);
  });

  test('every error says what is so of the file and names it', () => {
    for (const code of ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'ELOOP', 'ENOENT', 'EIO', 'EWHATEVER']) {
      const error = saveError('/f/a', Object.assign(new Error(`${code}: x`), { code }));
      assert.ok(error instanceof SaveError && error.code === code && error.file === '/f/a');
      assert.match(error.message, /^\/f\/a was not saved[:,]/);
      assert.match(error.message, /intact|as it was|changed|elsewhere/);
    }
  });

  test('what is no error of the system stays what it is', () => {
    const error = new TypeError('a slip');
    assert.equal(saveError('/f/a', error), error);
    assert.equal(saveError('/f/a', 'reason'), 'reason');
  });
});
