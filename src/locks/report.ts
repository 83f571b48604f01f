import { plain } from '../base/text.ts';
import type { Breaking, Holder, KernelLock, Lock, LockState } from './lock.ts';

/** A holder as scripts see it. Times are ISO 8601; null where not known. */
export interface HolderReport extends Pick<Holder, 'pid' | 'host' | 'user' | 'command' | 'parents' | 'container'> {
  readonly startedAt: string | null;
}

/** A lock of the kernel's as scripts see it. */
export interface KernelLockReport extends Omit<KernelLock, 'holders' | 'waiters'> {
  readonly holders: readonly HolderReport[];
  readonly waiters: readonly HolderReport[];
}

/** A lock as scripts see it: the contract of `lockscope ls --json`. */
export interface LockReport {
  readonly path: string;
  readonly resource: string;
  readonly kind: string;
  readonly state: LockState;
  readonly holder: HolderReport | null;
  readonly waiters: readonly HolderReport[];
  readonly kernelLocks: readonly KernelLockReport[];
  /** ISO 8601. */
  readonly acquiredAt: string;
  readonly ageMs: number;
  readonly evidence: readonly { readonly code: string; readonly supports: LockState | 'neutral'; readonly message: string }[];
  readonly breaking: Breaking;
  /** Commands of its own tool, the gentlest first. */
  readonly ways: readonly { readonly argv: readonly string[]; readonly cwd: string; readonly does: string }[];
}

/** @param now ms since the epoch, for the age */
export function reportOf(lock: Lock, now: number): LockReport {
  return {
    path: lock.path,
    resource: lock.resource,
    kind: lock.kind,
    state: lock.verdict.state,
    holder: lock.holder === null ? null : holderReport(lock.holder),
    waiters: lock.waiters.map(holderReport),
    kernelLocks: lock.kernelLocks.map(({ holders, waiters, ...kernel }) => ({ ...kernel, holders: holders.map(holderReport), waiters: waiters.map(holderReport) })),
    acquiredAt: new Date(lock.acquiredAt).toISOString(),
    ageMs: Math.max(0, Math.round(now - lock.acquiredAt)),
    evidence: lock.verdict.evidence.map(({ code, supports, message }) => ({ code, supports, message: plain(message) })),
    breaking: lock.breaking,
    ways: lock.ways.map(({ argv, cwd, does }) => ({ argv, cwd, does: plain(does) })),
  };
}

function holderReport({ pid, host, user, command, parents, container, startedAt }: Holder): HolderReport {
  return { pid, host, user, command, parents, container, startedAt: startedAt === null ? null : new Date(startedAt).toISOString() };
}
