// Looks at all states of the argv[2] ordered philosophers, or at so many as the order says, and tells what that took.
import { searchStates, StateSpace } from '../../src/race/model/explicit/search.ts';
import { defaultLimits } from '../../src/race/model/exploration.ts';
import { Machine } from '../../src/race/model/machine/machine.ts';
import { loopingPhilosophers } from '../unit/race/programs/reference.ts';
import { obey } from './own-child.ts';
import { timed } from './race-clock.ts';
import { ran } from './race-run.ts';

const philosophers = Number(process.argv[2]);

obey((order) => {
  const machine = new Machine(loopingPhilosophers(philosophers, true));
  const space = new StateSpace(machine);
  const { result, processor, wall } = timed(() => ran(searchStates(machine, { ...defaultLimits, stopsAtProblem: false, states: Number(order) }, space)));
  return { states: result.states, transitions: result.transitions, bound: result.bound, bytes: space.bytes, peak: process.resourceUsage().maxRSS * 1024, processor, wall };
});
