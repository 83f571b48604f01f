import { lstatSync } from 'node:fs';
import { orGone } from '../../base/errors.ts';
import { builtInKinds } from '../../locks/kinds/index.ts';
import { readKernelLocked } from '../../locks/kinds/kernel-locked.ts';
import type { LockLine } from '../../system/linux/lock-lines.ts';
import { openFileAt, openFilesOf, type OpenFile } from '../../system/linux/lock-stream-files.ts';
import { fileOf } from '../../system/linux/lock-stream-lines.ts';
import { readMounts, type Mounts } from '../../system/mounts.ts';
import { sight } from '../../watch/sighting.ts';
import type { LockName } from '../model.ts';
import type { RootNames } from './root-names.ts';

/** What is known of a locked file. */
export type Place = { readonly is: 'below'; readonly lock: LockName } | { readonly is: 'outside' } | { readonly is: 'unknown' };

interface Known {
  readonly place: Place;
  /** By which it was found. */
  readonly open: OpenFile;
}

/** Mounts are read again after so long, ms. */
const mountsMs = 1000;
/** How many files are known at most. */
const mostFiles = 5000;

const outside: Place = { is: 'outside' };
const unknown: Place = { is: 'unknown' };

/** Finds which file it is that the kernel's list names by device and inode, by the descriptors of those that lock it. */
export class FileFinder {
  readonly #roots: RootNames;
  readonly #known = new Map<string, Known>();
  #mounts: Mounts = new Map();
  #mountsAt = -Infinity;

  constructor(roots: RootNames) {
    this.#roots = roots;
  }

  /** What is known of a file, if that is so still: the number of its inode may be another's by now. */
  recall(line: LockLine): Place {
    const file = fileOf(line);
    const known = this.#known.get(file);
    if (known === undefined) return unknown;
    if (isStill(known, line)) return known.place;
    this.#known.delete(file);
    return unknown;
  }

  /** Looks through the descriptors of a process for some files, as long as one of them is not found; tells those on them. */
  *search(pid: number, lines: readonly LockLine[], now: number): Generator<readonly [LockLine, OpenFile]> {
    const missing = new Map(lines.map((line) => [line.inode, line]));
    for (const open of openFilesOf(pid, new Set(missing.keys()))) {
      const line = missing.get(open.inode);
      if (line === undefined || this.learn(line, open, now).is === 'unknown') continue;
      missing.delete(open.inode);
      yield [line, open];
      if (missing.size === 0) return;
    }
  }

  /** What a descriptor on a file of that inode number tells; 'unknown' where it may be another file's. */
  learn(line: LockLine, open: OpenFile, now: number): Place {
    const isSame = open.keys.length > 0 ? open.keys.some((key) => fileIn(key) === fileIn(line.key)) : this.#isOnDevice(open, line.device, now);
    if (!isSame) return unknown;
    const name = open.path === null ? null : this.#roots.nameOf(open.path);
    const place: Place = name === null ? outside : { is: 'below', lock: nameLock(name, line) };
    if (this.#known.size >= mostFiles) this.#known.clear();
    this.#known.set(fileOf(line), { place, open });
    return place;
  }

  /** Inodes' numbers are unique on a device only; one that is not mounted as a whole is shown by another number, as of btrfs. */
  #isOnDevice({ mount }: OpenFile, device: string, now: number): boolean {
    if (now - this.#mountsAt > mountsMs) [this.#mounts, this.#mountsAt] = [readMounts(), now];
    return [...this.#mounts.values()].some(({ id, device: own }) => id === mount && own === device);
  }
}

/** As long as a file has its name, or is open, its inode is no other's. Only what is below the roots is touched. */
function isStill({ place, open }: Known, { inode }: LockLine): boolean {
  const { path } = open;
  if (place.is === 'below' && path !== null) return String(orGone(() => lstatSync(path, { bigint: true }))?.ino) === inode;
  return openFileAt(open.pid, open.descriptor, new Set([inode]))?.path === path;
}

/** Device and inode as a line has them. */
function fileIn(key: string): string | undefined {
  return / ([0-9a-f]+:[0-9a-f]+:\d+) /.exec(key)?.[1];
}

/** A lock by its file: what it is by its name, or a file that a program locks. */
function nameLock(place: string, line: LockLine): LockName {
  const { resource, kind, title } = sight(place, builtInKinds)?.reading ?? readKernelLocked(place, [line]);
  return { path: place, resource, kind, title };
}
