import type { Artifact } from '../observation.ts';
import type { Claim, PidClaim, Site } from './kind.ts';

/** What the content of a lock file tells. */
export interface Told {
  readonly claim: Claim;
  readonly claimedAt: number | null;
  /** Where it stands in another file than the lock itself: when that was written, ms since the epoch. */
  readonly writtenAt?: number;
}

/** A process named by its number, and perhaps its host. */
export function pidClaim(pid: number, host: string | null = null): PidClaim {
  return { by: 'pid', pid, host, hostIsGuess: false, mark: null };
}

export const toldNothing: Told = { claim: { by: 'nobody' }, claimedAt: null };
export const halfWritten: Told = { claim: { by: 'garbled', reason: 'half-written' }, claimedAt: null };

/** What a claim tells that says nothing of a time. */
export function told(claim: Claim): Told {
  return { claim, claimedAt: null };
}

/** A lock that names its holder says little else; longer texts, in characters, are something else. */
const longestPlainClaim = 512;
const longestJsonClaim = 4096;

/** The text of a file, or null when it is no file, not read whole, or not text. */
export function textOf(artifact: Artifact): string | null {
  if (artifact.type !== 'file' || !artifact.whole) return null;
  const { head } = artifact;
  return head.includes(0) ? null : new TextDecoder().decode(head);
}

/** A process alone; null when the value is no pid. */
export function toldPid(value: unknown): Told | null {
  const pid = readPid(value);
  return pid === null ? null : told(pidClaim(pid));
}

/** For a format whose file is always empty: nothing is told, and what has a content is none. */
export function tellEmpty({ observation: { artifact } }: Site): Told | null {
  return textOf(artifact) === '' ? toldNothing : null;
}

/** For a format whose content is a pid, always: one that is still empty is half-written. */
export function tellPid({ observation: { artifact } }: Site): Told | null {
  const content = textOf(artifact)?.trim();
  return content === '' ? halfWritten : toldPid(content);
}

/** A text as a JSON object; 'half-written' while it is empty or cut, null when it is something else. */
export function parseRecord(text: string): Record<string, unknown> | 'half-written' | null {
  const content = text.trim();
  if (content === '') return 'half-written';
  if (!content.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(content);
    return isRecord(value) ? value : null;
  } catch {
    // Its writer may be at work.
    return 'half-written';
  }
}

/** The content of a file as parseRecord reads it; null also when it is no text. */
export function recordOf(artifact: Artifact): Record<string, unknown> | 'half-written' | null {
  const content = textOf(artifact);
  return content === null ? null : parseRecord(content);
}

/** For a format whose content is a JSON object, always: one that is still empty or cut is half-written. */
export function tellRecord(read: (record: Record<string, unknown>) => Told | null): (site: Site) => Told | null {
  return ({ observation }) => {
    const record = recordOf(observation.artifact);
    return record === 'half-written' ? halfWritten : record === null ? null : read(record);
  };
}

/** Whether a file begins with these bytes. */
export function beginsWith(artifact: Artifact, bytes: readonly number[]): boolean {
  return artifact.type === 'file' && bytes.every((byte, i) => artifact.head[i] === byte);
}

/**
 * Reads the ways in which lock files commonly name their holder: a pid alone, "pid 123", "pid=123",
 * a pid followed by a host or a time, or a JSON object with those.
 */
export function readClaim(artifact: Artifact): Told {
  if (artifact.type === 'unreadable') return { claim: { by: 'garbled', reason: 'unreadable' }, claimedAt: null };
  const content = textOf(artifact)?.trim() ?? '';
  if (content.startsWith('{')) return content.length > longestJsonClaim ? toldNothing : fromJson(content);
  return content.length > longestPlainClaim ? toldNothing : fromWords(content);
}

function fromJson(content: string): Told {
  const record = parseRecord(content);
  return record === 'half-written' ? halfWritten : record === null ? toldNothing : fromRecord(record);
}

const pidKeys = ['pid', 'processid', 'ownerpid', 'holderpid'];
const hostKeys = ['host', 'hostname', 'machine', 'machinename', 'nodename', 'computer', 'computername', 'fqdn', 'node', 'hostip', 'ip', 'address', 'server'];
/** Under which a record of the holder may be nested: { "owner": { "pid": ... } }. */
const nestingKeys: ReadonlySet<string> = new Set(['owner', 'holder', 'process', 'lock', 'lockedby']);
const timeKeys = ['timestamp', 'acquiredat', 'startedat', 'createdat', 'created', 'started', 'starttime', 'time', 'ts'];

function fromRecord(record: Record<string, unknown>): Told {
  const fields = new Map<string, unknown>();
  for (const [key, value] of Object.entries(record)) {
    if (nestingKeys.has(plainKey(key)) && isRecord(value)) addFields(fields, value);
  }
  addFields(fields, record);
  const first = <T>(keys: readonly string[], read: (value: unknown) => T | null): T | null => {
    for (const key of keys) {
      const found = read(fields.get(key));
      if (found !== null) return found;
    }
    return null;
  };
  const pid = first(pidKeys, readPid);
  const claimedAt = first(timeKeys, readTime);
  return pid === null
    ? { claim: { by: 'nobody' }, claimedAt }
    : { claim: pidClaim(pid, first(hostKeys, readHost)), claimedAt };
}

function addFields(fields: Map<string, unknown>, record: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(record)) fields.set(plainKey(key), value);
}

function plainKey(key: string): string {
  return key.toLowerCase().replace(/[_-]/g, '');
}

function fromWords(content: string): Told {
  const match = /^(?:pid\s*[:=]?\s*)?(\d{1,10})(?!\S)([\s\S]*)$/i.exec(content);
  if (match === null) return toldNothing;
  const pid = readPid(match[1]);
  if (pid === null) return toldNothing;
  const rest = match[2] ?? '';
  const named = readHost(/\bhost(?:name)?\s*[:=]\s*(\S+)/i.exec(rest)?.[1]);
  let word: string | null = null;
  let claimedAt: number | null = null;
  for (const part of rest.split(/\s+/).map((each) => each.replace(/^\w+=/, ''))) {
    claimedAt ??= readTime(part);
    if (readTime(part) === null && isHostName(part)) word ??= readHost(part);
  }
  return { claim: { ...pidClaim(pid, named ?? word), hostIsGuess: named === null && word !== null }, claimedAt };
}

/** The pid that a value stands for, or null. Linux ends at 2^22 and others far below; larger numbers are times, dates, ids. */
export function readPid(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number > 0 && number <= 2 ** 22 ? number : null;
}

const longestHost = 253;

/** By what names a machine calls itself, perhaps with a port. */
const loopback = /^(?:localhost(?:\.localdomain)?|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1?\]?)(?::\d+)?$/i;

/**
 * The host that a value names, as written: also an address, or a name that is none of a machine's, since
 * whatever is not this machine must not be taken for it. null where it names none, or this machine.
 */
export function readHost(value: unknown): string | null {
  const host = typeof value === 'string' ? value.trim().slice(0, longestHost) : '';
  return host === '' || loopback.test(host) ? null : host;
}

/** Whether a word beside a pid may be a host's name or address. */
function isHostName(word: string): boolean {
  return /^[a-z0-9_](?:[a-z0-9_.-]{0,252})$/i.test(word) && (/[a-z]/i.test(word) || /^\d+\.\d+\.\d+\.\d+$/.test(word));
}

const earliest = Date.UTC(2000, 0, 1);
const latest = Date.UTC(2100, 0, 1);

/** ms since the epoch from ms, seconds or ISO 8601; null when it can be no time of a lock. */
export function readTime(value: unknown): number | null {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return plausible(Date.parse(value));
  const number = typeof value === 'string' && /^\d{10,13}(?:\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number') return null;
  return plausible(number) ?? plausible(number * 1000);
}

function plausible(ms: number): number | null {
  return ms >= earliest && ms <= latest ? ms : null;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
