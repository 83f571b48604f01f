import { doubled } from './doubled.ts';
import { conflicting, independent, type Sequence } from './sequence.ts';

const none = 0;

/**
 * The wakeup trees of all states of the run in one: what is still to be explored from each of them, in order. The
 * tree of a state is what lies below its node; the tree of the state after an event is that of its child.
 */
export class WakeupTree {
  /** The node of the first state. */
  readonly root: number;
  process = new Int32Array(256);
  way = new Int32Array(256);
  action = new Int32Array(256);
  private child = new Int32Array(256);
  private sibling = new Int32Array(256);
  private used = 1;
  /** Nodes to be used again, linked as siblings. */
  private free = none;

  constructor() {
    this.root = this.create(0, 0, 0);
  }

  /** The event to be explored next from a node, or 0. */
  first(node: number): number {
    return this.child[node] ?? none;
  }

  /** Adds the one event that is to be explored from a node without any. */
  begin(node: number, process: number, way: number, action: number): number {
    const made = this.create(process, way, action);
    this.child[node] = made;
    return made;
  }

  /** Removes the first event below a node, with all below it. */
  removeFirst(node: number): void {
    const first = this.first(node);
    this.child[node] = this.sibling[first] ?? none;
    this.discard(first);
  }

  /**
   * Sees to it that a sequence is explored from a node, unless it will be anyway. Takes out of it what is there.
   * Abdulla, Aronis, Jonsson, Sagonas (2017), definition of insert.
   */
  insert(root: number, sequence: Sequence): void {
    let node = root;
    for (;;) {
      let last = none;
      let matching = this.first(node);
      if (matching === none && node !== root) return;
      for (; matching !== none; matching = this.sibling[matching] ?? none) {
        const at = sequence.find(this.process[matching] ?? 0, this.way[matching] ?? 0, this.action[matching] ?? 0);
        if (at !== conflicting) {
          if (at !== independent) sequence.remove(at);
          break;
        }
        last = matching;
      }
      if (matching === none) return this.append(node, last, sequence);
      node = matching;
    }
  }

  private append(node: number, last: number, sequence: Sequence): void {
    let above = node;
    let before = last;
    for (let at = 0; at < sequence.length; at += 1) {
      const made = this.create(sequence.process[at] ?? 0, sequence.way[at] ?? 0, sequence.action[at] ?? 0);
      if (before === none) this.child[above] = made;
      else this.sibling[before] = made;
      above = made;
      before = none;
    }
  }

  private create(process: number, way: number, action: number): number {
    let node = this.free;
    if (node === none) {
      node = this.used;
      this.used += 1;
      if (node >= this.process.length) this.grow();
    } else {
      this.free = this.sibling[node] ?? none;
    }
    this.process[node] = process;
    this.way[node] = way;
    this.action[node] = action;
    this.child[node] = none;
    this.sibling[node] = none;
    return node;
  }

  private discard(node: number): void {
    for (let child = this.first(node); child !== none;) {
      const next = this.sibling[child] ?? none;
      this.discard(child);
      child = next;
    }
    this.sibling[node] = this.free;
    this.free = node;
  }

  private grow(): void {
    this.process = doubled(this.process);
    this.way = doubled(this.way);
    this.action = doubled(this.action);
    this.child = doubled(this.child);
    this.sibling = doubled(this.sibling);
  }
}
