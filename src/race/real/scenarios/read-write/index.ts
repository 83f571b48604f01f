import type { RealScenario } from '../../scenario.ts';
import { judgeSharing } from './judge.ts';
import { fileLock, inMemory, kernelReadWriteLock, readWriteLock } from './locks.ts';

export const readWrite: RealScenario = {
  name: 'read-write',
  title: 'Readers and writers of two files',
  promise: 'Whoever reads finds the same in both files, and no write is lost.',
  topic: 'read-write lock',
  strategies: [inMemory, readWriteLock, fileLock, kernelReadWriteLock],
  judge: judgeSharing,
};
