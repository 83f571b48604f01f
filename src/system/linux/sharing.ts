import type { Sharing } from '../machine.ts';
import { isLocal, mountAt, readMounts } from '../mounts.ts';
import { readProcLink } from './proc.ts';

/** The first namespaces, whose numbers are fixed in the kernel (include/uapi/linux/nsfs.h, once linux/proc_ns.h). */
const initial = { pid: 'pid:[4026531836]', uts: 'uts:[4026531838]', ipc: 'ipc:[4026531839]' } as const;

/** What the root of a container is made of. Any other of its mounts may be one that other containers have too. */
const ownRootTypes: ReadonlySet<string> = new Set(['overlay', 'tmpfs', 'ramfs']);

/** Whether this runs in a pid namespace of its own, where processes outside are not seen. */
export function isContained(): boolean {
  return readProcLink('/proc/self/ns/pid') !== initial.pid;
}

/** See Machine; mounts and namespaces are read once for many paths. */
export function readSharing(): (place: string) => Sharing {
  const mounts = readMounts();
  const contained = isContained();
  const hasOwn = contained && isWholeContainer(mounts.get('/dev')?.type);
  return (place) => {
    const mount = mountAt(mounts, place);
    // In a container only its own root is surely its own: what is mounted into it others may use as well.
    if (contained && !(hasOwn && mount === mounts.get('/') && ownRootTypes.has(mount?.type ?? ''))) return 'containers';
    return isLocal(mount) ? 'private' : 'machines';
  };
}

/** `unshare --pid` alone, as sandboxes use it, shares every file system with the processes outside. */
function isWholeContainer(devType: string | undefined): boolean {
  const isOwn = (kind: 'pid' | 'uts' | 'ipc'): boolean => {
    const namespace = readProcLink(`/proc/self/ns/${kind}`);
    return namespace !== null && namespace !== initial[kind];
  };
  return isOwn('pid') && isOwn('uts') && isOwn('ipc') && devType !== 'devtmpfs';
}
