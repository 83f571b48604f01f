import { finalStateOf } from './final-state.ts';
import type { Choice, Engine, Explored, Found, Limits } from './exploration.ts';
import { happen, isQuiescent, waysOf } from './machine/happen.ts';
import type { Machine } from './machine/machine.ts';
import { Judge } from './problem.ts';

/** So many steps are done between two reports. */
const slice = 4096;

/** Where a run stands that is being explored: its state, and what is to be tried next from there. */
interface Frame {
  readonly state: Int32Array;
  move: number;
  way: number;
}

/**
 * Runs every order of the steps there is, depth first, without any reduction: for tiny systems, and for the other
 * engines to be compared with. Its executions are all interleavings.
 * @param mostSteps a run that has more is given up, and the exploration no proof
 * @param onEnd is handed each run that has come to an end
 * @throws ScenarioError when the scenario itself is wrong
 */
export function* enumerateRuns(machine: Machine, limits: Limits, mostSteps = 1000, onEnd?: (schedule: readonly Choice[]) => void): Engine {
  const judge = new Judge(machine);
  const finals = new Set<string>();
  const frames: Frame[] = [{ state: Int32Array.from(machine.initial), move: 0, way: 0 }];
  let [found, executions, transitions, cut]: [Found | null, number, number, number] = [null, 0, 0, 0];
  const explored = (bound: string | null): Explored => ({ executions, states: 0, transitions, found, bound, finals });
  const schedule = (): readonly Choice[] => frames.slice(0, -1).map(({ move, way }) => ({ move, way: way - 1 }));
  const arrive = (state: Int32Array): void => {
    const isOver = isQuiescent(machine, state);
    const problem = found === null ? judge.problemIn(state, isOver) : null;
    if (problem !== null) found = { problem, schedule: schedule(), loop: [] };
    if (!isOver) return;
    executions += 1;
    onEnd?.(schedule());
    if (limits.collectsFinals) finals.add(finalStateOf(machine, state));
  };

  arrive(machine.initial);
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    if (transitions % slice === 0) yield explored(null);
    if (found !== null && limits.stopsAtProblem) return explored(null);
    if (executions > limits.executions) return explored(`${limits.executions} executions`);
    if (frames.length > mostSteps) {
      cut += 1;
      frames.pop();
    } else if (!goOn(machine, frame)) {
      frames.pop();
    } else {
      const state = Int32Array.from(frame.state);
      happen(machine, state, frame.move, frame.way);
      frame.way += 1;
      transitions += 1;
      frames.push({ state, move: 0, way: 0 });
      arrive(state);
    }
  }
  return explored(cut > 0 ? `${mostSteps} steps in one run` : null);
}

/** On to the next move that can happen, if there is one. */
function goOn(machine: Machine, frame: Frame): boolean {
  for (; frame.move < machine.moves.length; frame.move += 1, frame.way = 0) {
    if (frame.way < waysOf(machine, frame.state, frame.move)) return true;
  }
  return false;
}
