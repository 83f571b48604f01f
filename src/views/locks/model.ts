import type { LockChange } from '../../watch/inventory.ts';
import { Arranged, mostShown, type Arrangement, type Touched } from './arrangement.ts';
import { detailsOf, type GroupNode, type LockNode, type MoreNode, type Node } from './nodes.ts';

/** What has to be drawn anew: everything, or these nodes with what is below them. */
export type Redraw = 'all' | readonly Node[];

/** A new arrangement takes in this many locks at a time, so that nothing else has to wait for it. */
const mostAtOnce = 250;

/** The locks as a tree. Knows what a change touches, and nothing of how it is drawn. */
export class LocksModel {
  readonly #nodes = new Map<string, LockNode>();
  #shown: Arranged;
  #next: { readonly arranged: Arranged; readonly rest: Iterator<LockNode, undefined> } | null = null;

  constructor(arrangement: Arrangement) {
    this.#shown = new Arranged(arrangement);
  }

  /** How the tree is arranged, or will be when all locks have their place. */
  get arrangement(): Arrangement {
    return (this.#next?.arranged ?? this.#shown).arrangement;
  }

  /** How many locks are shown of how many: idle ones do not count while they are hidden. */
  get counts(): { readonly matching: number; readonly total: number } {
    return { matching: this.#shown.matching, total: this.#shown.total };
  }

  /** Begins another arrangement; see `arrangeSome`. */
  arrange(arrangement: Arrangement): void {
    // The iterator of a Map sees what is added meanwhile, and not what is removed.
    this.#next = { arranged: new Arranged(arrangement), rest: this.#nodes.values() };
  }

  /** Gives some more locks their place in the arrangement to come. @returns whether it is complete, and shown from now on */
  arrangeSome(): boolean {
    if (this.#next === null) return true;
    const { arranged, rest } = this.#next;
    for (let i = 0; i < mostAtOnce; i++) {
      const { value: node } = rest.next();
      if (node === undefined) {
        this.#shown = arranged;
        this.#next = null;
        return true;
      }
      arranged.put(node, nothingTouched());
    }
    return false;
  }

  /** What stands at the top of the tree. */
  top(): readonly (GroupNode | MoreNode)[] {
    return withMore(this.#shown.groups(), this.#shown.groupCount, null);
  }

  /** What stands below a node. */
  below(node: Node): readonly Node[] {
    if (node.type === 'group') return withMore(this.#shown.locksIn(node), this.count(node).locks, node);
    return node.type === 'lock' ? detailsOf(node) : [];
  }

  /** How many locks are in a group, and how many of them are stale. */
  count(group: GroupNode): ReturnType<Arranged['count']> {
    return this.#shown.count(group);
  }

  /** The group that a lock is in; null while it is in none that is shown. */
  groupOf(node: LockNode): GroupNode | null {
    return this.#shown.groupOf(node);
  }

  /** Where a node hangs; undefined at the top. */
  parentOf(node: Node): Node | undefined {
    if (node.type === 'group') return undefined;
    return (node.type === 'lock' ? this.groupOf(node) : node.parent) ?? undefined;
  }

  /** Takes changes in. @returns what they touch */
  apply(changes: readonly LockChange[]): Redraw {
    const touched = nothingTouched();
    for (const change of changes) this.#apply(change, touched);
    if (touched.everything) return 'all';
    const alone = [...touched.alone].filter((node) => node.drawnAt !== null && !touched.groups.has(this.#shown.groupOf(node) ?? nowhere));
    return [...touched.groups, ...alone];
  }

  #apply({ type, lock }: LockChange, touched: Touched): void {
    const known = this.#nodes.get(lock.path);
    if (type === 'released') {
      if (known === undefined) return;
      this.#nodes.delete(lock.path);
      this.#shown.remove(known, touched);
      this.#next?.arranged.remove(known, nothingTouched());
      touched.alone.delete(known);
      return;
    }
    const node: LockNode = known ?? { type: 'lock', lock, drawnAt: null };
    node.lock = lock;
    this.#nodes.set(lock.path, node);
    this.#shown.put(node, touched);
    // What it has not come to yet it finds as it is by then.
    if (this.#next?.arranged.has(node) === true) this.#next.arranged.put(node, nothingTouched());
  }
}

const nowhere: GroupNode = { type: 'group', id: '', heading: { by: 'holder', holder: null } };

function nothingTouched(): Touched {
  return { groups: new Set(), alone: new Set(), everything: false };
}

function withMore<T extends Node>(shown: readonly T[], all: number, parent: GroupNode | null): readonly (T | MoreNode)[] {
  return all > mostShown ? [...shown, { type: 'more', parent, count: all - shown.length }] : shown;
}
