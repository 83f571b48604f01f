import { lstatSync } from 'node:fs';
import { orGone } from '../../base/errors.ts';
import { builtInKinds } from '../../locks/kinds/index.ts';
import { readKernelLocked } from '../../locks/kinds/kernel-locked.ts';
import type { LockLine } from '../../system/linux/lock-lines.ts';
import { openFilesOf, type OpenFile } from '../../system/linux/lock-stream-files.ts';
import { fileOf } from '../../system/linux/lock-stream-lines.ts';
import { readMounts, type Mounts } from '../../system/mounts.ts';
import { sight } from '../../watch/sighting.ts';
import type { LockName } from '../model.ts';
import type { RootNames } from './root-names.ts';

/** What is known of a locked file. */
export type Place = { readonly is: 'below'; readonly lock: LockName } | { readonly is: 'outside' } | { readonly is: 'unknown' };

interface Known {
  readonly place: Place;
  /** The file's path as the kernel has it, where it is below a root. */
  readonly path: string | null;
  /** Whether it was found by a descriptor on which the lock is or was, by ms of performance.now(). */
  checkedAt: number;
}

/** What was found is checked again when the file is locked anew after so long, ms: an inode's number may be given to another file. */
const trustedMs = 1000;
/** The same of files outside of the roots, which are no concern as long as they are. */
const trustedOutsideMs = 10_000;
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

  /** What is known of a file, if that is to be trusted still. @param now ms of performance.now() */
  recall(line: LockLine, now: number): Place {
    const file = fileOf(line);
    const known = this.#known.get(file);
    if (known === undefined) return unknown;
    if (this.#isTrusted(known, line, now)) return known.place;
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
    this.#known.set(fileOf(line), { place, path: name === null ? null : open.path, checkedAt: now });
    return place;
  }

  #isTrusted(known: Known, { inode }: LockLine, now: number): boolean {
    if (now - known.checkedAt < (known.place.is === 'below' ? trustedMs : trustedOutsideMs)) return true;
    const { path } = known;
    if (path === null || String(orGone(() => lstatSync(path, { bigint: true }))?.ino) !== inode) return false;
    known.checkedAt = now;
    return true;
  }

  /** Inodes' numbers are unique on a device only; one that is not mounted as a whole is shown by another number, as of btrfs. */
  #isOnDevice({ mount }: OpenFile, device: string, now: number): boolean {
    if (now - this.#mountsAt > trustedMs) [this.#mounts, this.#mountsAt] = [readMounts(), now];
    return [...this.#mounts.values()].some(({ id, device: own }) => id === mount && own === device);
  }
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
