import { hash } from 'node:crypto';
import path from 'node:path';

/**
 * Our own files beside the one that is saved. 'temporary': of no worth once its process is gone.
 * 'backup' and 'coming': what a file held before it is written in place, and what it is to hold.
 */
export type Part = 'temporary' | 'backup' | 'coming';

const suffixes: Readonly<Record<Part, string>> = { temporary: '.lockscope-tmp', backup: '.lockscope-backup', coming: '.lockscope-coming' };

/** The shortest limit of a file system in use (eCryptfs), bytes; others have 255. */
const longestName = 143;

/** Bytes of a name that are left for the saved file's own. */
const longestStem = longestName - 2 - '4294967295-zzzzzzzzzzz-00000000-000000'.length - suffixes.backup.length;

/** Who has made a file of ours. */
export interface Maker {
  readonly pid: number;
  /** Clock ticks from boot to its start; 0 where not known. */
  readonly startTicks: number;
  /** Tells the process numbers of one boot of one machine, or container, from those of another: 8 hex digits. */
  readonly place: string;
}

/** One save: whose, and which of its many. */
export interface Mark extends Maker {
  /** 6 hex digits. */
  readonly nonce: string;
}

/** Two with the same nonce are told apart when the file is made: nothing that is there is ever opened. */
export function newMark(maker: Maker): Mark {
  return { ...maker, nonce: Math.floor(Math.random() * 0x1_00_00_00).toString(16).padStart(6, '0') };
}

/** The name of a file of ours that belongs to a file with that name. At most 143 bytes. */
export function nameOf(base: string, part: Part, { pid, startTicks, place, nonce }: Mark): string {
  return `.${stemOf(base)}.${pid}-${startTicks.toString(36)}-${place}-${nonce}${suffixes[part]}`;
}

export interface OwnName {
  readonly part: Part;
  readonly mark: Mark;
}

const tail = /^(\d{1,10})-([0-9a-z]{1,11})-([0-9a-f]{8})-([0-9a-f]{6})(\.lockscope-(?:tmp|backup|coming))$/;

/** Reads those names that are ours and belong to a file with the name `base`. */
export function readNames(names: readonly string[], base: string): readonly OwnName[] {
  const head = `.${stemOf(base)}.`;
  return names.filter((name) => name.startsWith(head)).flatMap((name) => readTail(name.slice(head.length)) ?? []);
}

function readTail(rest: string): OwnName | null {
  const match = tail.exec(rest);
  if (match === null) return null;
  const [, pid = '', ticks = '', place = '', nonce = '', suffix = ''] = match;
  return { part: partOf(suffix), mark: { pid: Number(pid), startTicks: Number.parseInt(ticks, 36), place, nonce } };
}

function partOf(suffix: string): Part {
  return suffix === suffixes.temporary ? 'temporary' : suffix === suffixes.backup ? 'backup' : 'coming';
}

/** The name by which a file's own files go in the state folder, where those of all folders lie together. */
export function stateName(file: string): string {
  return `${path.basename(file).slice(0, 40)}-${hashOf(file)}`;
}

/** The name itself, or where it is too long, its beginning and a hash. */
function stemOf(base: string): string {
  if (Buffer.byteLength(base) <= longestStem) return base;
  // By whole characters, so that the name reads back as it was written.
  const characters = Array.from(base);
  while (Buffer.byteLength(characters.join('')) > longestStem - 9) characters.pop();
  return `${characters.join('')}~${hashOf(base).slice(0, 8)}`;
}

function hashOf(value: string): string {
  return hash('sha256', value, 'hex').slice(0, 16);
}
