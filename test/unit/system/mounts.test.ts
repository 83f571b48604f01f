import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mountAt, parseMounts, remoteType } from '../../../src/system/mounts.ts';

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
  assert.equal(mountAt(mounts, '/home/me')?.type, 'ext4');
  assert.equal(mountAt(mounts, '/home/my team/x')?.type, 'nfs4');
  assert.equal(mountAt(mounts, '/home/my team/local/x')?.type, 'tmpfs');
  assert.equal(mountAt(new Map(), '/x'), undefined);
});

test('a mount has its device as locks have it, and its id', () => {
  assert.equal(mountAt(mounts, '/home/me')?.device, '254:0');
  assert.equal(mountAt(mounts, '/home/my team')?.id, '40');
});

test('only what other machines write to is remote', () => {
  assert.equal(remoteType(mountAt(mounts, '/home/my team')), 'nfs4');
  assert.equal(remoteType(mountAt(mounts, '/mnt/c/ws')), '9p');
  assert.equal(remoteType(mountAt(mounts, '/home/me')), null);
  assert.equal(remoteType(undefined), null);
});
