import path from 'node:path';
import { pidClaim, readPid, told, toldNothing, type Told } from './content.ts';
import { folderAbove, type Format } from './format.ts';
import type { PidClaim, Site } from './kind.ts';

/** The locks of darcs and of CVS repositories: empty, so that their names tell what there is to tell. */
export const oldVcs: readonly Format[] = [
  {
    kind: 'darcs',
    title: 'Darcs repository lock',
    at: ['_darcs/lock'],
    basis: 'existence',
    resource: folderAbove(2),
    search: ['darcs'],
  },
  {
    kind: 'cvs-folder',
    title: 'CVS folder lock',
    at: ['#cvs.lock', '#cvs.*.lock'],
    as: ['folder'],
    basis: 'existence',
    tell: tellFolder,
    resource: folderAbove(1),
    search: ['cvs'],
  },
  {
    kind: 'cvs-read',
    title: 'CVS read lock',
    at: ['#cvs.rfl.*'],
    basis: 'existence',
    tell: tellName,
    resource: folderAbove(1),
  },
  {
    kind: 'cvs-write',
    title: 'CVS write lock',
    at: ['#cvs.wfl.*', '#cvs.pfl.*'],
    basis: 'existence',
    tell: tellName,
    resource: folderAbove(1),
  },
];

function tellName({ observation }: Site): Told | null {
  const claim = claimIn(path.basename(observation.path));
  return claim === null ? null : told(claim);
}

/** "#cvs.wfl.host.pid"; a host may have dots, and is left out where names must be short. */
function claimIn(name: string): PidClaim | null {
  const [, host, pidText] = /^#cvs\.[rwp]fl\.(?:(.+)\.)?(\d+)$/.exec(name) ?? [];
  const pid = readPid(pidText);
  return pid === null ? null : pidClaim(pid, host ?? null);
}

/**
 * A writer makes the folder, then the file that names it, and keeps both. A file older than the folder
 * was left by a former holder and says nothing about this one: believing it would call a live lock stale.
 */
function tellFolder({ observation, siblings, look }: Site): Told | null {
  if (observation.artifact.type !== 'folder' || observation.artifact.entries.length > 0) return null;
  for (const name of siblings()) {
    const claim = name.startsWith('#cvs.wfl.') ? claimIn(name) : null;
    if (claim === null || observation.bornAt === null) continue;
    const bornAt = look(path.join(path.dirname(observation.path), name))?.bornAt ?? null;
    if (bornAt !== null && bornAt >= observation.bornAt) return told(claim);
  }
  return toldNothing;
}
