import type { Choice } from '../exploration.ts';
import { happen, waysOf } from '../machine/happen.ts';
import type { Machine } from '../machine/machine.ts';
import { Judge, type Problem } from '../problem.ts';

/**
 * What is still to happen before a round counts as fair. Nobody who could always go on stands still for ever (weak
 * fairness), and no outcome of chance is left out for ever.
 */
export class Fairness {
  private readonly machine: Machine;
  private readonly overdue: Set<number>;
  private readonly chances = new Map<string, boolean>();

  constructor(machine: Machine) {
    this.machine = machine;
    this.overdue = new Set(machine.actors.keys());
  }

  /** A state is passed through. */
  pass(state: Int32Array): void {
    for (const actor of this.overdue) if (this.machine.endsOf(state, actor).length === 0) this.overdue.delete(actor);
  }

  /** A move is made from a state. */
  make(state: Int32Array, { move, way }: Choice): void {
    const what = this.machine.moves[move];
    if (what?.is === 'step') this.overdue.delete(what.actor);
    const ways = waysOf(this.machine, state, move);
    if (ways < 2) return;
    for (let each = 0; each < ways; each += 1) {
      const outcome = outcomeOf(state, move, each);
      this.chances.set(outcome, each === way || this.chances.get(outcome) === true);
    }
  }

  get isFair(): boolean {
    return this.overdue.size === 0 && ![...this.chances.values()].includes(false);
  }

  /** Whether passing through that state, or making that move from it, brings what is still to happen. */
  wants(state: Int32Array, choice: Choice | null): boolean {
    if (choice === null) return [...this.overdue].some((actor) => this.machine.endsOf(state, actor).length === 0);
    const what = this.machine.moves[choice.move];
    return (what?.is === 'step' && this.overdue.has(what.actor)) || this.chances.get(outcomeOf(state, choice.move, choice.way)) === false;
  }
}

function outcomeOf(state: Int32Array, move: number, way: number): string {
  return `${state.join()} ${move} ${way}`;
}

/** The goal that is awaited for ever when these moves repeat, or null when there is none, or they do not repeat fairly. */
export function neverIn(machine: Machine, before: readonly Choice[], loop: readonly Choice[]): Problem | null {
  if (loop.length === 0) return null;
  const judge = new Judge(machine);
  const state = Int32Array.from(machine.initial);
  for (const { move, way } of before) happen(machine, state, move, way);
  const entry = Int32Array.from(state);
  const fairness = new Fairness(machine);
  let awaited = [...(machine.system.goals ?? []).keys()];
  for (const choice of loop) {
    awaited = awaited.filter((goal) => judge.isAwaited(state, goal));
    fairness.pass(state);
    fairness.make(state, choice);
    happen(machine, state, choice.move, choice.way);
  }
  const [goal] = awaited;
  const returns = state.every((value, at) => value === entry[at]);
  return goal === undefined || !returns || !fairness.isFair ? null : { is: 'never', goal: machine.system.goals?.[goal]?.name ?? '' };
}
