import type { Holder, Lock, LockState } from '../../../src/locks/lock.ts';

/** A moment that tests take for now: 2026-03-04 12:00:00 UTC. */
export const now = Date.UTC(2026, 2, 4, 12);

/** A lock for tests; what is not given is usual. */
export function aLock(state: LockState, parts: Partial<Lock> = {}): Lock {
  const lockPath = parts.path ?? '/ws/app/.git/index.lock';
  return {
    path: lockPath,
    resource: lockPath.replace(/\.lock$/, ''),
    kind: 'git-index',
    title: 'Git index lock',
    verdict: { state, evidence: [] },
    holder: null,
    waiters: [],
    kernelLocks: [],
    ways: [],
    acquiredAt: now - 192_000,
    breaking: 'remove',
    companions: [],
    endsByRename: false,
    check: null,
    identity: { dev: 1n, ino: 2n, birthtimeNs: 3n, mtimeNs: 4n, size: 0n, contentHash: '' },
    ...parts,
  };
}

/** A holder for tests of which nothing is known but what is given. */
export function aHolder(parts: Partial<Holder> = {}): Holder {
  return { pid: null, host: null, user: null, command: null, cwd: null, startedAt: null, startMark: null, parents: [], container: null, ...parts };
}
