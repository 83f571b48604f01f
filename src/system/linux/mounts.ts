import { contains } from '../../base/paths.ts';
import { readProc, readProcLink } from './proc.ts';

interface Mount {
  readonly point: string;
  /** Which part of the file system is mounted; '/' is all of it. */
  readonly root: string;
  readonly type: string;
}

/** File systems that other machines, or the host of a virtual one, write to as well. */
const sharedTypes = /^(?:nfs|nfs4|cifs|smb3|smbfs|ncpfs|afs|9p|virtiofs|vboxsf|prl_fs|glusterfs|ceph|lustre|gfs2|ocfs2|fuse\.(?:sshfs|glusterfs|s3fs|rclone|vmhgfs-fuse|grpcfuse|osxfs)|fuse\.gcsfuse)$/;

/** Parses /proc/self/mountinfo; see proc_pid_mountinfo(5). */
export function parseMounts(mountinfo: string): Mount[] {
  return mountinfo
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const fields = line.split(' ');
      const type = fields[fields.indexOf('-') + 1] ?? '';
      return { root: unescapeOctal(fields[3] ?? '/'), point: unescapeOctal(fields[4] ?? '/'), type };
    });
}

/** The mount a path is on: the last one mounted among those with the longest mount point above it. */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | null {
  let best: Mount | null = null;
  for (const mount of mounts) {
    if (contains(mount.point, path) && mount.point.length >= (best?.point.length ?? 0)) best = mount;
  }
  return best;
}

/**
 * Whether processes out of sight may use this path. In a container, a folder mounted from outside
 * is used by the machine outside, whose processes cannot be seen from here.
 */
export function isSharedPath(path: string): boolean {
  const mount = mountOf(path, parseMounts(readProc('/proc/self/mountinfo') ?? ''));
  if (mount === null) return false;
  return sharedTypes.test(mount.type) || (isContained() && mount.root !== '/' && mount.type !== 'overlay');
}

/** The inode number of the first pid namespace, fixed in the kernel (PROC_PID_INIT_INO). */
const initialPidNamespace = 'pid:[4026531836]';

function isContained(): boolean {
  const namespace = readProcLink('/proc/self/ns/pid');
  return namespace !== null && namespace !== initialPidNamespace;
}

function unescapeOctal(field: string): string {
  return field.replace(/\\(\d{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
