import type { Limits } from '../exploration.ts';
import { happen, isQuiescent, waysOf } from '../machine/happen.ts';
import type { Machine } from '../machine/machine.ts';
import { StateStore } from './state-store.ts';

/**
 * How many runs there are from the start to an end, each order of the steps and each outcome of chance and of faults
 * being one: the number of paths in the graph of all states, counted in the order of a topological sort (Kahn 1962).
 * @returns null when it has cycles, so that there are infinitely many, or more states than the limit
 */
export function countInterleavings(machine: Machine, limits: Limits): bigint | null {
  const store = new StateStore(machine.layout.width);
  store.add(machine.initial);
  const arrivals: number[] = [0];
  for (let number = 0; number < store.size; number += 1) {
    if (store.size > limits.states) return null;
    eachNext(machine, store, number, (next) => {
      const known = store.add(next);
      if (known >= 0) arrivals.push(1);
      else arrivals[-1 - known] = (arrivals[-1 - known] ?? 0) + 1;
    });
  }
  return countPaths(machine, store, arrivals);
}

/** @param arrivals by state: how many moves lead there */
function countPaths(machine: Machine, store: StateStore, arrivals: number[]): bigint | null {
  const paths: bigint[] = arrivals.map((_many, number) => (number === 0 ? 1n : 0n));
  const ready = arrivals.flatMap((many, number) => (many === 0 ? [number] : []));
  const state = new Int32Array(machine.layout.width);
  let [sorted, ends] = [0, 0n];
  for (let number = ready.pop(); number !== undefined; number = ready.pop()) {
    sorted += 1;
    const here = paths[number] ?? 0n;
    store.read(number, state);
    if (isQuiescent(machine, state)) ends += here;
    eachNext(machine, store, number, (next) => {
      const to = store.numberOf(next);
      paths[to] = (paths[to] ?? 0n) + here;
      arrivals[to] = (arrivals[to] ?? 0) - 1;
      if (arrivals[to] === 0) ready.push(to);
    });
  }
  return sorted === store.size ? ends : null;
}

function eachNext(machine: Machine, store: StateStore, number: number, visit: (next: Int32Array) => void): void {
  const state = new Int32Array(machine.layout.width);
  const next = new Int32Array(machine.layout.width);
  store.read(number, state);
  for (let move = 0; move < machine.moves.length; move += 1) {
    const ways = waysOf(machine, state, move);
    for (let way = 0; way < ways; way += 1) {
      next.set(state);
      happen(machine, next, move, way);
      visit(next);
    }
  }
}
