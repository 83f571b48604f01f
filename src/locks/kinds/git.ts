import path from 'node:path';
import { text, type Text } from '../../base/text.ts';
import type { ToolCheck } from '../lock.ts';
import type { Observation } from '../observation.ts';
import { pidClaim, readClaim, readPid } from './content.ts';
import type { Claim, LockKind, Reading, Site } from './kind.ts';

/**
 * git's lock files: everything in a git folder that ends in `.lock`, and gc.pid. A ref's name can
 * never end in `.lock`, so nothing else is meant. The same names serve worktrees, submodules,
 * separate git folders and bare repositories.
 */
export const git: LockKind = {
  mayBe: (name) => name.endsWith('.lock') || name === 'gc.pid',
  read: (site) => {
    if (site.gitDir === null || !isGitsOwn(site.gitDir, site.observation.path)) return null;
    return isPartOfAnother(site) ? 'part-of-another' : readGitLock(site, site.gitDir);
  },
};

const sidecarEnding = '~pid.lock';
const nextIndex = /^next-index-(\d+)\.lock$/;

/** Whether a name is that of a file which comes with a lock of git beside it. */
export function isCompanion(name: string): boolean {
  return name.endsWith(sidecarEnding) || nextIndex.test(name);
}

/** Whether a path is where git locks a ref or its log; a branch may have any name. */
export function isRefLock(gitDir: string, lockPath: string): boolean {
  return /^(?:worktrees[\\/][^\\/]+[\\/])?(?:refs|logs)[\\/]/.test(path.relative(gitDir, lockPath));
}

/** What git locks at the top of a git folder, and the folders in which it locks anything. */
const ownNames = /^(?:index|config|packed-refs|shallow|gc|sparse-checkout|next-index-|fsmonitor|[A-Z_]+[.~])/;
const ownFolders = /^(?:refs|logs|objects|info|reftable|worktrees|modules|sequencer|rebase-merge|rebase-apply|annex|lfs|svn)[\\/]/;

/** A folder called `.git` is git's alone, but for the hooks. Into a bare repository people put files and working trees of their own. */
function isGitsOwn(gitDir: string, lockPath: string): boolean {
  const within = path.relative(gitDir, lockPath);
  if (/^hooks[\\/]/.test(within)) return false;
  return gitDir.split(/[\\/]/).includes('.git') || ownFolders.test(within) || (!/[\\/]/.test(within) && ownNames.test(within));
}

/** A `~pid.lock` names the holder of the lock beside it; next-index-N.lock comes with an index.lock. */
function isPartOfAnother(site: Site): boolean {
  const name = path.basename(site.observation.path);
  return name.endsWith(sidecarEnding) || (nextIndex.test(name) && site.siblings().has('index.lock'));
}

function readGitLock(site: Site, gitDir: string): Reading {
  const { path: lockPath } = site.observation;
  const { kind, title } = formatOf(path.relative(gitDir, lockPath));
  const companions = companionsOf(site);
  return {
    kind,
    title,
    resource: resourceOf(lockPath),
    basis: 'existence',
    claim: claimOf(site, companions),
    claimedAt: null,
    claimWrittenAt: companions.length === 0 ? null : Math.max(...companions.map(({ writtenAt }) => writtenAt)),
    heartbeat: null,
    search: 'git',
    companions: companions.map((companion) => companion.path),
    mayOutlive: false,
    breaking: 'remove',
    ways: [],
    endsByRename: lockPath.endsWith('.lock'),
    check: checkOf(kind, gitDir),
  };
}

/** `within` is the lock's path inside its git folder. */
function formatOf(within: string): { kind: string; title: string } {
  if (/^(?:refs|logs)[\\/]/.test(within)) return { kind: 'git-ref', title: 'Git ref lock' };
  if (nextIndex.test(within)) return indexLock;
  return byPath[within] ?? { kind: 'git-other', title: 'Git lock' };
}

const indexLock = { kind: 'git-index', title: 'Git index lock' };

const byPath: Readonly<Record<string, { kind: string; title: string }>> = {
  'index.lock': indexLock,
  'gc.pid': { kind: 'git-gc', title: 'Git garbage collection' },
  'HEAD.lock': { kind: 'git-head', title: 'Git HEAD lock' },
  'config.lock': { kind: 'git-config', title: 'Git configuration lock' },
  'config.worktree.lock': { kind: 'git-config', title: 'Git configuration lock' },
  'packed-refs.lock': { kind: 'git-packed-refs', title: 'Git packed refs lock' },
  'shallow.lock': { kind: 'git-shallow', title: 'Git shallow lock' },
};

/** What git reads to tell whether the thing is sound, without taking a lock or running a program of the repository's. */
function checkOf(kind: string, gitDir: string): ToolCheck | null {
  const check = checks[kind];
  if (check === undefined) return null;
  const argv = ['git', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', ...check.asks];
  return { argv, cwd: gitDir, env: { GIT_DIR: gitDir, GIT_OPTIONAL_LOCKS: '0' }, sound: check.sound };
}

const readsRefs = { asks: ['for-each-ref'], sound: text('git reads the refs without complaint.') };

const checks: Readonly<Record<string, { readonly asks: readonly string[]; readonly sound: Text }>> = {
  'git-index': { asks: ['ls-files', '--stage'], sound: text('git reads the index without complaint.') },
  'git-ref': readsRefs,
  'git-packed-refs': readsRefs,
  'git-head': { asks: ['rev-parse', '--is-bare-repository'], sound: text('git reads HEAD without complaint.') },
  'git-config': { asks: ['config', '--list', '--name-only'], sound: text('git reads its configuration without complaint.') },
  'git-shallow': { asks: ['rev-parse', '--is-shallow-repository'], sound: text('git reads the repository without complaint.') },
};

function resourceOf(lockPath: string): string {
  const folder = path.dirname(lockPath);
  const name = path.basename(lockPath);
  if (name === 'gc.pid') return folder;
  return nextIndex.test(name) ? path.join(folder, 'index') : lockPath.slice(0, -'.lock'.length);
}

function companionsOf(site: Site): Observation[] {
  const siblings = site.siblings();
  const folder = path.dirname(site.observation.path);
  const name = path.basename(site.observation.path);
  const sidecar = name.replace(/\.lock$/, sidecarEnding);
  const wanted = name === 'index.lock' ? [...siblings].filter((sibling) => nextIndex.test(sibling)) : [];
  if (sidecar !== name && siblings.has(sidecar)) wanted.unshift(sidecar);
  return wanted.map((companion) => site.look(path.join(folder, companion))).filter((seen) => seen !== null);
}

function claimOf(site: Site, companions: readonly Observation[]): Claim {
  const name = path.basename(site.observation.path);
  if (name === 'gc.pid') {
    const { claim } = readClaim(site.observation.artifact);
    return claim.by === 'pid' ? { ...claim, hostIsGuess: false } : claim;
  }
  for (const companion of companions) {
    const claim = claimOfCompanion(companion, site.observation);
    if (claim !== null) return claim;
  }
  return pidInName(name) ?? { by: 'nobody' };
}

/**
 * git makes a companion after its lock, so an older one was left by a former holder and says
 * nothing about this one: believing it would call a live lock stale.
 */
function claimOfCompanion(companion: Observation, lock: Observation): Claim | null {
  if (companion.bornAt === null || lock.bornAt === null || companion.bornAt < lock.bornAt) return null;
  const inName = pidInName(path.basename(companion.path));
  if (inName !== null) return inName;
  const { claim } = readClaim(companion.artifact);
  return claim.by === 'pid' ? claim : null;
}

function pidInName(name: string): Claim | null {
  const pid = readPid(nextIndex.exec(name)?.[1]);
  return pid === null ? null : pidClaim(pid);
}
