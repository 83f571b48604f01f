import { accessSync, closeSync, constants, lstatSync, type BigIntStats } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { errnoCode, orGone } from '../../base/errors.ts';
import { again } from './again.ts';
import { attributesOf, type AttributeAccess, type Attributes } from './attributes.ts';
import { openToRead } from './content.ts';
import { saveErrorOf } from './save-error.ts';

export interface FoundFile {
  readonly is: 'file';
  readonly stats: BigIntStats;
  readonly attributes: Attributes;
}

/** 'link': a link has been put there since links were resolved. */
export type Found = FoundFile | { readonly is: 'absent' } | { readonly is: 'link' };

/**
 * What stands where a file is to be saved.
 * @throws SaveError EISDIR or NOT_REGULAR; the system's error: EACCES, EROFS, EPERM when it may not be written to
 */
export function lookAt(target: string, access: AttributeAccess): Found {
  const stats = statsAt(target);
  if (stats === null) return { is: 'absent' };
  if (stats.isSymbolicLink()) return { is: 'link' };
  if (stats.isDirectory()) throw saveErrorOf('EISDIR', target);
  if (!stats.isFile()) throw saveErrorOf('NOT_REGULAR', target);
  // Replacing would need no more than a folder that can be written to: who has taken that right away meant the file.
  return orGone(() => lookInto(target, stats, access)) ?? { is: 'absent' };
}

function lookInto(target: string, stats: BigIntStats, access: AttributeAccess): Found {
  accessSync(target, constants.W_OK);
  let descriptor;
  try {
    descriptor = openToRead(target);
  } catch (error) {
    if (errnoCode(error) !== 'EACCES') throw error;
    return { is: 'file', stats, attributes: { is: 'unknown', why: 'it may not be read' } };
  }
  if (descriptor === null) return { is: 'link' };
  // Should it be another file by now, its stats are not those that are found when it is looked at again.
  try {
    return { is: 'file', stats, attributes: attributesOf(descriptor, access) };
  } finally {
    closeSync(descriptor);
  }
}

/** Stats of what stands at a path itself, or null. @throws the system's error */
export function statsAt(file: string): BigIntStats | null {
  return orGone(() => again(() => lstatSync(file, { bigint: true })));
}

/** Whether two files, or states of one, are alike in all that a save keeps besides the content. */
export function hasSameBesides(one: FoundFile, other: Found): boolean {
  return other.is === 'file' && one.stats.mode === other.stats.mode && one.stats.uid === other.stats.uid && one.stats.gid === other.stats.gid
    && other.stats.nlink === 1n && isDeepStrictEqual(one.attributes, other.attributes);
}

/** Whether what was found stands there still, unchanged in content, rights and names. */
export function isAsFound(found: Found, target: string): boolean {
  const now = statsAt(target);
  if (now === null || found.is !== 'file') return now === null && found.is === 'absent';
  const { stats } = found;
  return now.ino === stats.ino && now.dev === stats.dev && now.size === stats.size && now.mode === stats.mode
    && now.mtimeNs === stats.mtimeNs && now.ctimeNs === stats.ctimeNs;
}
