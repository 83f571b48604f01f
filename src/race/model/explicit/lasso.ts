import type { Choice } from '../exploration.ts';
import type { Machine } from '../machine/machine.ts';
import { Fairness } from './fairness.ts';
import { unpacked, type StateSpace } from './search.ts';
import { shortestRound } from './shortest-round.ts';

/** The moves among some states. */
export interface Graph {
  readonly states: readonly number[];
  edges(state: number): readonly Edge[];
}

export interface Edge {
  readonly to: number;
  /** @see packed */
  readonly choice: number;
}

/** A run without an end: a way to a state, and a round that leads back to it. */
export interface Lasso {
  readonly schedule: readonly Choice[];
  readonly loop: readonly Choice[];
  /** Whether none with fewer steps is fair. */
  readonly isMinimal: boolean;
}

/**
 * A way into a fair part, and a way round in it that is fair: one with the fewest steps, unless it is too large to
 * tell, or chance takes part.
 * @param parts fair and strongly connected, at least one
 */
export function* lassoIn(machine: Machine, space: StateSpace, parts: readonly Graph[]): Generator<void, Lasso> {
  const shortest = yield* shortestRound(machine, space, parts);
  if (shortest !== null) return { schedule: space.scheduleTo(shortest.entry), loop: shortest.edges.map(({ choice }) => unpacked(choice)), isMinimal: true };
  const [part = { states: [], edges: () => [] }] = parts;
  return anyRound(machine, space, part);
}

/** From what is still wanted to what is still wanted, by a shortest way each. */
function anyRound(machine: Machine, space: StateSpace, graph: Graph): Lasso {
  const entry = graph.states.reduce((nearest, state) => Math.min(nearest, state));
  const state = new Int32Array(machine.layout.width);
  const fairness = new Fairness(machine);
  const loop: Choice[] = [];
  let at = entry;
  const walk = (path: readonly Edge[]): void => {
    for (const { to, choice } of path) {
      space.store.read(at, state);
      fairness.pass(state);
      fairness.make(state, unpacked(choice));
      loop.push(unpacked(choice));
      at = to;
    }
    space.store.read(at, state);
    fairness.pass(state);
  };
  walk([]);
  while (!fairness.isFair) {
    const path = shortestPath(graph, at, (number, edge) => {
      space.store.read(number, state);
      return fairness.wants(state, edge === null ? null : unpacked(edge.choice));
    });
    walk(path);
  }
  walk(loop.length === 0 ? roundFrom(graph, at) : at === entry ? [] : shortestPath(graph, at, (number, edge) => edge === null && number === entry));
  return { schedule: space.scheduleTo(entry), loop, isMinimal: false };
}

function roundFrom(graph: Graph, at: number): readonly Edge[] {
  const [first] = graph.edges(at);
  if (first === undefined) return [];
  return first.to === at ? [first] : [first, ...shortestPath(graph, first.to, (number, edge) => edge === null && number === at)];
}

/** To the nearest state, or over the nearest move, that is wanted. */
function shortestPath(graph: Graph, start: number, isWanted: (state: number, edge: Edge | null) => boolean): readonly Edge[] {
  const reached = new Map<number, { readonly from: number; readonly edge: Edge } | null>([[start, null]]);
  const pathTo = (number: number): readonly Edge[] => {
    const step = reached.get(number);
    return step === null || step === undefined ? [] : [...pathTo(step.from), step.edge];
  };
  for (const number of reached.keys()) {
    if (isWanted(number, null)) return pathTo(number);
    for (const edge of graph.edges(number)) {
      if (isWanted(number, edge)) return [...pathTo(number), edge];
      if (!reached.has(edge.to)) reached.set(edge.to, { from: number, edge });
    }
  }
  throw new RangeError('what a fair part wants is in it');
}
