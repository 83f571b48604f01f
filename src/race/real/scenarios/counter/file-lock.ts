import { ReadWriteLock } from '../../../../saving/lock/read-write-lock.ts';
import { fileLockGuard, inLine } from '../parts/guards.ts';
import { counterFile } from './counter-file.ts';
import { guarded } from './guarded.ts';

/** Lockscope's own lock of a file. */
export const fileLock = guarded({
  name: 'file-lock',
  title: 'FileLock of Lockscope',
  summary: 'A lock folder with the identity of its holder; waiters stand in line and are woken, and a holder is taken for dead only when its process is.',
  claims: 'kept',
  survives: ['kill', 'pause', 'slowMs', 'clockOffsetMs'],
  faults: ['kill', 'pause', 'slowMs', 'clockOffsetMs'],
  needs: [],
  isOwnLock: true,
  model: { scenario: 'lock-file', variant: 'process-identity' },
  claim: null,
  guard: ({ folder }) => fileLockGuard(counterFile(folder)),
});

/** The writer's side of Lockscope's lock for readers and writers. */
export const readWriteLock = guarded({
  name: 'read-write-lock',
  title: 'ReadWriteLock of Lockscope, as writers',
  summary: 'The lock that readers share and a writer has alone; everybody here writes.',
  claims: 'kept',
  survives: ['kill', 'pause', 'slowMs', 'clockOffsetMs'],
  faults: ['kill', 'pause', 'slowMs', 'clockOffsetMs'],
  needs: [],
  isOwnLock: true,
  model: { scenario: 'read-write-lock', variant: 'cross-process' },
  claim: null,
  guard: ({ folder }) => {
    const lock = new ReadWriteLock(counterFile(folder));
    return inLine((options) => lock.acquireWrite(options));
  },
});
