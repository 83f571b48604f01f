import { happen, waysOf } from '../machine/happen.ts';
import type { Machine } from '../machine/machine.ts';
import { noAction, type Actions } from './actions.ts';
import type { Plan } from './fault-plans.ts';

/** What takes part in the runs of a plan, by numbers: the actors, then time, then a process for each fault. */
export class Processes {
  readonly machine: Machine;
  readonly actions: Actions;
  readonly actors: number;
  readonly count: number;
  /** By process: its number among the machine's moves. */
  readonly moves: readonly number[];
  /** Whether there is nothing but steps of actors. */
  readonly areSteps: boolean;
  /** Actions of different groups do not depend on each other, unless they are of one process. */
  readonly groups: number;
  private readonly times: readonly number[];
  /** By process, actors left out. */
  private readonly fixed: readonly number[];

  constructor(machine: Machine, actions: Actions, plan: Plan) {
    this.machine = machine;
    this.actions = actions;
    this.actors = machine.actors.length;
    const tick = machine.moves.findIndex(({ is }) => is === 'tick');
    this.moves = [...machine.actors.keys(), ...(tick < 0 ? [] : [tick]), ...plan.map(({ move }) => move)];
    this.times = [...machine.actors.map(() => Number.POSITIVE_INFINITY), ...(tick < 0 ? [] : [machine.ticks]), ...plan.map(({ times }) => times)];
    this.count = this.moves.length;
    this.areSteps = machine.moves.length === this.actors;
    this.groups = this.areSteps && (machine.system.invariants ?? []).length === 0 ? machine.objects.length : 1;
    this.fixed = this.moves.map((number) => {
      const move = machine.moves[number];
      return move === undefined || move.is === 'step' ? noAction : actions.ofMove(move);
    });
  }

  /** What a process does next. @param done how many events it has had */
  actionOf(state: Int32Array, process: number, done: number): number {
    if (process < this.actors) return this.actions.ofActor(state, process);
    return done < (this.times[process] ?? 0) ? (this.fixed[process] ?? noAction) : noAction;
  }

  /** @see groups */
  groupOf(action: number): number {
    return this.groups === 1 ? 0 : (this.actions.operations[action]?.target ?? 0);
  }

  /** The slot of a state that has the object of a step; 0 for other actions. */
  slotOf(action: number): number {
    const operation = this.actions.operations[action];
    return operation === null || operation === undefined ? 0 : this.actors + operation.target;
  }

  /** In how many ways what it does next can end; 0 when it has to wait. */
  waysOf(state: Int32Array, process: number): number {
    return process < this.actors ? this.machine.endsOf(state, process).length : waysOf(this.machine, state, this.moves[process] ?? 0);
  }

  /** Has what it does next happen, in place. @returns in how many ways it could have ended */
  happen(state: Int32Array, process: number, way: number): number {
    if (process < this.actors) {
      const ends = this.machine.endsOf(state, process);
      const end = ends[way];
      if (end === undefined) throw new RangeError('who cannot go on does no step');
      this.machine.step(state, process, end);
      return ends.length;
    }
    const ways = this.waysOf(state, process);
    happen(this.machine, state, this.moves[process] ?? 0, way);
    return ways;
  }
}
