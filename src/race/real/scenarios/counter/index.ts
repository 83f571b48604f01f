import type { RealScenario } from '../../scenario.ts';
import { fileLock, readWriteLock } from './file-lock.ts';
import { flock } from './flock.ts';
import { inProcessQueue } from './in-process-queue.ts';
import { judgeCounter } from './judge.ts';
import { none } from './none.ts';
import { ownerBatched, ownerProcess } from './owner.ts';
import { postgresqlForUpdate, postgresqlOptimistic, postgresqlReadCommitted, postgresqlSerializable } from './postgresql.ts';
import { proper } from './proper-lockfile.ts';
import { redisDelete, redisLock, redisLockFenced, redisLockFencedByStore, redisLockRenewed } from './redis-lock.ts';
import { redlock, redlockFenced } from './redlock.ts';
import { seedBasic } from './seed-lock-file.ts';
import { seedStale } from './seed-stale-by-age.ts';
import { sqliteDeferred, sqliteImmediate, sqliteOptimistic } from './sqlite.ts';

export const counter: RealScenario = {
  name: 'counter',
  title: 'Counter race',
  promise: 'Every increment that was made is in the count.',
  topic: 'counter race',
  strategies: [none, seedBasic, seedStale, inProcessQueue, proper, fileLock, readWriteLock, flock, ownerProcess, ownerBatched, redisDelete, redisLock, redisLockRenewed, redisLockFenced, redisLockFencedByStore, redlock, redlockFenced, sqliteImmediate, sqliteDeferred, sqliteOptimistic, postgresqlForUpdate, postgresqlOptimistic, postgresqlReadCommitted, postgresqlSerializable],
  judge: judgeCounter,
};
