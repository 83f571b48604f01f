import { lockKeysIn } from './lock-lines.ts';
import { mayBeLocked } from './locked-descriptors.ts';
import { listProc, readProc, readProcLink } from './proc.ts';

/** A descriptor of a process, on a file that is asked for. */
export interface OpenFile {
  readonly pid: number;
  readonly descriptor: string;
  readonly inode: string;
  /** As the holder sees it; null where it was removed. */
  readonly path: string | null;
  /** Id of the mount that it was opened on. */
  readonly mount: string | null;
  /** The locks of its open file, as LockLine's key; none where it has none by now. */
  readonly keys: readonly string[];
}

/**
 * The descriptors of a process on some files, the newest first: a lock tends to be on the newest. The files
 * themselves are not touched, which may be on a server that does not answer.
 * @param inodes their numbers; before Linux 5.14 only those that are locked can be told by them
 */
export function* openFilesOf(pid: number, inodes: ReadonlySet<string>): Generator<OpenFile> {
  for (const descriptor of (listProc(`/proc/${pid}/fd`) ?? []).toReversed()) {
    const open = openFileAt(pid, descriptor, inodes);
    if (open !== null) yield open;
  }
}

/** What a descriptor is, where it is on one of these files. */
export function openFileAt(pid: number, descriptor: string, inodes: ReadonlySet<string>): OpenFile | null {
  const link = readProcLink(`/proc/${pid}/fd/${descriptor}`);
  if (link === null || !mayBeLocked(link)) return null;
  const info = readProc(`/proc/${pid}/fdinfo/${descriptor}`) ?? '';
  const keys = lockKeysIn(info);
  const inode = /:(\d+) \d+ \w+$/.exec(keys[0] ?? '')?.[1] ?? /^ino:\s*(\d+)/m.exec(info)?.[1];
  if (inode === undefined || !inodes.has(inode)) return null;
  const path = link.endsWith(' (deleted)') || link.startsWith('/memfd:') ? null : link;
  return { pid, descriptor, inode, path, mount: /^mnt_id:\s*(\d+)/m.exec(info)?.[1] ?? null, keys };
}
