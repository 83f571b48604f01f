import { lockStates, type Evidence, type Holder, type Lock, type LockState } from '../../locks/lock.ts';
import type { LockChange } from '../../watch/inventory.ts';

/** All locks in one state. */
export interface GroupNode {
  readonly type: 'group';
  readonly state: LockState;
}

/** One lock. The same object for as long as a lock stands at its path, so that the tree knows it again. */
export interface LockNode {
  readonly type: 'lock';
  lock: Lock;
  /** When the age that the tree shows was true, ms since the epoch; null while it shows none. */
  drawnAt: number | null;
}

/** What is known of a lock, a line each. `key` is unique below its lock. */
export type DetailNode = { readonly parent: LockNode; readonly key: string } & (
  | { readonly type: 'holder' | 'waiter'; readonly holder: Holder }
  | { readonly type: 'evidence'; readonly evidence: Evidence }
  | { readonly type: 'file' }
);

export type Node = GroupNode | LockNode | DetailNode;

/** What has to be drawn anew: everything, or these nodes with what is below them. */
export type Redraw = 'all' | readonly Node[];

/** The order in which locks of one state are shown. */
export type CompareLocks = (a: Lock, b: Lock) => number;

/** The locks as a tree. Knows what a change touches, and nothing of how it is drawn. */
export class LocksModel {
  readonly #groups = new Map<LockState, GroupNode>(lockStates.map((state) => [state, { type: 'group', state }]));
  readonly #nodes = new Map<LockState, Map<string, LockNode>>(lockStates.map((state) => [state, new Map()]));
  readonly #states = new Map<string, LockState>();
  readonly #sorted = new Map<LockState, readonly LockNode[]>();
  readonly #compare: CompareLocks;
  #showIdle: boolean;

  constructor(compare: CompareLocks, showIdle: boolean) {
    this.#compare = compare;
    this.#showIdle = showIdle;
  }

  set showIdle(value: boolean) {
    this.#showIdle = value;
  }

  /** The groups that have something to show. */
  groups(): readonly GroupNode[] {
    return [...this.#groups.values()].filter(({ state }) => this.count(state) > 0 && (state !== 'idle' || this.#showIdle));
  }

  count(state: LockState): number {
    return this.#nodes.get(state)?.size ?? 0;
  }

  locksIn(state: LockState): readonly LockNode[] {
    const known = this.#sorted.get(state);
    if (known !== undefined) return known;
    const sorted = [...(this.#nodes.get(state)?.values() ?? [])].sort((a, b) => this.#compare(a.lock, b.lock));
    this.#sorted.set(state, sorted);
    return sorted;
  }

  /** All nodes that stand in a group that is shown. */
  shownLocks(): readonly LockNode[] {
    return this.groups().flatMap(({ state }) => this.locksIn(state));
  }

  /** Where a node hangs; undefined for a group. */
  parentOf(node: Node): Node | undefined {
    if (node.type === 'group') return undefined;
    return node.type === 'lock' ? this.#groups.get(node.lock.verdict.state) : node.parent;
  }

  /** Forgets the order of what is shown: names have changed. */
  reorder(): void {
    this.#sorted.clear();
  }

  /** Takes changes in. @returns what they touch */
  apply(changes: readonly LockChange[]): Redraw {
    const before = this.#shownStates();
    const touched = new Set<LockState>();
    const alone: LockNode[] = [];
    for (const change of changes) {
      const node = this.#apply(change, touched);
      if (node !== null) alone.push(node);
    }
    for (const state of touched) this.#sorted.delete(state);
    if (this.#shownStates() !== before) return 'all';
    return [...this.groups().filter(({ state }) => touched.has(state)), ...alone.filter(({ lock }) => !touched.has(lock.verdict.state))];
  }

  #shownStates(): string {
    return this.groups().map(({ state }) => state).join();
  }

  /** @returns the node when it stays in its group, so that it alone has to be drawn anew */
  #apply({ type, lock }: LockChange, touched: Set<LockState>): LockNode | null {
    const before = this.#states.get(lock.path);
    const node = before === undefined ? undefined : this.#nodes.get(before)?.get(lock.path);
    const { state } = lock.verdict;
    if (type !== 'released' && node !== undefined && before === state) {
      node.lock = lock;
      return node;
    }
    if (before !== undefined) {
      this.#nodes.get(before)?.delete(lock.path);
      this.#states.delete(lock.path);
      touched.add(before);
    }
    if (type === 'released') return null;
    const placed: LockNode = node ?? { type: 'lock', lock, drawnAt: null };
    placed.lock = lock;
    this.#nodes.get(state)?.set(lock.path, placed);
    this.#states.set(lock.path, state);
    touched.add(state);
    return null;
  }
}

/** What is shown below a lock: who has it, who waits, what that is known from, and its file. */
export function detailsOf(parent: LockNode): readonly DetailNode[] {
  const { holder, waiters, verdict } = parent.lock;
  return [
    ...(holder === null ? [] : [{ type: 'holder', key: 'holder', parent, holder } as const]),
    ...waiters.map((waiter, i) => ({ type: 'waiter', key: `waiter${i}`, parent, holder: waiter }) as const),
    ...verdict.evidence.map((evidence, i) => ({ type: 'evidence', key: `evidence${i}`, parent, evidence }) as const),
    { type: 'file', key: 'file', parent },
  ];
}
