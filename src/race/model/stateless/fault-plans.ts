import type { Machine } from '../machine/machine.ts';

/** A fault that happens so many times in every run of a plan. */
export interface Planned {
  /** Its number among the machine's moves. */
  readonly move: number;
  readonly times: number;
}

/** Which faults happen. When they do is a matter of the order of the steps. */
export type Plan = readonly Planned[];

/** All choices of faults that a system allows, the fewest first: none, each alone, and so on. */
export function plansOf(machine: Machine): readonly Plan[] {
  const { crash, pause } = machine.system.faults ?? {};
  const numbers = (is: 'crash' | 'pause' | 'power-loss'): readonly number[] => machine.moves.flatMap((move, number) => (move.is === is ? [number] : []));
  const crashes = choices(numbers('crash'), crash?.most ?? 1, 1);
  const pauses = choices(numbers('pause'), pause?.most ?? 1, pause?.most ?? 1);
  const losses = choices(numbers('power-loss'), 1, 1);
  const all = crashes.flatMap((some) => pauses.flatMap((more) => losses.map((loss) => [...some, ...more, ...loss])));
  return all.toSorted((one, other) => faultsIn(one) - faultsIn(other));
}

function faultsIn(plan: Plan): number {
  return plan.reduce((sum, { times }) => sum + times, 0);
}

/** Every way to take at most so many, and at most so many of each. */
function choices([first, ...rest]: readonly number[], most: number, mostOfEach: number): readonly Plan[] {
  if (first === undefined) return [[]];
  return Array.from({ length: Math.min(most, mostOfEach) + 1 }, (_none, times) => times).flatMap((times) =>
    choices(rest, most - times, mostOfEach).map((plan) => (times === 0 ? plan : [{ move: first, times }, ...plan])));
}
