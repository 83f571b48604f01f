import type { Actions } from './actions.ts';
import { conflicting, type Sequence } from './sequence.ts';

/**
 * The sleep set of each state of the run: events that need not be explored there any more, since all that begins
 * with them has been (Godefroid 1996). The set of a state lies right behind that of the state before.
 */
export class SleepSets {
  private readonly actions: Actions;
  private process = new Int32Array(256);
  private way = new Int32Array(256);
  private action = new Int32Array(256);
  /** By depth: where the set ends. */
  private end = new Int32Array(128);

  constructor(actions: Actions) {
    this.actions = actions;
  }

  sizeAt(depth: number): number {
    return (this.end[depth] ?? 0) - this.startAt(depth);
  }

  /** Begins the set of the state after an event: who depends on the event has woken up. */
  enter(depth: number, process: number, action: number): void {
    if (depth >= this.end.length) this.end = longer(this.end);
    const until = this.end[depth - 1] ?? 0;
    this.end[depth] = until;
    for (let at = this.startAt(depth - 1); at < until; at += 1) {
      if (this.process[at] === process || this.actions.areDependent(action, this.action[at] ?? 0)) continue;
      this.add(depth, this.process[at] ?? 0, this.way[at] ?? 0, this.action[at] ?? 0);
    }
  }

  add(depth: number, process: number, way: number, action: number): void {
    const at = this.end[depth] ?? 0;
    if (at >= this.process.length) {
      this.process = longer(this.process);
      this.way = longer(this.way);
      this.action = longer(this.action);
    }
    this.process[at] = process;
    this.way[at] = way;
    this.action[at] = action;
    this.end[depth] = at + 1;
  }

  has(depth: number, process: number, way: number): boolean {
    for (let at = this.startAt(depth); at < (this.end[depth] ?? 0); at += 1) if (this.process[at] === process && this.way[at] === way) return true;
    return false;
  }

  /** Whether a sequence could as well begin with one that sleeps, so that it has been explored. */
  covers(depth: number, sequence: Sequence): boolean {
    for (let at = this.startAt(depth); at < (this.end[depth] ?? 0); at += 1) {
      if (sequence.find(this.process[at] ?? 0, this.way[at] ?? 0, this.action[at] ?? 0) !== conflicting) return true;
    }
    return false;
  }

  private startAt(depth: number): number {
    return depth === 0 ? 0 : (this.end[depth - 1] ?? 0);
  }
}

function longer(list: Int32Array): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(list.length * 2);
  grown.set(list);
  return grown;
}
