import path from 'node:path';
import type { Observation } from '../observation.ts';
import { readClaim, textOf } from './content.ts';
import type { LockKind, Reading, Site } from './kind.ts';
import { looksLikeManifest } from './manifests.ts';

const ending = /\.(?:lock|lck)$/;

/**
 * Lock files that name their holder by a pid or as JSON, and `*.lock` files that say nothing at all.
 * A `.lck` file counts only when it does name a pid: without one it is too often something else.
 */
export const file: LockKind = {
  mayBe: (name) => ending.test(name),
  read: (site) => {
    const { artifact } = site.observation;
    if (artifact.type !== 'file' && artifact.type !== 'unreadable' && artifact.type !== 'symlink') return null;
    const reading = readFile(site);
    return isLock(site.observation, reading) ? reading : null;
  },
};

function readFile({ observation }: Site): Reading {
  const { claim, claimedAt } = readClaim(observation.artifact);
  const named = claim.by === 'pid';
  return {
    kind: named ? 'pid-file' : 'file',
    title: named ? 'Lock file with a pid' : 'Lock file',
    resource: resourceOf(observation.path),
    basis: 'existence',
    claim,
    claimedAt,
    heartbeat: null,
    search: null,
    companions: [],
    mayOutlive: !named,
    breaking: 'remove',
    ways: [],
  };
}

function isLock(observation: Observation, { claim }: Reading): boolean {
  const { artifact } = observation;
  const name = path.basename(observation.path);
  if (claim.by === 'pid') return true;
  if (!name.endsWith('.lock')) return false;
  if (artifact.type !== 'file') return true;
  const content = textOf(artifact);
  // A lock is small: what is binary or goes on past the head is data that happens to be called lock.
  if (content === null) return artifact.whole;
  return !looksLikeManifest(content);
}

function resourceOf(lockPath: string): string {
  const stem = path.basename(lockPath).replace(ending, '');
  return stem === '' ? path.dirname(lockPath) : path.join(path.dirname(lockPath), stem);
}
