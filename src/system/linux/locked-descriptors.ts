import { lockKeysIn } from './lock-lines.ts';
import { listPids, listProc, readProc, readProcLink } from './proc.ts';

/** Where a process has a lock. */
export interface Place {
  /** null where its descriptors cannot be seen, but the kernel names the process. */
  readonly descriptor: string | null;
  /** Its file, in the holder's view where that has a root of its own; null as above, and where it was removed. */
  readonly path: string | null;
  /** Id of the mount that it was opened on; null where that is not told. */
  readonly mount: string | null;
}

/** Children, their children and so on, as far as the kernel lists them (CONFIG_PROC_CHILDREN). */
export function* descendants(pid: number): Generator<number> {
  for (const thread of listProc(`/proc/${pid}/task`) ?? []) {
    for (const child of (readProc(`/proc/${pid}/task/${thread}/children`) ?? '').split(' ').filter(Boolean).map(Number)) {
      yield child;
      yield* descendants(child);
    }
  }
}

/** Sockets, pipes and the like have no path; terminals and /proc are never locked by what concerns us. */
export function mayBeLocked(link: string): boolean {
  return link.startsWith('/') && !/^\/(?:proc|sys|dev\/(?:pts|null|tty|u?random|zero))(?:\/|$)/.test(link);
}

interface Locked extends Pick<Place, 'path' | 'mount'> {
  /** See LockLine. */
  readonly keys: readonly string[];
}

/** The locks of one descriptor; null where it has none or is not to be seen. */
export function locksUnder(pid: number, descriptor: string): Locked | null {
  const link = readProcLink(`/proc/${pid}/fd/${descriptor}`);
  if (link === null || !mayBeLocked(link)) return null;
  const info = readProc(`/proc/${pid}/fdinfo/${descriptor}`) ?? '';
  const keys = lockKeysIn(info);
  if (keys.length === 0) return null;
  const path = link.endsWith(' (deleted)') || link.startsWith('/memfd:') ? null : link;
  return { keys, path, mount: /^mnt_id:\s*(\d+)/m.exec(info)?.[1] ?? null };
}

/** The locks among the wanted that a process has; the newest descriptors first, since a new lock tends to be on one. */
export function* locksOf(pid: number, wanted: ReadonlySet<string>): Generator<Place & { readonly key: string }> {
  const missing = new Set(wanted);
  for (const descriptor of (listProc(`/proc/${pid}/fd`) ?? []).toReversed()) {
    if (missing.size === 0) return;
    const locked = locksUnder(pid, descriptor);
    if (locked === null) continue;
    for (const key of locked.keys) if (missing.delete(key)) yield { key, descriptor, path: locked.path, mount: locked.mount };
  }
}

/** The locks that /proc/locks leaves out in a pid namespace: of processes that are dead or outside, by descriptors of others. */
export function unlistedLocks(): string[] {
  const keys = listPids().flatMap((pid) => (listProc(`/proc/${pid}/fd`) ?? []).flatMap((descriptor) => locksUnder(pid, descriptor)?.keys ?? []));
  return [...new Set(keys)].filter((key) => / 0 [0-9a-f]+:/.test(key)).toSorted();
}
