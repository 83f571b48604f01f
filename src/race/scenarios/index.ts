import accessQueue from './access-queue.ts';
import atomicAppend from './atomic-append.ts';
import atomicWrite from './atomic-write.ts';
import busyWaiting from './busy-waiting.ts';
import conditionVariable from './condition-variable.ts';
import counterAnswers from './counter-answers.ts';
import counterRace from './counter-race.ts';
import criticalSection from './critical-section.ts';
import diningPhilosophers from './dining-philosophers.ts';
import durableWrite from './durable-write.ts';
import futureTimeout from './future-timeout.ts';
import livelock from './livelock.ts';
import lockContention from './lock-contention.ts';
import lockFile from './lock-file.ts';
import mutex from './mutex.ts';
import oneOwner from './one-owner.ts';
import optimisticLocking from './optimistic-locking.ts';
import pessimisticLocking from './pessimistic-locking.ts';
import processorPriority from './processor-priority.ts';
import producerConsumer from './producer-consumer.ts';
import readAfterWrite from './read-after-write.ts';
import readWriteLock from './read-write-lock.ts';
import recursiveLock from './recursive-lock.ts';
import redisLock from './redis-lock.ts';
import redisLockTimeout from './redis-lock-timeout.ts';
import redisTransfer from './redis-transfer.ts';
import redlock from './redlock.ts';
import redlockNodesDown from './redlock-nodes-down.ts';
import semaphore from './semaphore.ts';
import slowHolder from './slow-holder.ts';
import staleLock from './stale-lock.ts';
import starvation from './starvation.ts';
import threadPool from './thread-pool.ts';
import threadReadWriteLock from './thread-read-write-lock.ts';
import threadSafeCounter from './thread-safe-counter.ts';
import transactionLog from './transaction-log.ts';
import twoLocks from './two-locks.ts';
import twoRows from './two-rows.ts';
import withdrawal from './withdrawal.ts';
import safeCounter from './safe-counter.ts';
import fileTransaction from './file-transaction.ts';
import logRotation from './log-rotation.ts';
import type { Scenario } from '../model/scenario.ts';

/** The scenarios that come with Lockscope, in the order of the topics. */
export const scenarios: readonly Scenario[] = [
  counterRace,
  lockFile,
  staleLock,
  slowHolder,
  atomicWrite,
  durableWrite,
  atomicAppend,
  accessQueue,
  readWriteLock,
  safeCounter,
  fileTransaction,
  logRotation,
  mutex,
  recursiveLock,
  semaphore,
  conditionVariable,
  producerConsumer,
  threadReadWriteLock,
  threadPool,
  futureTimeout,
  twoLocks,
  diningPhilosophers,
  livelock,
  starvation,
  processorPriority,
  busyWaiting,
  lockContention,
  criticalSection,
  threadSafeCounter,
  withdrawal,
  counterAnswers,
  pessimisticLocking,
  twoRows,
  optimisticLocking,
  redisLock,
  redisTransfer,
  redisLockTimeout,
  redlock,
  redlockNodesDown,
  transactionLog,
  oneOwner,
  readAfterWrite,
];
