import { close, statfsSync } from 'node:fs';
import { orGone } from '../../base/errors.ts';
import { openToRead } from './content.ts';

/**
 * File systems of Linux, by the numbers of statfs(2), on which an open file that another one replaces is
 * just one without a name. NFS and FUSE give it a name of its own first, and for a moment nothing stands
 * at the old one; Windows refuses to replace it at all.
 */
const local: ReadonlySet<number> = new Set([
  0xef53, // ext2, ext3, ext4
  0x58465342, // XFS
  0x9123683e, // Btrfs
  0x01021994, // tmpfs
  0x794c7630, // overlayfs
  0xf2f52010, // F2FS
  0x2fc12fc1, // ZFS
  0xca451a4e, // bcachefs
]);

/**
 * Keeps the file that is about to be replaced open, so that its blocks are not freed by the rename, for
 * which everybody who saves would wait (0.2 of 0.8 ms at 10 kB on ext4), but when it is let go of, off this thread.
 * @returns lets go; until that is done its file system is in use
 */
export function holdFormer(target: string): () => void {
  const descriptor = process.platform === 'linux' ? openLocal(target) : null;
  return () => {
    if (descriptor !== null) letGoSoon(descriptor);
  };
}

let waiting: number | null = null;

/** In the next turn: even to wake another thread takes longer than the rename. Who saves without a pause has but one waiting. */
function letGoSoon(descriptor: number): void {
  letGoNow();
  waiting = descriptor;
  setImmediate(letGoNow);
}

function letGoNow(): void {
  if (waiting === null) return;
  close(waiting, warn);
  waiting = null;
}

function openLocal(target: string): number | null {
  try {
    const stats = orGone(() => statfsSync(target));
    return stats !== null && local.has(stats.type) ? openToRead(target) : null;
  } catch {
    // It may be that only its owner reads it: then the rename frees it, as it would for anybody else.
    return null;
  }
}

/** Nothing was written through it, so nothing is lost. */
function warn(error: Error | null): void {
  if (error !== null) process.emitWarning(error);
}
