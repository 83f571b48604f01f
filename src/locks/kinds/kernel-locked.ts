import type { KernelLock } from '../lock.ts';
import { usualEnd, type Reading } from './kind.ts';

/** SQLite locks bytes of its database from here on, however small that is; see its file lockingv3. */
const sqlitePending = 0x4000_0000;
const sqliteLast = sqlitePending + 511;

/**
 * A file that is no lock by its name, but on which the kernel has one: a database, a log, whatever a
 * program protects by locking the thing itself. It is a lock for as long as the kernel says so.
 */
export function readKernelLocked(place: string, locks: readonly Pick<KernelLock, 'by' | 'start'>[]): Reading {
  const isSqlite = locks.some(({ by, start }) => by !== 'flock' && start >= sqlitePending && start <= sqliteLast);
  return {
    ...(isSqlite ? { kind: 'sqlite', title: 'SQLite database' } : { kind: 'kernel-lock', title: 'Kernel lock' }),
    resource: place,
    basis: 'kernel-on-lasting-file',
    claim: { by: 'nobody' },
    claimedAt: null,
    claimWrittenAt: null,
    heartbeat: null,
    search: null,
    companions: [],
    mayOutlive: true,
    breaking: isSqlite ? 'never' : 'end-holder',
    ways: [],
    ...usualEnd,
  };
}
