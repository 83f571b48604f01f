import type { Machine } from '../machine/machine.ts';
import type { Edge, Graph } from './lasso.ts';
import { unpacked, type StateSpace } from './search.ts';
import { waysOf } from '../machine/happen.ts';

/** So many places are looked at before it is given up. */
const mostPlaces = 2_000_000;

export interface Round {
  readonly entry: number;
  readonly edges: readonly Edge[];
}

/** A state in a round, and who has had a turn, or could not have one, since it began: a bit for each actor. */
interface Visit {
  readonly state: number;
  readonly served: number;
  readonly before: Visit | null;
  readonly edge: Edge | null;
  readonly steps: number;
}

/**
 * The round with the fewest steps from the start of the run to its end in which every actor has a turn or cannot
 * have one: a breadth-first search from each state of the parts over states and who has been served.
 * @returns null when chance takes part, since its outcomes would all have to come, or there is too much to look at
 */
export function* shortestRound(machine: Machine, space: StateSpace, parts: readonly Graph[]): Generator<void, Round | null> {
  const idle = new Map<number, number>();
  const everybody = 2 ** machine.actors.length - 1;
  let best: { readonly round: Round; readonly length: number } | null = null;
  let left = mostPlaces;
  for (const part of parts) {
    if (hasChance(machine, space, part)) return null;
    for (const state of part.states) idle.set(state, idleIn(machine, space, state));
    for (const entry of part.states.toSorted((one, other) => one - other)) {
      yield;
      const depth = space.depthOf(entry);
      if (best !== null && depth + 1 >= best.length) break;
      const most = best === null ? Number.POSITIVE_INFINITY : best.length - depth - 1;
      const { edges, looked } = roundFrom(part, entry, everybody, idle, Math.min(most, left), left);
      left -= looked;
      if (left <= 0) return null;
      if (edges !== null) best = { round: { entry, edges }, length: depth + edges.length };
    }
  }
  return best?.round ?? null;
}

function roundFrom(graph: Graph, entry: number, everybody: number, idle: ReadonlyMap<number, number>, mostSteps: number, mostVisits: number): { readonly edges: readonly Edge[] | null; readonly looked: number } {
  const start: Visit = { state: entry, served: idle.get(entry) ?? 0, before: null, edge: null, steps: 0 };
  const known = new Set<string>();
  const visits = [start];
  for (const visit of visits) {
    if (visit.steps >= mostSteps || visits.length > mostVisits) break;
    for (const edge of graph.edges(visit.state)) {
      const served = visit.served | servedBy(edge, everybody) | (idle.get(edge.to) ?? 0);
      const next: Visit = { state: edge.to, served, before: visit, edge, steps: visit.steps + 1 };
      if (edge.to === entry && served === everybody) return { edges: pathOf(next), looked: visits.length };
      const key = `${edge.to} ${served}`;
      if (known.has(key)) continue;
      known.add(key);
      visits.push(next);
    }
  }
  return { edges: null, looked: visits.length };
}

/** The bit of the actor that does a step; faults and ticks serve nobody. */
function servedBy({ choice }: Edge, everybody: number): number {
  return 2 ** unpacked(choice).move & everybody;
}

function pathOf(last: Visit): readonly Edge[] {
  const edges: Edge[] = [];
  for (let visit: Visit | null = last; visit !== null; visit = visit.before) if (visit.edge !== null) edges.push(visit.edge);
  return edges.toReversed();
}

/** The bits of the actors that can do no step in a state. */
function idleIn(machine: Machine, space: StateSpace, number: number): number {
  const state = new Int32Array(machine.layout.width);
  space.store.read(number, state);
  return machine.actors.reduce((bits, _name, actor) => bits | (machine.endsOf(state, actor).length === 0 ? 2 ** actor : 0), 0);
}

function hasChance(machine: Machine, space: StateSpace, graph: Graph): boolean {
  const state = new Int32Array(machine.layout.width);
  return graph.states.some((number) => {
    space.store.read(number, state);
    return graph.edges(number).some(({ choice }) => waysOf(machine, state, unpacked(choice).move) > 1);
  });
}
