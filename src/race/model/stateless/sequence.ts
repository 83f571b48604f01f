import { doubled } from './doubled.ts';
import type { Actions } from './actions.ts';

export const conflicting = -2;
export const independent = -1;

/** Events that are to happen one after the other. */
export class Sequence {
  private readonly actions: Actions;
  length = 0;
  process = new Int32Array(64);
  way = new Int32Array(64);
  action = new Int32Array(64);

  constructor(actions: Actions) {
    this.actions = actions;
  }

  add(process: number, way: number, action: number): void {
    if (this.length >= this.process.length) this.grow();
    this.process[this.length] = process;
    this.way[this.length] = way;
    this.action[this.length] = action;
    this.length += 1;
  }

  /**
   * Whether it could as well begin with that event (whether the event is a weak initial of it).
   * @returns where the event is in the sequence, or {@link independent} of all of it, or {@link conflicting}
   */
  find(process: number, way: number, action: number): number {
    const { actions, process: processes, action: others, length } = this;
    for (let at = 0; at < length; at += 1) {
      if (processes[at] === process) return this.way[at] === way ? at : conflicting;
      if (actions.areDependent(action, others[at] ?? 0)) return conflicting;
    }
    return independent;
  }

  remove(at: number): void {
    this.length -= 1;
    const { process, way, action, length } = this;
    for (let each = at; each < length; each += 1) {
      process[each] = process[each + 1] ?? 0;
      way[each] = way[each + 1] ?? 0;
      action[each] = action[each + 1] ?? 0;
    }
  }

  private grow(): void {
    this.process = doubled(this.process);
    this.way = doubled(this.way);
    this.action = doubled(this.action);
  }
}
