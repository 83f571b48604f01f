import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deviceName, lockKeysIn, parseLockLine, parseLocks } from '../../../../src/system/linux/lock-lines.ts';

const list = `1: LEASE  BREAKING  READ 530 fe:00:2147681 0 EOF
1: -> LEASE  BREAKER   WRITE 531 fe:00:2147681 0 EOF
2: POSIX  ADVISORY  WRITE 530 fe:1a:2147665 100 119
3: OFDLCK ADVISORY  READ -1 fe:00:18446744073709551615 10 14
4: FLOCK  ADVISORY  WRITE 530 00:2d:2147665 0 EOF
4: -> FLOCK  ADVISORY  WRITE 600 00:2d:2147665 0 EOF
4:  -> FLOCK  ADVISORY  READ 601 00:2d:2147665 0 EOF
5: OFDLCK ADVISORY  READ -1 fe:00:18446744073709551615 10 14
6: FLOCK  MSNFS     READ  530 00:2d:7 0 EOF
7: DELEG  ACTIVE    READ 12 00:2d:8 0 EOF
8: POSIX  *NOINODE* WRITE 530 <none>:0 0 EOF
8: -> POSIX  *NOINODE* WRITE 8 <none>:0 0 EOF
`;

describe('/proc/locks', () => {
  const entries = [...parseLocks([list]).values()];

  test('has each lock with who waits for it, behind others too', () => {
    assert.deepEqual(
      entries.map(({ line: { by, mode, pid, start, end }, waiters }) => [by, mode, pid, start, end, ...waiters]),
      [
        ['lease', 'read', 530, 0, null, 531],
        ['posix', 'write', 530, 100, 119],
        ['ofd', 'read', -1, 10, 14],
        ['flock', 'write', 530, 0, null, 600, 601],
        ['flock', 'read', 530, 0, null],
        ['lease', 'read', 12, 0, null],
      ],
    );
  });

  test('has file systems in hexadecimal and inodes of any size', () => {
    assert.deepEqual(entries.slice(1, 4).map(({ line: { device, inode } }) => [device, inode]), [
      ['254:26', '2147665'],
      ['254:0', '18446744073709551615'],
      ['0:45', '2147665'],
    ]);
  });

  test('read twice has what either has', () => {
    const first = '1: FLOCK  ADVISORY  WRITE 1 fe:00:1 0 EOF\n';
    const second = '1: FLOCK  ADVISORY  WRITE 2 fe:00:2 0 EOF\n1: -> FLOCK  ADVISORY  WRITE 9 fe:00:2 0 EOF\n2: FLOCK  ADVISORY  WRITE 1 fe:00:1 0 EOF\n';
    assert.deepEqual([...parseLocks([first, second]).values()].map(({ line, waiters }) => [line.inode, ...waiters]), [['1'], ['2', 9]]);
  });

  test('is none where it makes no sense', () => {
    assert.equal(parseLocks(['', 'nothing of the sort\n3: -> \n']).size, 0);
    assert.equal(parseLockLine('FLOCK  ADVISORY  WRITE'), null);
  });
});

test('a descriptor has the same lines', () => {
  const fdinfo = 'pos:\t0\nflags:\t02100002\nmnt_id:\t27\nino:\t2147665\nlock:\t1: FLOCK  ADVISORY  WRITE 530 00:2d:2147665 0 EOF\nlock:\t2: POSIX  ADVISORY  WRITE 530 fe:1a:2147665 100 119\n';
  const known = parseLocks([list]);
  assert.deepEqual(lockKeysIn(fdinfo).map((key) => known.get(key)?.line.by), ['flock', 'posix']);
  assert.deepEqual(lockKeysIn('pos:\t0\n'), []);
});

test('a device number has a major and a minor part, each in two places', () => {
  assert.equal(deviceName(0xfe00n), '254:0');
  // makedev(0x1234, 0x56789)
  assert.equal(deviceName(0x100056723489n), '4660:354185');
});
