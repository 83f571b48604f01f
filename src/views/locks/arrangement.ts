import type { Grouping } from '../../contributions.ts';
import type { Folder } from '../wording.ts';
import type { Filter } from './filter.ts';
import { firstOf } from './first-of.ts';
import { groupOf, orderOf, rankOf } from './grouping.ts';
import { naturalKey } from './natural-key.ts';
import type { GroupNode, LockNode } from './nodes.ts';

/** How the view is arranged. */
export interface Arrangement {
  readonly grouping: Grouping;
  readonly filter: Filter;
  readonly showIdle: boolean;
  readonly folders: readonly Folder[];
}

/** What a group, and the view itself, shows at most: more is neither read by anybody nor drawn at once. */
export const mostShown = 500;

interface Group {
  readonly node: GroupNode;
  readonly order: string;
  readonly members: Set<Placed>;
  stale: number;
  /** The first members in order; null while that has to be found out. */
  shown: readonly LockNode[] | null;
}

/** Where a lock stands in an arrangement. */
interface Placed {
  readonly node: LockNode;
  /** null: it is filtered out, or idle and hidden. */
  readonly group: Group | null;
  /** Whether it counts among those that the filter chooses from. */
  readonly counts: boolean;
  readonly stale: boolean;
  /** The resource that `key` was made of. */
  readonly resource: string;
  readonly key: string;
  /** Sorts it within its group, by code unit. */
  readonly order: string;
}

/** What a change touches: the members of these groups, or the groups themselves. */
export interface Touched {
  readonly groups: Set<GroupNode>;
  readonly alone: Set<LockNode>;
  everything: boolean;
}

/** Locks in groups. What a change costs does not depend on how many locks there are. */
export class Arranged {
  readonly arrangement: Arrangement;
  readonly #groups = new Map<string, Group>();
  readonly #placed = new Map<LockNode, Placed>();
  #sorted: readonly Group[] | null = null;
  #matching = 0;
  #total = 0;

  constructor(arrangement: Arrangement) {
    this.arrangement = arrangement;
  }

  /** How many locks pass the filter. */
  get matching(): number {
    return this.#matching;
  }

  /** How many locks there are to filter. */
  get total(): number {
    return this.#total;
  }

  get groupCount(): number {
    return this.#groups.size;
  }

  has(node: LockNode): boolean {
    return this.#placed.has(node);
  }

  /** The first groups, in order. */
  groups(): readonly GroupNode[] {
    this.#sorted ??= firstOf(this.#groups.values(), mostShown, byOrder);
    return this.#sorted.map(({ node }) => node);
  }

  /** How many locks are in a group, and how many of them are stale. */
  count(group: GroupNode): { readonly locks: number; readonly stale: number } {
    const known = this.#groups.get(group.id);
    return { locks: known?.members.size ?? 0, stale: known?.stale ?? 0 };
  }

  /** The first locks of a group, in order. */
  locksIn(group: GroupNode): readonly LockNode[] {
    const known = this.#groups.get(group.id);
    if (known === undefined) return [];
    known.shown ??= firstOf(known.members, mostShown, (a, b) => compare(a.order, b.order)).map(({ node }) => node);
    return known.shown;
  }

  groupOf(node: LockNode): GroupNode | null {
    return this.#placed.get(node)?.group?.node ?? null;
  }

  /** Places a lock that came or changed. */
  put(node: LockNode, touched: Touched): void {
    const before = this.#placed.get(node);
    const placed = this.#find(node, before, touched);
    if (before !== undefined && before.group === placed.group && before.order === placed.order) {
      if (placed.group !== null) touched.alone.add(node);
      return;
    }
    this.#placed.set(node, placed);
    // In this order, so that a group which one lock leaves as it comes does not go in between.
    this.#enter(placed, touched);
    if (before !== undefined) this.#leave(before, touched);
  }

  /** Forgets a lock that was released. */
  remove(node: LockNode, touched: Touched): void {
    const before = this.#placed.get(node);
    if (before === undefined) return;
    this.#placed.delete(node);
    this.#leave(before, touched);
  }

  #find(node: LockNode, before: Placed | undefined, touched: Touched): Placed {
    const { lock } = node;
    const { grouping, filter, showIdle, folders } = this.arrangement;
    const { state } = lock.verdict;
    const counts = state !== 'idle' || showIdle;
    const key = before?.resource === lock.resource ? before.key : `${naturalKey(lock.resource)}\0${lock.path}`;
    const passes = counts && filter.passes(lock, folders);
    const group = passes ? this.#groupFor(groupOf(lock, grouping, folders), touched) : null;
    return { node, group, counts, stale: state === 'stale', resource: lock.resource, key, order: rankOf(state) + key };
  }

  #groupFor({ id, heading }: ReturnType<typeof groupOf>, touched: Touched): Group {
    const known = this.#groups.get(id);
    if (known !== undefined) return known;
    const made: Group = { node: { type: 'group', id, heading }, order: orderOf(heading), members: new Set(), stale: 0, shown: null };
    this.#groups.set(id, made);
    this.#sorted = null;
    touched.everything = true;
    return made;
  }

  #enter(placed: Placed, touched: Touched): void {
    const { group, counts, stale } = placed;
    if (counts) this.#total++;
    if (group === null) return;
    this.#matching++;
    group.members.add(placed);
    if (stale) group.stale++;
    this.#touch(group, touched);
  }

  #leave(placed: Placed, touched: Touched): void {
    const { group, counts, stale } = placed;
    if (counts) this.#total--;
    if (group === null) return;
    this.#matching--;
    group.members.delete(placed);
    if (stale) group.stale--;
    this.#touch(group, touched);
    if (group.members.size > 0) return;
    this.#groups.delete(group.node.id);
    this.#sorted = null;
    touched.everything = true;
  }

  #touch(group: Group, touched: Touched): void {
    group.shown = null;
    touched.groups.add(group.node);
  }
}

function byOrder(a: Group, b: Group): number {
  return compare(a.order, b.order) || compare(a.node.id, b.node.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
