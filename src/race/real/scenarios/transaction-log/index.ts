import type { RealScenario } from '../../scenario.ts';
import { judgeLog } from './judge.ts';
import { logStrategies } from './strategies.ts';

export const transactionLog: RealScenario = {
  name: 'transaction-log',
  title: 'A log of what was transferred',
  promise: 'The log and the accounts agree.',
  topic: 'transaction log',
  strategies: logStrategies,
  judge: judgeLog,
};
