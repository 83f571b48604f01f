import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseLsof } from '../../../../src/system/posix/lsof.ts';

// Written after lsof(8), OUTPUT FOR OTHER PROGRAMS. It has been compared with lsof 4.95 on Linux, never with a Mac's.
describe('the output of lsof for programs', () => {
  test('has a process, then each of its open files', () => {
    const output = ['p501', 'f3', 'au', 'l ', 'i12', 'n/ws/a.lock', 'f4', 'ar', 'lR', 'i13', 'n/ws/b.lock', 'p777', 'fcwd', 'a ', 'l ', 'i2', 'n/ws', ''].join('\n');
    assert.deepEqual(parseLsof(output), [
      { pid: 501, descriptor: '3', mayHold: true, inode: '12', path: '/ws/a.lock' },
      { pid: 501, descriptor: '4', mayHold: true, inode: '13', path: '/ws/b.lock' },
      { pid: 777, descriptor: 'cwd', mayHold: false, inode: '2', path: '/ws' },
    ]);
  });

  const mayHold: readonly (readonly [access: string, lock: string, mayHold: boolean])[] = [
    ['r', ' ', false],
    ['r', '', false],
    ['w', ' ', true],
    ['u', ' ', true],
    [' ', ' ', true],
    ...'N r R w W u U x X'.split(' ').map((lock) => ['r', lock, true] as const),
  ];
  for (const [access, lock, expected] of mayHold) {
    test(`access "${access}" and lock "${lock}" ${expected ? 'may hold' : 'hold nothing'}`, () => {
      assert.equal(parseLsof(`p1\nf5\na${access}\nl${lock}\nn/a\n`)[0]?.mayHold, expected);
    });
  }

  test('writes what cannot be printed in its own way', () => {
    const [file] = parseLsof(String.raw`p1
f5
au
n/f\xc3\xb6 o/a\\b\nc`);
    assert.equal(file?.path, '/fö o/a\\b\nc');
  });

  test('may say why there is no name', () => {
    assert.equal(parseLsof('p1\nfcwd\nn/proc/1/cwd (readlink: Permission denied)\n')[0]?.path, null);
  });

  test('may be empty', () => assert.deepEqual(parseLsof(''), []));
});
