import type { Choice } from '../choice.ts';
import type { Engine, Explored, Found, Limits } from '../exploration.ts';
import { StateStore } from '../explicit/state-store.ts';
import { finalStateOf } from '../final-state.ts';
import type { Method } from '../finding.ts';
import { happen, isQuiescent, waysOf } from '../machine/happen.ts';
import type { Machine } from '../machine/machine.ts';
import { Judge } from '../problem.ts';
import { Random } from './random.ts';
import { byPriorities, uniform, type Scheduler } from './scheduler.ts';

/** A run that has not come to an end after so many steps is left. */
const mostSteps = 10_000;

/** Between two reports. */
const slice = 64;

/**
 * Runs a machine by chance, the same way for the same seed. It finds what is likely, and proves nothing.
 */
export function* searchByChance(machine: Machine, { seed, runs, pctDepth }: Extract<Method, { is: 'chance' }>, limits: Limits): Engine {
  const random = new Random(seed);
  const seen = new StateStore(machine.layout.width);
  const finals = new Set<string>();
  let transitions = 0;
  let longest = 1;
  let found: Found | null = null;
  const explored = (executions: number, bound: string | null): Explored => ({ executions, states: seen.size, transitions, found, bound, finals });

  for (let run = 0; run < runs; run += 1) {
    if (run % slice === 0) yield explored(run, null);
    const one = runOnce(machine, pctDepth === null ? uniform(random) : byPriorities(random, machine.moves.length, longest, pctDepth), seen);
    transitions += one.schedule.length;
    longest = Math.max(longest, one.schedule.length);
    if (one.found !== null) {
      found ??= one.found;
      if (limits.stopsAtProblem) return explored(run + 1, null);
    }
    if (one.isOver && limits.collectsFinals) finals.add(finalStateOf(machine, one.state));
  }
  return explored(runs, `${runs} runs by chance, seed ${seed}`);
}

interface OneRun {
  readonly schedule: readonly Choice[];
  readonly state: Int32Array;
  readonly isOver: boolean;
  readonly found: Found | null;
}

function runOnce(machine: Machine, scheduler: Scheduler, seen: StateStore): OneRun {
  const judge = new Judge(machine);
  const state = Int32Array.from(machine.initial);
  const schedule: Choice[] = [];
  for (;;) {
    seen.add(state);
    const isOver = isQuiescent(machine, state);
    const problem = judge.problemIn(state, isOver);
    if (problem !== null || isOver || schedule.length === mostSteps) return { schedule, state, isOver, found: problem === null ? null : { problem, schedule, loop: [] } };
    const choice = scheduler.choose(possibleIn(machine, state), schedule.length);
    happen(machine, state, choice.move, choice.way);
    schedule.push(choice);
  }
}

function possibleIn(machine: Machine, state: Int32Array): readonly Choice[] {
  return machine.moves.flatMap((_move, move) => Array.from({ length: waysOf(machine, state, move) }, (_way, way) => ({ move, way })));
}
