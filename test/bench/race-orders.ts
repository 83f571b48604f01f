import { defaultLimits } from '../../src/race/model/exploration.ts';
import { Machine } from '../../src/race/model/machine/machine.ts';
import type { System } from '../../src/race/model/scenario.ts';
import { searchOrders } from '../../src/race/model/stateless/search-orders.ts';
import { lastZero, lostUpdate, philosophers, readers } from '../unit/race/programs/reference.ts';
import { median } from './figures-spread.ts';
import { load, many, timed } from './race-clock.ts';
import { ran } from './race-run.ts';

const rounds = 5;
/** A round takes at least so much processor time, s. */
const leastSeconds = 0.3;
const calls = 20_000_000;

const programs: readonly (readonly [title: string, system: () => System, executions: number])[] = [
  ['lastzero(10)', () => lastZero(10), 3328],
  ['lastzero(15)', () => lastZero(15), 147_456],
  ['readers(13)', () => readers(13), 8192],
  ['12 philosophers, one meal each', () => philosophers(12, false), 4095],
  ['lost update, 3 actors, 2 increments each', () => lostUpdate(3, 2), 7134],
];

/** The stateless engine against a bare loop over a generator, by turns. */
export function compareOrders(report: (line: string) => void): void {
  report(`steps a second of processor time, from the system on; beside them the calls of next() of a bare loop over a generator; medians of ${rounds} rounds by turns`);
  for (const [title, system, expected] of programs) {
    const [rates, bare]: [number[], number[]] = [[], []];
    let executions = 0;
    for (let round = 0; round < rounds; round += 1) {
      bare.push(calls / timed(callNext).processor);
      const once = stepsASecond(system);
      rates.push(once.rate);
      executions = once.executions;
      if (once.executions !== expected || once.blocked !== 0) throw new Error(`${title}: ${once.executions} executions, ${once.blocked} blocked; ${expected} and none expected`);
    }
    const [rate, peer] = [median(rates), median(bare)];
    report(`${title}: ${executions} executions, ${many(rate)} steps a second; bare ${many(peer)}: 1/${(peer / rate).toFixed(1)} (target: at least 1/50); ${load()}`);
  }
}

function stepsASecond(system: () => System): { readonly rate: number; readonly executions: number; readonly blocked: number } {
  let [steps, processor] = [0, 0];
  for (;;) {
    const { result, ...took } = timed(() => ran(searchOrders(new Machine(system()), { ...defaultLimits, stopsAtProblem: false })));
    steps += result.transitions;
    processor += took.processor;
    if (processor >= leastSeconds) return { rate: steps / processor, executions: result.executions, blocked: result.blocked };
  }
}

function* bareGenerator(): Generator<number, void, number> {
  for (let told = 0; ; ) told = yield told + 1;
}

function callNext(): number {
  const generator = bareGenerator();
  let sum = 0;
  for (let call = 0; call < calls; call += 1) sum += generator.next(call).value ?? 0;
  return sum;
}
