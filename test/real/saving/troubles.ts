// Troubles that a save can meet, each made for real. Run in mounts of its own: see stage.ts.
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Trouble {
  readonly name: string;
  /** Makes it. @returns the file to be saved, which has the old content; it has to stand in `folder` */
  readonly make: (folder: string) => string;
  /** How many bytes are saved. Default 100,000. */
  readonly bytes?: number;
  /** For the preloaded library: see preload.c. */
  readonly calls?: string;
  /** The user who saves. */
  readonly user?: number;
  readonly unmake?: (folder: string) => void;
  /** Only root can make it, not one who is root in a namespace only. */
  readonly needsRoot?: true;
}

export const oldContent = 'o'.repeat(100_000);

const nobody = 65_534;

function plain(folder: string): string {
  const file = path.join(folder, 'a');
  writeFileSync(file, oldContent);
  return file;
}

function mount(...words: readonly string[]): void {
  execFileSync('mount', words);
}

const unmount = (folder: string): void => void execFileSync('umount', [folder]);

export const troubles: readonly Trouble[] = [
  {
    name: 'the disk is full',
    bytes: 3 * 1024 ** 2,
    make: (folder) => {
      mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder);
      return plain(folder);
    },
    unmake: unmount,
  },
  {
    // Room for the backup and for what is to come, and not for the file to grow.
    name: 'the disk fills up while it is written in place',
    bytes: 130_000,
    make: (folder) => {
      mount('-t', 'tmpfs', '-o', 'size=344k', 'tmpfs', folder);
      const file = plain(folder);
      mount('--bind', file, file);
      return file;
    },
    unmake: (folder) => {
      unmount(path.join(folder, 'a'));
      unmount(folder);
    },
  },
  { name: 'writes are cut short', make: plain, calls: 'short' },
  { name: 'calls are interrupted (EINTR)', make: plain, calls: 'eintr' },
  { name: 'fsync fails (EIO)', make: plain, calls: 'fail:fsync:5' },
  { name: 'rename is refused (EPERM)', make: plain, calls: 'fail:rename:1' },
  { name: 'rename crosses devices (EXDEV)', make: plain, calls: 'fail:rename:18' },
  {
    name: 'the file is a bind mount (EBUSY)',
    make: (folder) => {
      const file = plain(folder);
      mount('--bind', file, file);
      return file;
    },
    unmake: (folder) => unmount(path.join(folder, 'a')),
  },
  {
    name: 'the folder is mounted read-only, the file not',
    make: (folder) => {
      const file = plain(folder);
      mount('--bind', folder, folder);
      mount('--bind', file, file);
      mount('-o', 'remount,ro,bind', folder);
      return file;
    },
    unmake: (folder) => {
      unmount(path.join(folder, 'a'));
      unmount(folder);
    },
  },
  {
    name: 'all is mounted read-only (EROFS)',
    make: (folder) => {
      const file = plain(folder);
      mount('--bind', folder, folder);
      mount('-o', 'remount,ro,bind', folder);
      return file;
    },
    unmake: unmount,
  },
  {
    name: 'the folder may not be written to',
    user: nobody,
    needsRoot: true,
    make: (folder) => {
      const file = plain(folder);
      chownSync(file, nobody, nobody);
      chmodSync(folder, 0o755);
      return file;
    },
  },
  {
    name: 'the file may not be written to',
    user: nobody,
    needsRoot: true,
    make: (folder) => {
      const file = plain(folder);
      chmodSync(file, 0o444);
      chownSync(file, nobody, nobody);
      chownSync(folder, nobody, nobody);
      return file;
    },
  },
  {
    name: "another's file in a sticky folder",
    user: nobody,
    needsRoot: true,
    make: (folder) => {
      const file = plain(folder);
      chmodSync(file, 0o666);
      chmodSync(folder, 0o1777);
      return file;
    },
  },
  {
    name: 'the file is immutable',
    needsRoot: true,
    make: (folder) => {
      const file = plain(folder);
      execFileSync('chattr', ['+i', file]);
      return file;
    },
    unmake: (folder) => void execFileSync('chattr', ['-i', path.join(folder, 'a')]),
  },
];

export function folderFor(base: string, index: number): string {
  const folder = path.join(base, String(index));
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  return folder;
}
