import { releaseAll } from '../editor/own.ts';
import { load } from './race-clock.ts';
import { compareByChance } from './race-chance.ts';
import { measureMemory } from './race-memory.ts';
import { compareOrders } from './race-orders.ts';
import { exploreScenarios } from './race-scenarios.ts';
import { compareStates } from './race-states.ts';

export const name = 'The race lab: states against Spin, orders against a bare loop, memory, fast-check, every scenario';

/** Shows how fast the engines of the race lab are, what they take, and what they find. */
export async function run(report: (line: string) => void): Promise<void> {
  report(load());
  try {
    await compareStates(report);
    compareOrders(report);
    await compareByChance(report);
    exploreScenarios(report);
    await measureMemory(report);
  } finally {
    await releaseAll();
  }
}
