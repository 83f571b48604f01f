import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { conflicts, fileOf, ListedLocks } from '../../../../src/system/linux/lock-stream-lines.ts';
import { parseLockLine, type LockLine } from '../../../../src/system/linux/lock-lines.ts';

const text = `1: FLOCK  ADVISORY  WRITE 10 fe:00:77 0 EOF
1: -> FLOCK  ADVISORY  WRITE 11 fe:00:77 0 EOF
1:  -> FLOCK  ADVISORY  READ 12 fe:00:77 0 EOF
2: LEASE  ACTIVE    WRITE 13 fe:00:78 0 EOF
2: -> LEASE  ACTIVE    READ 14 fe:00:78 0 EOF
3: OFDLCK ADVISORY  READ -1 fe:00:79 0 99
4: OFDLCK ADVISORY  READ -1 fe:00:79 0 99
5: POSIX  ADVISORY  WRITE 15 fe:00:79 100 EOF
5: -> OFDLCK ADVISORY  WRITE -1 fe:00:79 0 EOF
6: FLOCK  ADVISORY  WRITE 16 <none>:0 0 EOF
`;

describe('the list of locks', () => {
  const locks = [...new ListedLocks().parse(text).values()];

  test('has each lock with those that wait for it, also behind others', () => {
    assert.deepEqual(locks.map(({ line, copies, waiters }) => [line.pid, copies, waiters.map(({ pid }) => pid)]), [
      [10, 1, [11, 12]],
      [-1, 2, []],
      [15, 1, [-1]],
    ]);
  });

  test('names the file as device and inode', () => assert.deepEqual(locks.map(({ line }) => fileOf(line)), ['254:0:77', '254:0:79', '254:0:79']));

  test('tells which requests keep each other out', () => {
    const line = (words: string): LockLine => parseLockLine(words) ?? assert.fail(words);
    const reader = line('POSIX  ADVISORY  READ 1 fe:00:7 0 9');
    const writer = line('OFDLCK ADVISORY  WRITE -1 fe:00:7 9 20');
    assert.ok(conflicts(reader, writer));
    assert.ok(!conflicts(reader, line('POSIX  ADVISORY  READ 2 fe:00:7 0 EOF')));
    assert.ok(!conflicts(reader, line('POSIX  ADVISORY  WRITE 2 fe:00:7 10 EOF')));
    assert.ok(!conflicts(writer, line('FLOCK  ADVISORY  WRITE 2 fe:00:7 0 EOF')));
  });
});
