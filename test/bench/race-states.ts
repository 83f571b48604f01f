import path from 'node:path';
import { temporaryFolder } from '../editor/own.ts';
import { searchStates } from '../../src/race/model/explicit/search.ts';
import { defaultLimits } from '../../src/race/model/exploration.ts';
import { Machine } from '../../src/race/model/machine/machine.ts';
import { loopingPhilosophers } from '../unit/race/programs/reference.ts';
import { median } from './figures-spread.ts';
import { load, many, timed, type Took } from './race-clock.ts';
import { ran } from './race-run.ts';
import { compileSpin, promela, runSpin, spinVersion } from './race-spin.ts';

const rounds = 5;

/** How deep Spin's depth-first search gets, rounded up, and how many states there are. */
const models = [
  { philosophers: 8, isOrdered: false, depth: 20_000, states: 14_158 },
  { philosophers: 10, isOrdered: false, depth: 200_000, states: 154_450 },
  { philosophers: 8, isOrdered: true, depth: 20_000, states: 9403 },
  { philosophers: 10, isOrdered: true, depth: 200_000, states: 102_571 },
  { philosophers: 12, isOrdered: true, depth: 2_000_000, states: 1_118_878 },
] as const;

/** The explicit-state engine against Spin's compiled checker, on the same models by turns. */
export async function compareStates(report: (line: string) => void): Promise<void> {
  const version = await spinVersion();
  report(version === null ? 'Spin or gcc is missing here (packages spin and gcc): our own figures alone' : `${version}, -O2 -DSAFETY -DNOREDUCE, the size of its table (-w) that suits it best, its look for deadlocks left out; medians of ${rounds} runs by turns, states a second of processor time`);
  const folder = await temporaryFolder('race-spin');
  for (const model of models) {
    const { philosophers, isOrdered, depth, states } = model;
    const title = `${philosophers} philosophers, ${isOrdered ? 'ordered' : 'cyclic'}, ${states} states`;
    const checker = version === null ? null : await compileSpin(path.join(folder, `${philosophers}${isOrdered}`), promela(philosophers, isOrdered), depth);
    const [ours, spins]: [Took[], Took[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(exploreOnce(philosophers, isOrdered, states));
      if (checker === null) continue;
      const run = await runSpin(checker);
      expectStates('Spin', run.states, states);
      spins.push(run);
    }
    const [own, theirs] = [ratesOf(states, ours), ratesOf(states, spins)];
    report(`${title}: ${many(own.processor)} a second${checker === null ? '' : `; Spin (-w${checker.table}) ${many(theirs.processor)}: ${(own.processor / theirs.processor).toFixed(2)} times Spin, by the clock on the wall ${(own.wall / theirs.wall).toFixed(2)} (target: at least 1)`}; ${load()}`);
  }
}

/** From the system on: its tables are made anew each time. */
function exploreOnce(philosophers: number, isOrdered: boolean, expected: number): Took {
  const took = timed(() => ran(searchStates(new Machine(loopingPhilosophers(philosophers, isOrdered)), { ...defaultLimits, stopsAtProblem: false })));
  expectStates('Lockscope', took.result.states, expected);
  return took;
}

function expectStates(who: string, found: number, expected: number): void {
  if (found !== expected) throw new Error(`${who} found ${found} states, not ${expected}`);
}

function ratesOf(states: number, runs: readonly Took[]): Took {
  return { wall: states / median(runs.map(({ wall }) => wall)), processor: states / median(runs.map(({ processor }) => processor)) };
}
