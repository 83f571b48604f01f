import type { RealScenario } from '../../scenario.ts';
import { judgeCounter } from '../counter/judge.ts';
import { fileLock, mkdirAndAge, oneBreaker, unlinkByName } from './breakers.ts';

export const staleBreakers: RealScenario = {
  name: 'stale-breakers',
  title: 'Locks that are left behind, and those who break them',
  promise: 'Of all who break a stale lock one gets it: two are never inside at once, and no increment is lost.',
  topic: 'stale detection by age',
  strategies: [unlinkByName, mkdirAndAge, oneBreaker, fileLock],
  judge: judgeCounter,
};
