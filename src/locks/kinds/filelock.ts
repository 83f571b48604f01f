import path from 'node:path';
import type { Artifact } from '../observation.ts';
import { halfWritten, pidClaim, readPid, textOf, told, type Told } from './content.ts';
import { familyOf, folderAbove, readAs, withoutExtension, type Format } from './format.ts';
import type { LockKind, PidClaim, ProcessMark, Site } from './kind.ts';

/*
 * The locks of Python's filelock that say who holds them. Its FileLock is an empty file under a
 * kernel lock, which no content tells from others; see python.ts for the places where it is known.
 */

/** Written by a StrictSoftFileLock where other versions would look for a pid: its 1 is a decoy. */
const strictSentinel = '1\nfilelock-strict-v1\0\n0\n';
const strictMagic = 'filelock-strict-v1';
const claimName = /^(held|intent)-v1-([0-9a-f]{32})\.claim$/;

const formats: readonly Format[] = [
  {
    kind: 'filelock-soft',
    title: 'Python soft file lock',
    at: ['*.lock'],
    byContent: true,
    basis: 'existence',
    tell: ({ observation }) => tellSoft(textOf(observation.artifact)),
  },
  {
    kind: 'filelock-marker',
    title: 'Python marker lock',
    at: ['*.lock'],
    byContent: true,
    basis: 'existence',
    tell: ({ observation }) => tellMarker(textOf(observation.artifact)),
  },
  {
    kind: 'filelock-strict',
    title: 'Python strict file lock',
    at: ['*.lock'],
    byContent: true,
    basis: 'existence',
    tell: ({ observation: { artifact } }) => (isSentinel(artifact) ? 'part-of-another' : null),
  },
  {
    kind: 'filelock-strict',
    title: 'Python strict file lock',
    at: ['*.filelock/claims/held-v1-*.claim', '*.filelock/claims/intent-v1-*.claim'],
    basis: 'existence',
    tell: tellClaim,
    resource: (lockPath) => withoutExtension(folderAbove(2)(lockPath).slice(0, -'.filelock'.length)),
    companions: ({ observation, look }) => intentsBeside(observation.path).filter((intent) => look(intent) !== null),
  },
];

const readWrite: Format = {
  kind: 'filelock-rw',
  title: 'Python read-write lock',
  at: [],
  basis: 'existence',
  tell: tellReadWrite,
  resource: (lockPath) => withoutExtension(folderAbove(2)(lockPath).slice(0, -'.rw'.length)),
  breaking: 'never',
};

/** The locks of Python's filelock. */
export const filelock: readonly LockKind[] = [
  familyOf(formats),
  {
    mayBe: (name, folder) => name.length === 32 && /\.rw[\\/]holders$/.test(folder) && /^[0-9a-f]{32}$/.test(name),
    read: (site) => readAs(readWrite, site),
  },
];

/** "pid, host, start token", a line each. Older versions leave the token out and are read like any other file with a pid. */
function tellSoft(content: string | null): Told | null {
  const [, pid, host, token] = /^(\d+)\n(\S+)\n(\d{15,60})\n$/.exec(content ?? '') ?? [];
  return toldOf(pid, host, token);
}

/** "filelock/2", then a line for each field; a reader ignores those that it does not know. */
function tellMarker(content: string | null): Told | null {
  if (content?.startsWith('filelock/2') !== true) return null;
  const fields = fieldsOf(content);
  return (fields.has('mode') && content.endsWith('\n') ? toldOf(fields.get('pid'), fields.get('host'), fields.get('start')) : null) ?? halfWritten;
}

function fieldsOf(content: string): ReadonlyMap<string, string> {
  return new Map(
    content
      .split('\n')
      .slice(1)
      .map((line) => [line.slice(0, Math.max(0, line.indexOf('='))), line.slice(line.indexOf('=') + 1)] as const),
  );
}

function toldOf(pidText: string | undefined, host: string | undefined, token: string | undefined): Told | null {
  const pid = readPid(pidText);
  if (pid === null || host === undefined || host === '') return null;
  return told({ ...pidClaim(pid, host), mark: markOf(token) } satisfies PidClaim);
}

/**
 * On Linux the token is `boot_id << 64 | start`, the start in ticks since boot. Elsewhere it is a time,
 * below 2^64. The boot id is a random UUID, and its version shows: a number of another meaning has none.
 */
function markOf(token: string | undefined): ProcessMark | null {
  if (token === undefined || !/^\d{1,60}$/.test(token)) return null;
  const value = BigInt(token);
  const bootId = (value >> 64n).toString(16).padStart(32, '0');
  return /^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/.test(bootId) ? { bootId, startTicks: String(BigInt.asUintN(64, value)) } : null;
}

function isSentinel(artifact: Artifact): boolean {
  return artifact.type === 'file' && artifact.whole && new TextDecoder().decode(artifact.head) === strictSentinel;
}

/** An intent is published first and goes along with its held claim; alone it keeps others waiting as well. */
function tellClaim({ observation, look }: Site): Told | 'part-of-another' | null {
  const [, state, token] = claimName.exec(path.basename(observation.path)) ?? [];
  if (token === undefined) return null;
  if (state === 'intent' && look(path.join(path.dirname(observation.path), `held-v1-${token}.claim`)) !== null) return 'part-of-another';
  const [magic, recorded, pid, host, start, ...rest] = textOf(observation.artifact)?.split('\n') ?? [];
  if (magic !== strictMagic || recorded !== token || rest.join('') !== '') return halfWritten;
  return toldOf(pid, fromHex(host ?? ''), start) ?? halfWritten;
}

function fromHex(hex: string): string {
  const bytes = (hex.match(/[0-9a-f]{2}/g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

function intentsBeside(claim: string): readonly string[] {
  const [, state, token] = claimName.exec(path.basename(claim)) ?? [];
  return state === 'held' ? [path.join(path.dirname(claim), `intent-v1-${token}.claim`)] : [];
}

/** A participant's record: a holder's when the newest snapshot names it, else one of somebody who waits. */
function tellReadWrite(site: Site): Told | null {
  const { path: place, artifact } = site.observation;
  const content = textOf(artifact);
  if (content !== '' && content?.startsWith('filelock-rw/1\n') !== true) return null;
  const fields = fieldsOf(content);
  const snapshot = newestSnapshot(site);
  if (snapshot !== null && !snapshot.includes(`=${path.basename(place)}\n`)) return null;
  return toldOf(fields.get('pid'), fields.get('host'), undefined) ?? halfWritten;
}

function newestSnapshot({ observation, look }: Site): string | null {
  const generations = path.join(folderAbove(2)(observation.path), 'gen');
  const seen = look(generations)?.artifact;
  const newest = seen?.type === 'folder' ? seen.entries.filter((entry) => /^\d+$/.test(entry)).at(-1) : undefined;
  const snapshot = newest === undefined ? undefined : look(path.join(generations, newest))?.artifact;
  return snapshot === undefined ? null : textOf(snapshot);
}
