import counterRace from './counter-race.ts';
import optimisticLocking from './optimistic-locking.ts';
import pessimisticLocking from './pessimistic-locking.ts';
import twoRows from './two-rows.ts';
import type { Scenario } from '../model/scenario.ts';

/** The scenarios that come with Lockscope, in the order of the topics. */
export const scenarios: readonly Scenario[] = [
  counterRace,
  pessimisticLocking,
  twoRows,
  optimisticLocking,
];
