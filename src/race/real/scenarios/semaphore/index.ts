import type { RealScenario } from '../../scenario.ts';
import { countThenTake } from './count-then-take.ts';
import { judgePermits } from './judge.ts';
import { kernelLocks, lockFiles } from './lock-files.ts';
import { permits } from './placed.ts';
import { ownSemaphore } from './semaphore.ts';

export const semaphore: RealScenario = {
  name: 'semaphore',
  title: 'Three at a time',
  promise: 'Never are more than three inside at once.',
  topic: 'semaphore',
  strategies: [countThenTake, lockFiles, kernelLocks, ownSemaphore],
  judge: (history) => judgePermits(history, permits),
};
