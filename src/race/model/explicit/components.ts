/** So many states are entered between two reports. */
const slice = 4096;

/**
 * The strongly connected components of a graph, by Tarjan's algorithm (1972) without recursion, so that long paths
 * need no deep stack. A state alone is one too.
 * @returns in slices, between which nothing is told
 */
export function* componentsOf(states: readonly number[], next: (state: number) => readonly number[]): Generator<void, readonly (readonly number[])[]> {
  const components: number[][] = [];
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const open = new Set<number>();
  const stack: number[] = [];
  const enter = (state: number): Visit => {
    index.set(state, index.size);
    low.set(state, index.size - 1);
    open.add(state);
    stack.push(state);
    return { state, next: next(state), at: 0 };
  };
  for (const start of states) {
    if (index.has(start)) continue;
    const visits = [enter(start)];
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const to = visit.next[visit.at];
      visit.at += 1;
      if (to !== undefined) {
        if (!index.has(to)) {
          visits.push(enter(to));
          if (index.size % slice === 0) yield;
        } else if (open.has(to)) lower(low, visit.state, index.get(to));
        continue;
      }
      visits.pop();
      lower(low, visits.at(-1)?.state, low.get(visit.state));
      if (low.get(visit.state) !== index.get(visit.state)) continue;
      const component = stack.splice(stack.lastIndexOf(visit.state));
      for (const state of component) open.delete(state);
      components.push(component);
    }
  }
  return components;
}

interface Visit {
  readonly state: number;
  readonly next: readonly number[];
  at: number;
}

function lower(low: Map<number, number>, state: number | undefined, to: number | undefined): void {
  if (state !== undefined && to !== undefined && to < (low.get(state) ?? to)) low.set(state, to);
}
