// Runs engines to their end.
import { defaultLimits, type Explored, type Limits } from '../../../../src/race/model/exploration.ts';
import { Machine } from '../../../../src/race/model/machine/machine.ts';
import type { System } from '../../../../src/race/model/scenario.ts';
import { searchOrders, type ExploredOrders } from '../../../../src/race/model/stateless/search-orders.ts';

/** All there is, and every final state. */
export const everything: Limits = { ...defaultLimits, stopsAtProblem: false, collectsFinals: true };

export function ran<T>(engine: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = engine.next();
    if (done === true) return value;
  }
}

export function orders(system: System, limits: Limits = everything, mostSteps?: number): ExploredOrders {
  return ran(searchOrders(new Machine(system), limits, mostSteps));
}

export function verdictOf({ found }: Explored): 'PROVED' | 'FAILED' {
  return found === null ? 'PROVED' : 'FAILED';
}
