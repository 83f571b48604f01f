import type { Progress } from '../exploration.ts';
import { GrowingList } from '../growing.ts';
import { happen, waysOf } from '../machine/happen.ts';
import type { Machine } from '../machine/machine.ts';
import { Judge } from '../problem.ts';
import { componentsOf } from './components.ts';
import { Fairness } from './fairness.ts';
import { lassoIn, type Edge, type Graph, type Lasso } from './lasso.ts';
import { packed, unpacked, type StateSpace } from './search.ts';

const slice = 4096;

/**
 * A run in which a goal is awaited for ever, although nobody who could always go on stands still and no outcome of
 * chance is left out: a strongly connected part of the states in which it is awaited that is fair, reached by a
 * shortest way. Emerson and Lei (1987), with chance as in the end components of de Alfaro (1997).
 * @param space all states that can be reached
 */
export function* searchFairCycle(machine: Machine, space: StateSpace): Generator<Progress, (Lasso & { readonly goal: string }) | null> {
  for (const [goal, { name }] of (machine.system.goals ?? []).entries()) {
    const graph = yield* awaiting(machine, space, goal);
    const parts = yield* told(space, fairParts(machine, space, graph));
    if (parts.length > 0) return { goal: name, ...(yield* told(space, lassoIn(machine, space, parts))) };
  }
  return null;
}

/** The states in which a goal is awaited, and the moves among them. */
function* awaiting(machine: Machine, space: StateSpace, goal: number): Generator<Progress, Graph> {
  const judge = new Judge(machine);
  const state = new Int32Array(machine.layout.width);
  const next = new Int32Array(machine.layout.width);
  const isIn = new Uint8Array(space.store.size);
  for (let number = 0; number < space.store.size; number += 1) {
    space.store.read(number, state);
    isIn[number] = Number(judge.isAwaited(state, goal));
    if (number % slice === 0) yield progressOf(space);
  }
  const states: number[] = [];
  const from = new Map<number, number>();
  const targets = new GrowingList();
  const choices = new GrowingList();
  for (let number = 0; number < space.store.size; number += 1) {
    if (number % slice === 0) yield progressOf(space);
    if (isIn[number] === 0) continue;
    space.store.read(number, state);
    states.push(number);
    from.set(number, targets.length);
    for (let move = 0; move < machine.moves.length; move += 1) {
      const ways = waysOf(machine, state, move);
      for (let way = 0; way < ways; way += 1) {
        next.set(state);
        happen(machine, next, move, way);
        const to = space.store.numberOf(next);
        if (isIn[to] === 1) {
          targets.push(to);
          choices.push(packed(move, way));
        }
      }
    }
  }
  const order = new Map(states.map((number, at) => [number, at]));
  const edges = (number: number): readonly Edge[] => {
    const start = from.get(number);
    const following = states[(order.get(number) ?? -1) + 1];
    if (start === undefined) return [];
    const end = following === undefined ? targets.length : (from.get(following) ?? start);
    return Array.from({ length: end - start }, (_edge, at) => ({ to: targets.at(start + at), choice: choices.at(start + at) }));
  };
  return { states, edges };
}

function progressOf({ store, transitions }: StateSpace): Progress {
  return { executions: 0, states: store.size, transitions };
}

/** Tells how far the search has come between the slices of another. */
function* told<T>(space: StateSpace, slices: Generator<void, T>): Generator<Progress, T> {
  for (;;) {
    const next = slices.next();
    if (next.done === true) return next.value;
    yield progressOf(space);
  }
}

/** The strongly connected parts that can be gone round in fairly. */
function* fairParts(machine: Machine, space: StateSpace, graph: Graph): Generator<void, readonly Graph[]> {
  const parts: Graph[] = [];
  for (const states of yield* componentsOf(graph.states, (state) => graph.edges(state).map(({ to }) => to))) {
    const inside = new Set(states);
    const within: Graph = { states, edges: (state) => graph.edges(state).filter(({ to }) => inside.has(to)) };
    if (states.length === 1 && states.every((state) => within.edges(state).length === 0)) continue;
    yield;
    const kept = withoutEscapes(machine, space, within);
    if (kept !== null) parts.push(...(yield* fairParts(machine, space, kept)));
    else if (isFair(machine, space, within)) parts.push(within);
  }
  return parts;
}

/** Without the moves that chance takes out of it sooner or later; null when there are none. */
function withoutEscapes(machine: Machine, space: StateSpace, graph: Graph): Graph | null {
  const state = new Int32Array(machine.layout.width);
  const escapes = new Set<string>();
  for (const number of graph.states) {
    const moves = graph.edges(number).map(({ choice }) => unpacked(choice).move);
    space.store.read(number, state);
    for (const move of new Set(moves)) if (moves.filter((each) => each === move).length < waysOf(machine, state, move)) escapes.add(`${number} ${move}`);
  }
  if (escapes.size === 0) return null;
  return { states: graph.states, edges: (number) => graph.edges(number).filter(({ choice }) => !escapes.has(`${number} ${unpacked(choice).move}`)) };
}

/** Whether every actor does a step in it, or cannot in some state of it. */
function isFair(machine: Machine, space: StateSpace, graph: Graph): boolean {
  const state = new Int32Array(machine.layout.width);
  const fairness = new Fairness(machine);
  for (const number of graph.states) {
    space.store.read(number, state);
    fairness.pass(state);
    for (const { choice } of graph.edges(number)) fairness.make(state, unpacked(choice));
    if (fairness.isFair) return true;
  }
  return fairness.isFair;
}
