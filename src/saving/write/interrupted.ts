import { closeSync, constants, existsSync, fstatSync, lstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { errnoCode, orGone } from '../../base/errors.ts';
import { op, type Steps } from '../../base/steps.ts';
import { again } from './again.ts';
import { noFollow, noWait } from './content.ts';
import { besideOf, copyAt, removeCopies, stateShelf, type Copies, type Shelf } from './copies.ts';
import { restore } from './in-place.ts';
import type { Job } from './job.ts';
import { lifeOf } from './makers.ts';
import { readNames, type Mark, type Part } from './names.ts';
import { removeFile } from './own-file.ts';

export interface Leftovers {
  /** Copies of former content that a person has to look at: the file was changed since by something else. */
  readonly kept: readonly string[];
  /** Temporary files of saves that may be at work. */
  readonly living: readonly string[];
}

/** What nobody can be asked about is taken for dead when it was not touched for so long, ms. */
const longAgoMs = 24 * 60 * 60 * 1000;

/**
 * Puts in order what saves of a file have left behind whose process was killed.
 * @returns 'not alone' when there is something that only one process may put in order at a time
 */
export function* putInOrder(target: string, job: Job): Steps<Leftovers | 'not alone'> {
  const kept: string[] = [];
  const living: string[] = [];
  for (const shelf of shelvesOf(target, job)) {
    const saves = yield* op('look for leftovers', () => savesOn(shelf));
    for (const { mark, parts } of saves) {
      const files = parts.map((part) => copyAt({ shelf, mark }, part));
      if (!isDead(mark, files)) living.push(...files);
      else if (parts.includes('backup')) {
        if (!job.isAlone) return 'not alone';
        kept.push(...(yield* endInPlace(target, { shelf, mark }, parts.includes('coming'))));
      }
      else yield* op('remove leftover', () => files.forEach(removeFile));
    }
  }
  return { kept, living };
}

/** The state folder has none most of the time. */
function shelvesOf(target: string, { backupFolder }: Job): readonly Shelf[] {
  const beside = besideOf(target);
  return existsSync(backupFolder) ? [beside, stateShelf(target, backupFolder)] : [beside];
}

interface Save {
  readonly mark: Mark;
  readonly parts: readonly Part[];
}

function savesOn({ folder, base }: Shelf): readonly Save[] {
  const saves = new Map<string, { mark: Mark; parts: Part[] }>();
  for (const { mark, part } of readNames(namesIn(folder), base)) {
    const id = JSON.stringify(mark);
    const save = saves.get(id) ?? { mark, parts: [] };
    save.parts.push(part);
    saves.set(id, save);
  }
  return [...saves.values()];
}

/** None where the folder is not there or may not be looked into. */
function namesIn(folder: string): readonly string[] {
  try {
    return orGone(() => readdirSync(folder)) ?? [];
  } catch (error) {
    if (errnoCode(error) === 'EACCES') return [];
    throw error;
  }
}

function isDead(mark: Mark, files: readonly string[]): boolean {
  const life = mark.pid === 0 ? 'dead' : lifeOf(mark);
  return life === 'dead' || (life === 'elsewhere' && files.every(isOld));
}

function isOld(file: string): boolean {
  const stats = orGone(() => lstatSync(file));
  return stats === null || Date.now() - stats.mtimeMs > longAgoMs;
}

/**
 * Ends what was cut short while it wrote in place. A mixture of what was there and what was to come is
 * undone; where it is either of the two, there is nothing to do; anything else was made by somebody
 * since, and both that and the copy stay.
 * @returns what is kept
 */
function* endInPlace(target: string, copies: Copies, hasBegun: boolean): Steps<readonly string[]> {
  const backup = copyAt(copies, 'backup');
  const descriptor = yield* op('open in place', () => orGone(() => again(() => openSync(target, constants.O_RDWR | noFollow | noWait))));
  if (descriptor === null) return [backup];
  try {
    const state = yield* op('compare', () => compare(contentOf(descriptor), backup, hasBegun ? copyAt(copies, 'coming') : null));
    if (state === 'another') return [backup];
    // What is open here is what was compared, whatever stands at the path by now.
    if (state === 'mixture') yield* restore(descriptor, copies);
  } finally {
    closeSync(descriptor);
  }
  yield* removeCopies(copies);
  return [];
}

function compare(there: Buffer, backup: string, coming: string | null): 'either' | 'mixture' | 'another' {
  const old = contentAt(backup);
  const next = coming === null ? null : contentAt(coming);
  if (old === null) return 'another';
  if (there.equals(old) || (next !== null && there.equals(next))) return 'either';
  // Without what was to come nothing can be told from a file that is not as it was.
  return next !== null && isMixture(there, old, next) ? 'mixture' : 'another';
}

function contentAt(file: string): Buffer | null {
  return orGone(() => readFileSync(file));
}

/** From its beginning, wherever the descriptor is. */
function contentOf(descriptor: number): Buffer {
  const bytes = Buffer.alloc(fstatSync(descriptor).size);
  let at = 0;
  for (let read = -1; read !== 0 && at < bytes.length; at += read) read = again(() => readSync(descriptor, bytes, at, bytes.length - at, at));
  return bytes.subarray(0, at);
}

/**
 * Whether each byte is that of one or of the other at its place, as writing one over the other leaves it
 * wherever it is cut short, forwards or back, and whichever pages have reached the disk.
 */
export function isMixture(there: Uint8Array, one: Uint8Array, other: Uint8Array): boolean {
  const shorter = Math.min(one.length, other.length);
  const longer = Math.max(one.length, other.length);
  if (there.length < shorter || there.length > longer) return false;
  for (let at = 0; at < there.length; at++) if (there[at] !== one[at] && there[at] !== other[at]) return false;
  return true;
}
