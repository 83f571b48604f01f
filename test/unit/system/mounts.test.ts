import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLocal, mountAt, parseMounts, remoteType } from '../../../src/system/mounts.ts';

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

test('only what is known to be local is this machine\'s alone', () => {
  const isLocalType = (type: string): boolean => isLocal({ type, id: '', device: '', root: '/' });
  const shared = `nfs4 cifs 9p virtiofs gpfs wekafs panfs orangefs pvfs2 coda acfs davfs fuse fuse.juicefs fuse.ceph-fuse fuse.ceph fuse.mfs
    fuse.moosefs fuse.lizardfs fuse.blobfuse fuse.blobfuse2 fuse.goofys fuse.mount-s3 fuse.seaweedfs fuse.alluxio-fuse fuse.quobyte fuse.smbnetfs
    fuse.gvfsd-fuse fuse.davfs2 fuse.sshfs fakeowner fuse.mergerfs fuse.bindfs fuse.encfs fuse.gocryptfs ecryptfs something.new`.split(/\s+/);
  assert.deepEqual(shared.filter(isLocalType), []);
  const local = 'ext2 ext3 ext4 xfs btrfs zfs f2fs bcachefs tmpfs ramfs overlay vfat exfat ntfs3 fuseblk squashfs erofs devtmpfs'.split(' ');
  assert.deepEqual(local.filter((type) => !isLocalType(type)), []);
  assert.ok(isLocal(undefined));
});
