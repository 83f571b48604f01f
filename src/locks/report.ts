import { plain } from '../base/text.ts';
import type { Breaking, Holder, Lock, LockState } from './lock.ts';

/** A holder as scripts see it. Times are ISO 8601; null where not known. */
export interface HolderReport extends Omit<Holder, 'startedAt' | 'cwd'> {
  readonly startedAt: string | null;
}

/** A lock as scripts see it: the contract of `lockscope ls --json`. */
export interface LockReport {
  readonly path: string;
  readonly resource: string;
  readonly kind: string;
  readonly state: LockState;
  readonly holder: HolderReport | null;
  readonly waiters: readonly HolderReport[];
  /** ISO 8601. */
  readonly acquiredAt: string;
  readonly ageMs: number;
  readonly evidence: readonly { readonly code: string; readonly supports: LockState | 'neutral'; readonly message: string }[];
  readonly breaking: Breaking;
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
    acquiredAt: new Date(lock.acquiredAt).toISOString(),
    ageMs: Math.max(0, Math.round(now - lock.acquiredAt)),
    evidence: lock.verdict.evidence.map(({ code, supports, message }) => ({ code, supports, message: plain(message) })),
    breaking: lock.breaking,
  };
}

function holderReport({ pid, host, user, command, startedAt }: Holder): HolderReport {
  return { pid, host, user, command, startedAt: startedAt === null ? null : new Date(startedAt).toISOString() };
}
