import { readFileSync } from 'node:fs';
import path from 'node:path';

const remoteTypes = new Set([
  '9p', 'afs', 'beegfs', 'ceph', 'cifs', 'drvfs', 'gfs2', 'glusterfs', 'lustre', 'ncpfs', 'nfs', 'nfs4', 'ocfs2',
  'prl_fs', 'smb3', 'smbfs', 'vboxsf', 'virtiofs', 'vmhgfs',
  'fuse.gcsfuse', 'fuse.glusterfs', 'fuse.grpcfuse', 'fuse.osxfs', 'fuse.rclone', 'fuse.s3fs', 'fuse.sshfs',
  'fuse.vmhgfs-fuse',
]);

/** Mount points by path, with the type of the file system. */
export type Mounts = ReadonlyMap<string, string>;

/** Reads the text of `/proc/self/mountinfo`. */
export function parseMounts(mountinfo: string): Mounts {
  const mounts = new Map<string, string>();
  for (const line of mountinfo.split('\n')) {
    const [left = '', right = ''] = line.split(' - ');
    const point = left.split(' ')[4];
    const type = right.split(' ')[0];
    if (point === undefined || type === undefined || type === '') continue;
    mounts.set(unescape(point), type);
  }
  return mounts;
}

/** The mounts of this machine; none where the system does not say (not Linux). */
export function readMounts(): Mounts {
  try {
    return parseMounts(readFileSync('/proc/self/mountinfo', 'utf8'));
  } catch {
    return new Map();
  }
}

/** The type of a file system whose other users' changes no native watch reports, or null. */
export function remoteType(type: string | undefined): string | null {
  return type !== undefined && remoteTypes.has(type) ? type : null;
}

/** The type of the file system that a path is on: that of the nearest mount point above it. */
export function typeAt(mounts: Mounts, full: string): string | undefined {
  for (let here = full; ; here = path.dirname(here)) {
    const type = mounts.get(here);
    if (type !== undefined || here === path.dirname(here)) return type;
  }
}

// The kernel writes blanks and backslashes in a path as three octal digits.
function unescape(point: string): string {
  return point.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
