import type { RealScenario } from '../../scenario.ts';
import { judgePair } from '../parts/pair.ts';
import { oppositeFileLocks, oppositeKernelLocks, oppositeOrders, sameOrder, sameOrderFileLocks } from './orders.ts';
import { timeoutWithRetry } from './timeout.ts';

export const twoLocks: RealScenario = {
  name: 'two-locks',
  title: 'Two locks, and the order in which they are taken',
  promise: 'Everybody gets both locks in the end, and both files hold what was written.',
  topic: 'deadlock',
  strategies: [oppositeOrders, oppositeKernelLocks, oppositeFileLocks, sameOrder, sameOrderFileLocks, timeoutWithRetry],
  judge: judgePair,
};
