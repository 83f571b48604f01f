import counterRace from './counter-race.ts';
import type { Scenario } from '../model/scenario.ts';

/** The scenarios that come with Lockscope, in the order of the topics. */
export const scenarios: readonly Scenario[] = [
  counterRace,
];
