import type { Method } from '../../src/race/model/finding.ts';
import type { RaceWord } from '../../src/protocol/race-words.ts';

export const methodNames = ['automatic', 'states', 'orders', 'preemptions', 'chance', 'pct'] as const;

/** How a variant is explored, as the page offers it. */
export type MethodName = (typeof methodNames)[number];

/** The word for each. */
export const methodWords = {
  automatic: 'methodAutomatic',
  states: 'methodStates',
  orders: 'methodOrders',
  preemptions: 'methodPreemptions',
  chance: 'methodChance',
  pct: 'methodPct',
} as const satisfies Record<MethodName, RaceWord>;

const runs = 10_000;

/** null leaves it to the lab. @param seed of a search by chance: another each time finds other runs */
export function methodOf(name: MethodName, seed: number): Method | null {
  switch (name) {
    case 'automatic': return null;
    case 'states': return { is: 'states' };
    case 'orders': return { is: 'orders' };
    case 'preemptions': return { is: 'preemptions', most: 2 };
    case 'chance': return { is: 'chance', seed, runs, pctDepth: null };
    case 'pct': return { is: 'chance', seed, runs, pctDepth: 3 };
  }
}
