import type { RealScenario } from '../../scenario.ts';
import { fileTransaction } from './file-transaction.ts';
import { judgeTransfers } from './judge.ts';
import { postgresqlOptimistic, postgresqlOptimisticUnordered, postgresqlOrdered, postgresqlReadCommitted, postgresqlThreeTries, postgresqlUnordered } from './postgresql.ts';
import { seedFileTransaction } from './seed-file-transaction.ts';
import { sqliteImmediate, sqliteOptimistic, sqlitePlainRead, sqliteSecondRowUnchecked } from './sqlite.ts';

export const transfer: RealScenario = {
  name: 'transfer',
  title: 'Transfers between accounts',
  promise: 'No money is lost or made, and no account is overdrawn.',
  topic: 'pessimistic locking',
  strategies: [seedFileTransaction, fileTransaction, sqlitePlainRead, sqliteImmediate, sqliteSecondRowUnchecked, sqliteOptimistic, postgresqlReadCommitted, postgresqlUnordered, postgresqlOrdered, postgresqlOptimistic, postgresqlOptimisticUnordered, postgresqlThreeTries],
  judge: judgeTransfers,
};
