import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, lstatSync, opendirSync, openSync, readlinkSync, readSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import path from 'node:path';
import type { Disposable } from '../base/disposable.ts';
import { errnoCode } from '../base/errors.ts';
import { upwards } from '../base/paths.ts';
import type { Artifact, Observation } from '../locks/observation.ts';

/** How much of a file is read, bytes: the locks in Subversion's database begin within it. */
export const headLimit = 128 * 1024;

/** How many names of a folder are read. */
export const entryLimit = 1000;

/** What was found at a path, coherent in itself: the stats are those of the thing that was read. */
interface Look {
  readonly stats: BigIntStats;
  readonly artifact: Artifact;
  /** What the content hash is made of. */
  readonly bytes: Uint8Array;
}

const nothing = new Uint8Array(0);

/** Something else came to stand at the path between two steps of a look. */
const replaced = Symbol('replaced');

/** A replacement at each of so many looks in a row is no coincidence any more; nothing useful can be said then. */
const attempts = 3;

// Without them (Windows) there are no FIFOs among the files and no way to ask for it.
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/**
 * Looks at a path without following a last symlink, at once (synchronous: many locks live less
 * than a turn of the event loop) and without ever opening a FIFO, socket or device. Of a file at
 * most `headLimit` bytes are read, of a folder at most `entryLimit` names. Never throws.
 * @param file absolute path. A string, so a name that is not UTF-8 cannot be given, and is not found.
 * @returns null when nothing is there or nothing of it can be seen, not even by lstat.
 */
export function observe(file: string): Observation | null {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const stats = statsOf(file);
    if (stats === null) return null;
    const look = lookAt(file, stats);
    if (look === null) return null;
    if (look !== replaced) return describe(file, look);
  }
  return null;
}

/**
 * Looks at a file by lstat alone, for what is no lock by its content: a database, say, on which the
 * kernel has a lock. Never throws.
 * @returns null when no file is there or it cannot be seen
 */
export function observeOutside(file: string): Observation | null {
  const stats = statsOf(file);
  return stats?.isFile() === true ? describe(file, { stats, artifact: { type: 'file', head: nothing, whole: false }, bytes: nothing }) : null;
}

/** A file that is kept open, so that what is written into it can be read even when it is gone from its path. */
export interface KeptFile extends Disposable {
  /** Looks at it again, by the path that it had. */
  observe(): Observation;
}

/**
 * Opens a file to look at it later. Only where an open file can be removed all the same: not on Windows.
 * @returns null when no file is there or it may not be read
 */
export function keepOpen(file: string): KeptFile | null {
  if (process.platform === 'win32') return null;
  let descriptor: number;
  try {
    descriptor = openSync(file, openFlags);
  } catch (error) {
    if (errnoCode(error) === undefined) throw error;
    return null;
  }
  return {
    observe: () => {
      const head = readHead(descriptor);
      const stats = fstatSync(descriptor, { bigint: true });
      return describe(file, { stats, artifact: { type: 'file', head, whole: head.length < headLimit }, bytes: head });
    },
    dispose: () => closeSync(descriptor),
  };
}

function statsOf(file: string): BigIntStats | null {
  try {
    return lstatSync(file, { bigint: true });
  } catch {
    // Gone, a loop of links above it, a parent that may not be searched, an impossible name.
    return null;
  }
}

function lookAt(file: string, stats: BigIntStats): Look | typeof replaced | null {
  if (stats.isFIFO()) return special(stats, 'fifo');
  if (stats.isSocket()) return special(stats, 'socket');
  if (stats.isBlockDevice() || stats.isCharacterDevice()) return special(stats, 'device');
  try {
    if (stats.isSymbolicLink()) return lookAtLink(file, stats);
    return stats.isDirectory() ? lookAtFolder(file, stats) : lookAtFile(file);
  } catch (error) {
    return afterFailure(stats, errnoCode(error) ?? 'UNKNOWN');
  }
}

/** What a failed step says about the path. */
function afterFailure(stats: BigIntStats, code: string): Look | typeof replaced | null {
  if (code === 'ENOENT') return null;
  // ELOOP: O_NOFOLLOW met a link; ENOTDIR, EINVAL: no folder, no link any more; ENXIO: a socket or FIFO.
  if (['ELOOP', 'ENOTDIR', 'EINVAL', 'EISDIR', 'ENXIO'].includes(code)) return replaced;
  return { stats, artifact: { type: 'unreadable', reason: code }, bytes: nothing };
}

function special(stats: BigIntStats, what: 'fifo' | 'socket' | 'device'): Look {
  return { stats, artifact: { type: 'special', what }, bytes: nothing };
}

function lookAtLink(file: string, stats: BigIntStats): Look {
  const bytes = readlinkSync(file, { encoding: 'buffer' });
  return { stats, artifact: { type: 'symlink', target: bytes.toString() }, bytes };
}

function lookAtFolder(file: string, stats: BigIntStats): Look {
  const folder = opendirSync(file);
  try {
    const entries: string[] = [];
    while (entries.length < entryLimit) {
      const entry = folder.readSync();
      if (entry === null) break;
      entries.push(entry.name);
    }
    entries.sort();
    const within = entries.length > mostDescribed ? [] : entries.map((name) => imprintOf(path.join(file, name)));
    return { stats, artifact: { type: 'folder', entries }, bytes: Buffer.from([...entries, ...within].join('\0')) };
  } finally {
    folder.closeSync();
  }
}

/** A lock folder holds few files, one of which may name its holder; what they are is part of what the folder is. */
const mostDescribed = 16;

/** What shows that a file in a folder was replaced or written to: a holder may take the lock over in place. */
function imprintOf(file: string): string {
  const stats = statsOf(file);
  return stats === null ? '' : [stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(' ');
}

function lookAtFile(file: string): Look | typeof replaced {
  const descriptor = openSync(file, openFlags);
  try {
    // Whatever lstat saw: these are the stats of what is being read.
    const stats = fstatSync(descriptor, { bigint: true });
    if (!stats.isFile()) return replaced;
    const head = readHead(descriptor);
    const whole = head.length < headLimit || stats.size <= BigInt(headLimit);
    return { stats, artifact: { type: 'file', head, whole }, bytes: head };
  } finally {
    closeSync(descriptor);
  }
}

/** One for all reads: they are synchronous, and thousands of locks come and go in a second. */
const scratch = new Uint8Array(headLimit);

function readHead(descriptor: number): Uint8Array {
  let length = 0;
  while (length < headLimit) {
    const count = readSync(descriptor, scratch, length, headLimit - length, length);
    if (count === 0) break;
    length += count;
  }
  return scratch.slice(0, length);
}

function describe(file: string, { stats, artifact, bytes }: Look): Observation {
  const birthtimeNs = birthOf(file, stats);
  return {
    path: file,
    identity: {
      dev: stats.dev,
      ino: stats.ino,
      birthtimeNs,
      mtimeNs: stats.mtimeNs,
      size: stats.size,
      contentHash: createHash('sha256').update(bytes).digest('hex'),
    },
    artifact,
    uid: process.platform === 'win32' ? -1 : Number(stats.uid),
    bornAt: birthtimeNs === null ? null : toMs(birthtimeNs),
    writtenAt: toMs(stats.mtimeNs),
    changedAt: toMs(stats.ctimeNs),
  };
}

function toMs(ns: bigint): number {
  return Number(ns / 1_000_000n);
}

/** Devices on which a time of birth was seen that is not the time of the last change. */
const keepsBirths = new Set<bigint>();

/**
 * The time of birth in ns, or null where the file system keeps none. Node then says 0, or, where
 * the kernel's statx is out of reach, the ctime, which changes when a lock is moved and so must
 * not be part of its identity. A newborn's birth equals its ctime too: then a folder above it on
 * the same device, changed since it was made, tells whether this device keeps births.
 */
function birthOf(file: string, stats: BigIntStats): bigint | null {
  if (stats.birthtimeNs <= 0n) return null;
  if (tellsBirth(stats) || keepsBirths.has(stats.dev)) {
    keepsBirths.add(stats.dev);
    return stats.birthtimeNs;
  }
  for (const folder of upwards(path.dirname(file))) {
    const above = statsOf(folder);
    if (above === null || above.dev !== stats.dev) return null;
    if (!tellsBirth(above)) continue;
    keepsBirths.add(stats.dev);
    return stats.birthtimeNs;
  }
  return null;
}

function tellsBirth(stats: BigIntStats): boolean {
  return stats.birthtimeNs > 0n && stats.birthtimeNs !== stats.ctimeNs;
}
