import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMounts, remoteType, typeAt } from '../../../src/watch/tree-mounts.ts';

const mounts = parseMounts(
  [
    '22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/root rw',
    '40 22 0:35 / /home/my\\040team rw,nosuid shared:20 - nfs4 server:/team rw,vers=4.2',
    '41 40 0:36 / /home/my\\040team/local rw - tmpfs tmpfs rw',
    '42 22 0:37 / /mnt/c rw master:1 - 9p C:\\134 rw',
    'not a mount',
    '',
  ].join('\n'),
);

test('the nearest mount above a path says what it is on', () => {
  assert.equal(typeAt(mounts, '/home/me'), 'ext4');
  assert.equal(typeAt(mounts, '/home/my team/x'), 'nfs4');
  assert.equal(typeAt(mounts, '/home/my team/local/x'), 'tmpfs');
  assert.equal(typeAt(new Map(), '/x'), undefined);
});

test('only what other machines write to is remote', () => {
  assert.equal(remoteType(typeAt(mounts, '/home/my team')), 'nfs4');
  assert.equal(remoteType(typeAt(mounts, '/mnt/c/ws')), '9p');
  assert.equal(remoteType(typeAt(mounts, '/home/me')), null);
  assert.equal(remoteType(undefined), null);
});
