/**
 * The strongly connected components of a graph: each the largest set of nodes that all reach each other.
 * R. E. Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1 (1972), with a stack of
 * its own in place of recursion, so that a long chain does not exhaust the engine's. O(nodes + edges).
 * @param next which nodes an edge leads to; those that are not in `nodes` are left out
 * @returns each node in one component; a component comes after those that it leads to
 */
export function stronglyConnected<T extends string | number>(nodes: Iterable<T>, next: (node: T) => readonly T[]): readonly (readonly T[])[] {
  const states = new Map<T, State<T>>();
  for (const node of nodes) states.set(node, { node, index: -1, low: -1, isOnStack: false });
  const found: T[][] = [];
  const stack: State<T>[] = [];
  let index = 0;

  const enter = (state: State<T>): Visit<T> => {
    state.index = state.low = index++;
    state.isOnStack = true;
    stack.push(state);
    return { state, successors: next(state.node), at: 0 };
  };

  const close = (root: State<T>): void => {
    const members = stack.splice(stack.lastIndexOf(root));
    for (const member of members) member.isOnStack = false;
    found.push(members.map(({ node }) => node));
  };

  for (const root of states.values()) {
    if (root.index >= 0) continue;
    const visits = [enter(root)];
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const { state } = visit;
      const to = visit.successors[visit.at++];
      if (to === undefined) {
        visits.pop();
        const parent = visits.at(-1)?.state;
        if (parent !== undefined) parent.low = Math.min(parent.low, state.low);
        if (state.low === state.index) close(state);
        continue;
      }
      const successor = states.get(to);
      if (successor === undefined) continue;
      if (successor.index < 0) visits.push(enter(successor));
      else if (successor.isOnStack) state.low = Math.min(state.low, successor.index);
    }
  }
  return found;
}

interface State<T> {
  readonly node: T;
  /** In the order in which nodes are reached; -1 before that. */
  index: number;
  low: number;
  isOnStack: boolean;
}

interface Visit<T> {
  readonly state: State<T>;
  readonly successors: readonly T[];
  at: number;
}
