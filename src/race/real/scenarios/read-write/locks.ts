import path from 'node:path';
import { ReadWriteLock } from '../../../../saving/lock/read-write-lock.ts';
import type { Guard } from '../counter/guarded.ts';
import { fileLockGuard, inLine } from '../parts/guards.ts';
import { kernelLock, type KernelLock } from '../parts/kernel-lock.ts';
import { whateverStrikes, withOwnLocks } from '../parts/on-files.ts';
import { MemoryLock } from './memory-lock.ts';
import { sharing } from './sharing.ts';

export const inMemory = sharing({
  name: 'in-memory',
  title: 'Read-write lock in memory',
  summary: 'A lock for readers and writers in the memory of each process; no process sees that of another.',
  claims: 'broken',
  survives: [],
  needs: [],
  model: { scenario: 'read-write-lock', variant: 'in-memory' },
  lock: () => new MemoryLock(),
});

const pairIn = (folder: string): string => path.join(folder, 'pair');
const lockPaths = (folder: string): readonly string[] => [`${pairIn(folder)}.lock`];

const ownReadWriteLock = sharing({
  name: 'read-write-lock',
  title: 'ReadWriteLock of Lockscope',
  summary: 'Readers share it and a writer has it alone, among all processes; writers go before readers who come later, and after a writer all readers who wait, so that nobody starves.',
  claims: 'kept',
  survives: whateverStrikes,
  needs: [],
  model: { scenario: 'read-write-lock', variant: 'fair-queue' },
  lock: ({ folder }) => {
    const lock = new ReadWriteLock(pairIn(folder));
    return { read: inLine((options) => lock.acquireRead(options)), write: inLine((options) => lock.acquireWrite(options)) };
  },
});

const exclusive = sharing({
  name: 'file-lock',
  title: 'FileLock for readers and writers alike',
  summary: 'One at a time, whether it reads or writes: what sharing is to be compared with.',
  claims: 'kept',
  survives: whateverStrikes,
  needs: [],
  model: { scenario: 'counter-race', variant: 'lock-file' },
  lock: ({ folder }) => {
    const guard = fileLockGuard(pairIn(folder));
    return { read: guard, write: guard };
  },
});

export const readWriteLock = withOwnLocks(ownReadWriteLock, lockPaths);
export const fileLock = withOwnLocks(exclusive, lockPaths);

export const kernelReadWriteLock = sharing({
  name: 'kernel-read-write-lock',
  title: 'Shared kernel lock',
  summary: 'The kernel’s lock of a file, shared by readers. It has no order: while one reader follows the other a writer may wait for long.',
  claims: 'kept',
  survives: whateverStrikes,
  needs: ['kernel-locks'],
  model: { scenario: 'read-write-lock', variant: 'reader-preference' },
  lock: async ({ folder }) => {
    const guard = (lock: KernelLock): Guard => ({ acquire: ({ signal }) => lock(pairIn(folder), signal) });
    return { read: guard(await kernelLock({ shared: true })), write: guard(await kernelLock({ shared: false })) };
  },
});
