import type { RealScenario } from '../../scenario.ts';
import { judgeCounter } from '../counter/judge.ts';
import { polledLock, spinLock } from './busy-waiting.ts';
import { oneSlotQueue } from './one-slot-queue.ts';
import { oneMutex, stripedBuckets } from './with-lock.ts';
import { atomicsAdd, compareAndSwap, loadAddStore } from './without-lock.ts';

export const sharedMemory: RealScenario = {
  name: 'shared-memory',
  title: 'Threads that count in shared memory',
  promise: 'Each increment counts: in the end the counter is the number of increments that were made.',
  topic: 'atomic variables, thread-safe counter, busy waiting, lock contention',
  strategies: [loadAddStore, atomicsAdd, compareAndSwap, oneMutex, spinLock, polledLock, stripedBuckets, oneSlotQueue],
  judge: judgeCounter,
};
