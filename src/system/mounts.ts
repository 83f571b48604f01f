import { readFileSync } from 'node:fs';
import path from 'node:path';
import { errnoCode } from '../base/errors.ts';

/** A file system at the place where it is mounted. */
export interface Mount {
  readonly type: string;
  /** The number by which a descriptor's fdinfo tells its mount. */
  readonly id: string;
  /** `major:minor`, decimal, as the kernel's list of locks has it too. */
  readonly device: string;
  /** Which part of the file system is mounted; '/' is all of it. */
  readonly root: string;
}

/** By mount point. */
export type Mounts = ReadonlyMap<string, Mount>;

/** File systems that other machines, or the host of a virtual one, write to as well. */
const remoteTypes = new Set([
  '9p', 'afs', 'beegfs', 'ceph', 'cifs', 'drvfs', 'gfs2', 'glusterfs', 'lustre', 'ncpfs', 'nfs', 'nfs4', 'ocfs2',
  'prl_fs', 'smb3', 'smbfs', 'vboxsf', 'virtiofs', 'vmhgfs',
  'fuse.gcsfuse', 'fuse.glusterfs', 'fuse.grpcfuse', 'fuse.osxfs', 'fuse.rclone', 'fuse.s3fs', 'fuse.sshfs',
  'fuse.vmhgfs-fuse',
]);

/** File systems that only this machine writes to. Any other may be written to by more machines than this one. */
const localTypes = new Set([
  'apfs', 'bcachefs', 'bfs', 'btrfs', 'cramfs', 'devtmpfs', 'erofs', 'exfat', 'ext2', 'ext3', 'ext4', 'f2fs', 'fuseblk',
  'hfs', 'hfsplus', 'iso9660', 'jfs', 'minix', 'msdos', 'nilfs2', 'ntfs', 'ntfs3', 'overlay', 'ramfs', 'reiserfs', 'rootfs',
  'squashfs', 'tmpfs', 'ubifs', 'udf', 'ufs', 'vfat', 'xfs', 'zfs',
]);

/** Whether only this machine writes to a mount, as far as its type tells; where the system does not say (not Linux), yes. */
export function isLocal(mount: Mount | undefined): boolean {
  return mount === undefined || localTypes.has(mount.type);
}

/** Parses /proc/self/mountinfo; see proc_pid_mountinfo(5). What is mounted later hides what was there. */
export function parseMounts(mountinfo: string): Mounts {
  const mounts = new Map<string, Mount>();
  for (const line of mountinfo.split('\n')) {
    const [left = '', right = ''] = line.split(' - ');
    const [id = '', , device, root, point] = left.split(' ');
    const type = right.split(' ')[0];
    if (device === undefined || root === undefined || point === undefined || type === undefined || type === '') continue;
    mounts.set(unescape(point), { type, id, device, root: unescape(root) });
  }
  return mounts;
}

/** The mounts of this machine; none where the system does not say (not Linux). */
export function readMounts(): Mounts {
  try {
    return parseMounts(readFileSync('/proc/self/mountinfo', 'utf8'));
  } catch (error) {
    if (errnoCode(error) === undefined) throw error;
    return new Map();
  }
}

/** The nearest mount above a path. */
export function mountAt(mounts: Mounts, full: string): Mount | undefined {
  for (let here = full; ; here = path.dirname(here)) {
    const mount = mounts.get(here);
    if (mount !== undefined || here === path.dirname(here)) return mount;
  }
}

/** The type of a file system whose other users' changes no native watch reports, or null. */
export function remoteType(mount: Mount | undefined): string | null {
  return mount !== undefined && remoteTypes.has(mount.type) ? mount.type : null;
}

// The kernel writes blanks and backslashes in a path as three octal digits.
function unescape(point: string): string {
  return point.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
