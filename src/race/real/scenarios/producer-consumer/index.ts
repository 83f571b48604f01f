import type { RealScenario } from '../../scenario.ts';
import { kernelLockToClaim, listReadUnlink, renameToClaim } from './consumers.ts';
import { judgeJobs } from './judge.ts';
import { claimWithLease } from './lease.ts';

export const producerConsumer: RealScenario = {
  name: 'producer-consumer',
  title: 'A spool folder of jobs',
  promise: 'Each job is handled once.',
  topic: 'producer-consumer',
  strategies: [listReadUnlink, renameToClaim, claimWithLease, kernelLockToClaim],
  judge: judgeJobs,
};
