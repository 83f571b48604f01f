import { finalStateOf } from '../final-state.ts';
import type { Choice, Engine, Explored, Found, Limits } from '../exploration.ts';
import { GrowingList } from '../growing.ts';
import { happen, isQuiescent, waysOf } from '../machine/happen.ts';
import type { Machine } from '../machine/machine.ts';
import { Judge } from '../problem.ts';
import { StateStore } from './state-store.ts';

/** So many states are looked at between two reports. */
const slice = 4096;

/** Room for the outcomes of a move, in the number that says how a state was reached. */
const mostWays = 1 << 20;

/** Every state that can be reached, in the order of how many steps it takes to get there. */
export class StateSpace {
  readonly machine: Machine;
  readonly store: StateStore;
  /** How each state was reached first. */
  private readonly parents = new GrowingList();
  private readonly choices = new GrowingList();
  transitions = 0;

  constructor(machine: Machine) {
    this.machine = machine;
    this.store = new StateStore(machine.layout.width);
    this.add(machine.initial, -1, 0);
  }

  /** In bytes. */
  get bytes(): number {
    return this.store.bytes + this.parents.bytes + this.choices.bytes;
  }

  /** @returns the number of the state when it is new, otherwise -1 less its number */
  add(state: Int32Array, parent: number, choice: number): number {
    return this.note(this.store.add(state), parent, choice);
  }

  /** How a state was reached, if it is new. */
  private note(number: number, parent: number, choice: number): number {
    if (number >= 0) {
      this.parents.push(parent);
      this.choices.push(choice);
    }
    return number;
  }

  /** Adds all states that one move leads to. @param state the row of that number; as it was when this returns */
  expand(number: number, state: Int32Array): void {
    const { machine, store } = this;
    const { objectsAt } = machine.layout;
    const actors = machine.actors.length;
    store.startFrom(number);
    for (let actor = 0; actor < actors; actor += 1) {
      const ends = machine.endsOf(state, actor);
      if (ends.length === 0) continue;
      // A step changes two numbers of the row, which is faster to undo than to copy the row.
      const target = objectsAt + (machine.pending(state, actor)?.target ?? 0);
      const place = state[actor] ?? 0;
      const object = state[target] ?? 0;
      for (let way = 0; way < ends.length; way += 1) {
        const end = ends[way];
        if (end === undefined) continue;
        machine.step(state, actor, end);
        this.transitions += 1;
        this.note(store.addNear(actor, state[actor] ?? 0, target, state[target] ?? 0), number, actor * mostWays + way);
        state[actor] = place;
        state[target] = object;
      }
    }
    for (let move = actors; move < machine.moves.length; move += 1) this.expandBy(number, state, move);
  }

  /** By a fault or a tick. */
  private expandBy(number: number, state: Int32Array, move: number): void {
    const ways = waysOf(this.machine, state, move);
    for (let way = 0; way < ways; way += 1) {
      const next = Int32Array.from(state);
      happen(this.machine, next, move, way);
      this.transitions += 1;
      this.add(next, number, packed(move, way));
    }
  }

  /** How many steps it takes to get to a state. */
  depthOf(number: number): number {
    let depth = 0;
    for (let at = number; at > 0; at = this.parents.at(at)) depth += 1;
    return depth;
  }

  /** A shortest way to a state. */
  scheduleTo(number: number): readonly Choice[] {
    const schedule: Choice[] = [];
    for (let at = number; at > 0; at = this.parents.at(at)) schedule.push(unpacked(this.choices.at(at)));
    return schedule.toReversed();
  }
}

/** A move and its outcome as one number. */
export function packed(move: number, way: number): number {
  if (way >= mostWays) throw new RangeError(`a move has more than ${mostWays} outcomes`);
  return move * mostWays + way;
}

export function unpacked(choice: number): Choice {
  return { move: Math.floor(choice / mostWays), way: choice % mostWays };
}

/**
 * Looks at every state that can be reached, nearest first, so that the first broken promise is one with the fewest steps.
 * @param space is filled, for whoever wants to look at the states afterwards
 */
export function* searchStates(machine: Machine, limits: Limits, space: StateSpace = new StateSpace(machine)): Engine {
  const judge = new Judge(machine);
  const finals = new Set<string>();
  const state = new Int32Array(machine.layout.width);
  let found: Found | null = null;
  let ends = 0;
  const explored = (bound: string | null): Explored => ({ executions: ends, states: space.store.size, transitions: space.transitions, found, bound, finals });

  for (let number = 0; number < space.store.size; number += 1) {
    if (number % slice === 0) yield explored(null);
    space.store.read(number, state);
    const isOver = isQuiescent(machine, state);
    const problem = judge.problemIn(state, isOver);
    if (problem !== null) {
      found ??= { problem, schedule: space.scheduleTo(number), loop: [] };
      if (limits.stopsAtProblem) return explored(null);
    }
    if (isOver) {
      ends += 1;
      if (limits.collectsFinals) finals.add(finalStateOf(machine, state));
    }
    space.expand(number, state);
    if (space.store.size > limits.states) return explored(`${limits.states} states`);
  }
  return explored(null);
}
