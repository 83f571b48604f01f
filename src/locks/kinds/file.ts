import path from 'node:path';
import type { Observation } from '../observation.ts';
import { parseRecord, readClaim, textOf } from './content.ts';
import { usualEnd, type LockKind, type Reading, type Site } from './kind.ts';
import { isManifestName, looksLikeManifest, pinsBesideItsPid } from './manifests.ts';

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
    return isLock(site, reading) ? reading : null;
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
    claimWrittenAt: null,
    heartbeat: null,
    search: null,
    companions: [],
    mayOutlive: !named,
    breaking: 'remove',
    ways: [],
    ...usualEnd,
  };
}

function isLock({ observation, look }: Site, { claim }: Reading): boolean {
  const { artifact, path: lockPath } = observation;
  const content = textOf(artifact);
  if (claim.by === 'pid') return content === null || !pinsBesideItsPid(content);
  if (!lockPath.endsWith('.lock') || artifact.type === 'unreadable') return lockPath.endsWith('.lock');
  if (artifact.type === 'symlink') return !isManifest(look(path.resolve(path.dirname(lockPath), artifact.target)));
  if (artifact.type !== 'file') return false;
  return content === null ? artifact.whole && artifact.head.length <= longestBinary : saysLittle(content) && !looksLikeManifest(content);
}

/** Whether a link is but another name of a manifest. */
function isManifest(target: Observation | null): boolean {
  return target !== null && (isManifestName(target.path) || looksLikeManifest(textOf(target.artifact) ?? ''));
}

/** A lock is small, bytes: what is binary and longer is data that happens to be called lock. */
const longestBinary = 64;

/** And its words are few: a name, a time, a token. More than that, or settings, is somebody's text. */
function saysLittle(content: string): boolean {
  const text = content.trim();
  if (text.startsWith('{') || text.startsWith('[')) return isHolderRecord(text);
  const lines = text.split('\n');
  return text.length <= 200 && lines.length <= 3 && !lines.some((line) => /^\s*(?!host|user|owner|by|time|date|since|started|pid|token|id|uuid|nonce|session|lock|process|machine|reason|operation|cmd|command|created|acquired|expires|ttl)[a-z][\w.-]*\s*[:=]\s*\S/i.test(line));
}

const holderKey = /^(?:.*(?:host|owner|holder|user|lock|pid|process|machine|session|token).*|by|who|id|uuid|nonce|ts|.*time.*|.*at|created|started|date|operation|command|cmd|reason)$/i;

/** A record of whoever holds it: flat, and at least one of its fields says who or when. One that is cut may be. */
function isHolderRecord(text: string): boolean {
  const record = parseRecord(text);
  if (record === 'half-written') return true;
  return record !== null && Object.keys(record).some((key) => holderKey.test(key)) && !Object.values(record).some(Array.isArray);
}

function resourceOf(lockPath: string): string {
  const stem = path.basename(lockPath).replace(ending, '');
  return stem === '' ? path.dirname(lockPath) : path.join(path.dirname(lockPath), stem);
}
