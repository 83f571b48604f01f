/** What stands at a path, as far as it may be looked at. */
export type Artifact =
  | { readonly type: 'file'; readonly head: Uint8Array; /** Whether `head` is the whole content. */ readonly whole: boolean }
  | { readonly type: 'unreadable'; /** System error code: EACCES, EPERM, EIO ... */ readonly reason: string }
  | { readonly type: 'folder'; readonly entries: readonly string[] }
  | { readonly type: 'symlink'; readonly target: string }
  | { readonly type: 'special'; readonly what: 'fifo' | 'socket' | 'device' };

/**
 * What makes a lock this very lock and not its successor. A device and inode alone do not: file
 * systems hand out a freed inode number again at once.
 */
export interface Identity {
  readonly dev: bigint;
  readonly ino: bigint;
  /** null where the file system keeps no time of birth. */
  readonly birthtimeNs: bigint | null;
  readonly mtimeNs: bigint;
  readonly size: bigint;
  /** SHA-256 of the artifact: a file's head, a link's target, a folder's sorted entries and, where they are few, what shows that they changed. */
  readonly contentHash: string;
}

/** One look at a path. */
export interface Observation {
  readonly path: string;
  readonly identity: Identity;
  readonly artifact: Artifact;
  /** User id of the owner; -1 where the system has none. */
  readonly uid: number;
  /** ms since the epoch; null where the file system keeps no time of birth. */
  readonly bornAt: number | null;
  /** Last change of the content, ms since the epoch. */
  readonly writtenAt: number;
  /** Last change of content, name or permissions, ms since the epoch. Nobody can set it back. */
  readonly changedAt: number;
}

/**
 * Whether two looks saw the same lock, unchanged. A birth that one of them could not tell says nothing:
 * that it can be trusted may show only when a file is moved, which changes its ctime and not its birth.
 */
export function sameIdentity(a: Identity, b: Identity): boolean {
  return (
    a.dev === b.dev &&
    a.ino === b.ino &&
    (a.birthtimeNs === b.birthtimeNs || a.birthtimeNs === null || b.birthtimeNs === null) &&
    a.mtimeNs === b.mtimeNs &&
    a.size === b.size &&
    a.contentHash === b.contentHash
  );
}
