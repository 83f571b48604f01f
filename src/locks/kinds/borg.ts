import path from 'node:path';
import { text } from '../../base/text.ts';
import type { ToolWay } from '../lock.ts';
import { halfWritten, pidClaim, readPid, tellRecord, told, type Told } from './content.ts';
import { folderAbove, type Format } from './format.ts';
import type { PidClaim, Site } from './kind.ts';

/** Borg's locks on a repository or cache: a folder for a single holder, a roster for those who share. */
export const borg: readonly Format[] = [
  {
    kind: 'borg-exclusive',
    title: 'Borg exclusive lock',
    at: ['lock.exclusive'],
    as: ['folder'],
    basis: 'existence',
    tell: tellExclusive,
    resource: folderAbove(1),
    breaking: 'tool-command',
    ways: breakLock,
  },
  {
    kind: 'borg-roster',
    title: 'Borg shared lock',
    at: ['lock.roster'],
    basis: 'existence',
    tell: (site) => (site.siblings().has('lock.exclusive') ? 'part-of-another' : tellRecord(tellRoster)(site)),
    resource: folderAbove(1),
    mayOutlive: true,
    breaking: 'tool-command',
    ways: breakLock,
  },
];

function breakLock(lockPath: string): readonly ToolWay[] {
  const repository = path.dirname(lockPath);
  return [{ argv: ['borg', 'break-lock', repository], cwd: repository, does: text('Removes all locks of this Borg repository. Make sure first that no Borg works on it.') }];
}

/** One entry for each holder, "host@node.pid-thread"; the folder appears with it in one step. */
function tellExclusive({ observation: { artifact } }: Site): Told | null {
  const entries = artifact.type === 'folder' ? artifact.entries : [];
  const claims = entries.map((entry) => {
    const [, id, pid] = /^(.+)\.(\d+)-[0-9a-f]+$/.exec(entry) ?? [];
    return claimOf(id, pid);
  });
  if (entries.length === 0) return halfWritten;
  return claims.includes(null) ? null : told(oneOrSeveral(claims.filter((claim) => claim !== null)));
}

/** {"exclusive": [["host@node", pid, thread]], "shared": [...]}; it stays when nobody is in it. */
function tellRoster(record: Record<string, unknown>): Told | null {
  const holders = [record['exclusive'], record['shared']].filter(Array.isArray).flat();
  const claims = holders.map((holder: unknown) => (Array.isArray(holder) ? claimOf(holder[0], holder[1]) : null));
  if (claims.length === 0) return null;
  return claims.includes(null) ? halfWritten : told(oneOrSeveral(claims.filter((claim) => claim !== null)));
}

/** A host is "name@number", the number being its network card's. */
function claimOf(id: unknown, pidValue: unknown): PidClaim | null {
  const host = typeof id === 'string' ? /^([^@]+)@\d+$/.exec(id)?.[1] : undefined;
  const pid = readPid(pidValue);
  return host === undefined || pid === null ? null : pidClaim(pid, host);
}

function oneOrSeveral(claims: readonly PidClaim[]): PidClaim | { readonly by: 'several'; readonly claims: readonly PidClaim[] } {
  const [first, ...rest] = claims;
  return first !== undefined && rest.length === 0 ? first : { by: 'several', claims };
}
