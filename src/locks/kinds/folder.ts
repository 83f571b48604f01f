import path from 'node:path';
import type { Observation } from '../observation.ts';
import { readClaim } from './content.ts';
import { usualEnd, type LockKind, type Reading, type Site } from './kind.ts';

/** A folder with more entries than this is somebody's data, not a lock. */
const mostEntries = 8;

/** What scripts write into the folder that is their lock; anything else in it makes it a folder of data. */
const holderFile = /^(?:.*\.)?(?:pid|pids|owner|holder|host|hostname|info|lock|locked|user|time|timestamp|date|token|id|uuid|command|cmd|reason|started|ppid)(?:\.(?:txt|json|lock|pid))?$/i;

/** proper-lockfile 4: `update` is half of `stale`, which is 10 s unless told otherwise. */
const properLockfile = { usualMs: 5000, takenOverAfterMs: 10_000 };

/**
 * Folders as locks: proper-lockfile's, which are empty and carry their heartbeat as modification
 * time, and those that `mkdir` makes in scripts, which may hold a file with the pid.
 */
export const folder: LockKind = {
  mayBe: (name) => name.endsWith('.lock'),
  read: (site) => {
    const { artifact, path: lockPath } = site.observation;
    if (artifact.type !== 'folder' || !path.basename(lockPath).endsWith('.lock')) return null;
    if (artifact.entries.length === 0) return readEmpty(site.observation);
    return artifact.entries.length <= mostEntries && artifact.entries.every((entry) => holderFile.test(entry)) ? readFilled(site, artifact.entries) : null;
  },
};

function readEmpty(observation: Observation): Reading {
  const renewed = wasRenewed(observation);
  return {
    ...nameOf(renewed ? 'proper-lockfile' : 'folder', renewed ? 'proper-lockfile lock' : 'Folder lock', observation),
    claim: { by: 'nobody' },
    claimedAt: null,
    claimWrittenAt: null,
    heartbeat: { ...properLockfile, renewed },
    search: renewed ? 'javascript' : null,
  };
}

/**
 * proper-lockfile sets the modification time itself, from a Date, so to a whole ms; a plain mkdir
 * leaves it equal to the time of birth, and touch or a file made inside sets it to the ns. Told apart
 * because a script that holds a plain folder never renews it. libuv may lose a microsecond or two.
 */
export function wasRenewed({ identity }: Observation): boolean {
  if (identity.birthtimeNs === null || identity.mtimeNs === identity.birthtimeNs) return false;
  const beyondMs = identity.mtimeNs % 1_000_000n;
  return beyondMs <= 2000n || beyondMs >= 998_000n;
}

function readFilled(site: Site, entries: readonly string[]): Reading {
  const pidFile = entries.find((entry) => entry === 'pid' || entry.endsWith('.pid'));
  const told = pidFile === undefined ? null : site.look(path.join(site.observation.path, pidFile));
  const { claim, claimedAt } = told === null ? { claim: { by: 'nobody' } as const, claimedAt: null } : readClaim(told.artifact);
  return { ...nameOf('folder', 'Folder lock', site.observation), claim, claimedAt, claimWrittenAt: told?.writtenAt ?? null, heartbeat: null, search: null };
}

function nameOf(kind: string, title: string, { path: lockPath }: Observation): Pick<Reading, 'kind' | 'title' | 'resource' | 'basis' | 'companions' | 'mayOutlive' | 'breaking' | 'ways' | 'endsByRename' | 'check'> {
  return { kind, title, resource: lockPath.slice(0, -'.lock'.length), basis: 'existence', companions: [], mayOutlive: false, breaking: 'remove', ways: [], ...usualEnd };
}
