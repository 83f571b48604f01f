import { doubled } from './doubled.ts';

/**
 * The events of the run that is being explored, by their depth, and the states between them. Clocks are vector
 * clocks (Fidge 1988, Mattern 1989): for each process, how many of its events lie before, the event itself included.
 */
export class Run {
  readonly processes: number;
  depth = 0;
  process: Int32Array;
  way: Int32Array;
  action: Int32Array;
  /** The how-manieth of its process an event is, from 1 on. */
  index: Int32Array;
  /** The depth of the event of the same process before it, or -1. */
  previous: Int32Array;
  /** The depth of the event of the same group before it, or -1. Events depend on none of other groups than their own. */
  previousInGroup: Int32Array;
  clocks: Int32Array;
  private group: Int32Array;
  private readonly last: Int32Array;
  private readonly lastInGroup: Int32Array;
  /** The states by depth; or, where steps can be undone, only the one that the run has come to. */
  private readonly rows: Int32Array[];
  private readonly isUndone: boolean;
  /** For undoing: which slot of the state the object has that an event changes, and what was there and in that of its actor. */
  private slot: Int32Array;
  private objectBefore: Int32Array;
  private placeBefore: Int32Array;
  private room = 128;

  /** @param isUndone whether every event is the step of an actor, which changes two slots of the state */
  constructor(processes: number, groups: number, initial: Int32Array, isUndone: boolean) {
    this.processes = processes;
    this.process = new Int32Array(this.room);
    this.way = new Int32Array(this.room);
    this.action = new Int32Array(this.room);
    this.index = new Int32Array(this.room);
    this.previous = new Int32Array(this.room);
    this.previousInGroup = new Int32Array(this.room);
    this.group = new Int32Array(this.room);
    this.clocks = new Int32Array(this.room * processes);
    this.last = new Int32Array(processes).fill(-1);
    this.lastInGroup = new Int32Array(groups).fill(-1);
    this.rows = [Int32Array.from(initial)];
    this.isUndone = isUndone;
    this.slot = new Int32Array(this.room);
    this.objectBefore = new Int32Array(this.room);
    this.placeBefore = new Int32Array(this.room);
  }

  /** The state that the run has come to. */
  get state(): Int32Array {
    return this.stateAt(this.isUndone ? 0 : this.depth);
  }

  /** The state before the event at that depth. Only where steps are not undone. */
  stateAt(depth: number): Int32Array {
    const row = this.rows[depth];
    if (row === undefined) throw new RangeError(`the run is not ${depth} events long`);
    return row;
  }

  /** What was in a slot of an object before the event at that depth. Only where steps are undone. */
  slotBefore(depth: number, slot: number): number {
    for (let at = depth; at < this.depth; at += 1) if (this.slot[at] === slot) return this.objectBefore[at] ?? 0;
    return this.state[slot] ?? 0;
  }

  /** The depth of the last event of a process, or -1. */
  lastOf(process: number): number {
    return this.last[process] ?? -1;
  }

  /** The depth of the last event of a group, or -1. */
  lastIn(group: number): number {
    return this.lastInGroup[group] ?? -1;
  }

  /** How many events a process has had. */
  eventsOf(process: number): number {
    const last = this.last[process] ?? -1;
    return last < 0 ? 0 : (this.index[last] ?? 0);
  }

  /**
   * Adds an event, whose clock knows of nothing yet but its own process.
   * @param slot the slot of the object that a step changes
   * @returns the state after it: for now, it is as the one before
   */
  push(process: number, way: number, action: number, group: number, slot: number): Int32Array {
    const at = this.depth;
    if (at >= this.room) this.grow();
    const { processes, clocks } = this;
    const previous = this.last[process] ?? -1;
    const index = previous < 0 ? 1 : (this.index[previous] ?? 0) + 1;
    this.process[at] = process;
    this.way[at] = way;
    this.action[at] = action;
    this.previous[at] = previous;
    this.index[at] = index;
    this.last[process] = at;
    this.group[at] = group;
    this.previousInGroup[at] = this.lastInGroup[group] ?? -1;
    this.lastInGroup[group] = at;
    const own = at * processes;
    const from = previous * processes;
    for (let each = 0; each < processes; each += 1) clocks[own + each] = previous < 0 ? 0 : (clocks[from + each] ?? 0);
    clocks[own + process] = index;
    const before = this.state;
    this.depth = at + 1;
    if (this.isUndone) {
      this.slot[at] = slot;
      this.objectBefore[at] = before[slot] ?? 0;
      this.placeBefore[at] = before[process] ?? 0;
      return before;
    }
    const after = this.rows[at + 1] ?? (this.rows[at + 1] = new Int32Array(before.length));
    after.set(before);
    return after;
  }

  pop(): void {
    const at = this.depth - 1;
    this.depth = at;
    if (this.isUndone) {
      const state = this.stateAt(0);
      state[this.process[at] ?? 0] = this.placeBefore[at] ?? 0;
      state[this.slot[at] ?? 0] = this.objectBefore[at] ?? 0;
    }
    this.last[this.process[at] ?? 0] = this.previous[at] ?? -1;
    this.lastInGroup[this.group[at] ?? 0] = this.previousInGroup[at] ?? -1;
  }

  /** Whether an event lies in the happens-before future of an earlier one, which it may be itself. */
  follows(later: number, earlier: number): boolean {
    return (this.clocks[later * this.processes + (this.process[earlier] ?? 0)] ?? 0) >= (this.index[earlier] ?? 0);
  }

  private grow(): void {
    this.room *= 2;
    this.process = doubled(this.process);
    this.way = doubled(this.way);
    this.action = doubled(this.action);
    this.index = doubled(this.index);
    this.previous = doubled(this.previous);
    this.previousInGroup = doubled(this.previousInGroup);
    this.group = doubled(this.group);
    this.slot = doubled(this.slot);
    this.objectBefore = doubled(this.objectBefore);
    this.placeBefore = doubled(this.placeBefore);
    this.clocks = doubled(this.clocks);
  }
}
