import { noAction } from './actions.ts';
import type { Processes } from './processes.ts';
import type { Run } from './run.ts';
import { Sequence } from './sequence.ts';
import type { SleepSets } from './sleep-sets.ts';
import type { WakeupTree } from './wakeup-tree.ts';

/** Sequences to be explored from the states of the run. */
export interface Agenda {
  readonly run: Run;
  readonly tree: WakeupTree;
  readonly sleep: SleepSets;
  /** By depth: the node of the wakeup tree. */
  readonly nodes: Int32Array;
}

/**
 * Finds the races of an event with earlier ones, and has each explored the other way round, as in Optimal-DPOR
 * (Abdulla, Aronis, Jonsson, Sagonas, POPL 2014 and JACM 2017).
 *
 * An operation that has to wait for others to go on would race with nothing that way, since those come before it
 * in the happens-before order. Whether an event can come before an earlier one that it depends on is decided by
 * looking: the earlier one, and all that follows from it, is left out, and the operation looked up in the state
 * that then is there. Where it would have to wait, the race is none, and events further back are looked at. So a
 * lock that is acquired later races with the acquire before it, and not with the release in between.
 */
export class Races {
  private readonly processes: Processes;
  private readonly agenda: Agenda;
  private readonly sequence: Sequence;
  /** By process: how many events race no more, since they come before one that does or before the process got there. */
  private readonly covered: Int32Array;
  /** The same, before any race. */
  private readonly before: Int32Array;
  private readonly state: Int32Array;
  /** Events to be left out, latest first. */
  private readonly omitted: Int32Array;
  private omissions = 0;

  constructor(processes: Processes, agenda: Agenda) {
    this.processes = processes;
    this.agenda = agenda;
    this.sequence = new Sequence(processes.actions);
    this.covered = new Int32Array(processes.count);
    this.before = new Int32Array(processes.count);
    this.omitted = new Int32Array(agenda.nodes.length);
    this.state = new Int32Array(processes.machine.layout.width);
  }

  /** Looks at the last event of the run, completes its clock, and has the other outcomes of it explored. @param ways how many it has */
  ofLast(ways: number): void {
    const { run } = this.agenda;
    const at = run.depth - 1;
    const process = run.process[at] ?? 0;
    const action = run.action[at] ?? 0;
    this.search(at, process, action, at);
    const happened = run.way[at] ?? 0;
    for (let way = 0; way < ways; way += 1) {
      if (way === happened) continue;
      this.sequence.length = 0;
      this.sequence.add(process, way, action);
      this.plan(at);
    }
  }

  /** Looks at what processes wait to do at the end of the run, or would have done had they not been ended by a fault. */
  ofWaiting(): void {
    const { run } = this.agenda;
    for (let process = 0; process < this.processes.count; process += 1) {
      const action = this.waiting(process);
      if (action !== noAction) this.search(run.depth, process, action, -1);
    }
  }

  private waiting(process: number): number {
    const { run } = this.agenda;
    const { actions, areSteps } = this.processes;
    const done = run.eventsOf(process);
    const action = this.processes.actionOf(run.state, process, done);
    if (action !== noAction || areSteps || process >= this.processes.actors) return action;
    for (let at = run.depth - 1; at >= 0; at -= 1) {
      if (!actions.ends(run.action[at] ?? 0, process)) continue;
      const then = actions.ofActor(run.stateAt(at), process);
      if (then !== noAction) return then;
    }
    return noAction;
  }

  /** @param clockAt the event whose clock is to be completed, or -1 */
  private search(until: number, process: number, action: number, clockAt: number): void {
    const { covered, before, agenda: { run }, processes: { actions, count } } = this;
    const { clocks, process: processOf, index, action: actionAt, previousInGroup } = run;
    const own = clockAt < 0 ? run.lastOf(process) : clockAt;
    for (let each = 0; each < count; each += 1) covered[each] = before[each] = own < 0 ? 0 : (clocks[own * count + each] ?? 0);
    let at = clockAt < 0 ? run.lastIn(this.processes.groupOf(action)) : (previousInGroup[clockAt] ?? -1);
    for (; at >= 0; at = previousInGroup[at] ?? -1) {
      if ((covered[processOf[at] ?? 0] ?? 0) >= (index[at] ?? 0) || !actions.areDependent(action, actionAt[at] ?? 0)) continue;
      if (this.reverses(at, until, process, action)) join(covered, 0, clocks, at * count, count);
      if (clockAt >= 0) join(clocks, clockAt * count, clocks, at * count, count);
    }
  }

  private reverses(at: number, until: number, process: number, action: number): boolean {
    if (this.processes.actions.isInOrder(this.agenda.run.action[at] ?? 0, action)) return false;
    this.omitted[0] = at;
    this.omissions = 1;
    return this.reversesOmitted(until, process, action);
  }

  /** Has what is left of the run without the omitted events explored, with the action at its end, if it can happen there. */
  private reversesOmitted(until: number, process: number, action: number): boolean {
    const first = this.omitted[this.omissions - 1] ?? 0;
    this.collect(first, until);
    if (this.canHappen(first, process, action)) {
      this.sequence.add(process, 0, action);
      this.plan(first);
      return true;
    }
    this.omitMore(first, until, process, action);
    return false;
  }

  /** Where two events that depend on nothing of each other both are in the way. Only what touches several parts of an object can have such. */
  private omitMore(first: number, until: number, process: number, action: number): void {
    const { run } = this.agenda;
    const { actions } = this.processes;
    for (let at = first - 1; at >= 0; at -= 1) {
      const other = run.process[at] ?? 0;
      if (other === process || (this.before[other] ?? 0) >= (run.index[at] ?? 0) || !actions.areDependent(action, run.action[at] ?? 0)) continue;
      if (actions.isInOrder(run.action[at] ?? 0, action) || this.isFollowed(at)) continue;
      this.omitted[this.omissions] = at;
      this.omissions += 1;
      this.reversesOmitted(until, process, action);
      this.omissions -= 1;
    }
  }

  /** Whether one of the omitted events follows from an event. */
  private isFollowed(at: number): boolean {
    for (let each = 0; each < this.omissions; each += 1) if (this.agenda.run.follows(this.omitted[each] ?? 0, at)) return true;
    return false;
  }

  /** Whether an event is one of the omitted, or follows from one. */
  private follows(at: number): boolean {
    for (let each = 0; each < this.omissions; each += 1) {
      const event = this.omitted[each] ?? 0;
      if (event <= at && this.agenda.run.follows(at, event)) return true;
    }
    return false;
  }

  /** What comes after the first of the omitted events and follows from none of them. */
  private collect(first: number, until: number): void {
    const { sequence, agenda: { run } } = this;
    const { process, way, action, clocks, processes } = run;
    const other = process[first] ?? 0;
    const index = run.index[first] ?? 0;
    sequence.length = 0;
    for (let at = first + 1, clock = at * processes + other; at < until; at += 1, clock += processes) {
      if ((clocks[clock] ?? 0) >= index || (this.omissions > 1 && this.follows(at))) continue;
      sequence.add(process[at] ?? 0, way[at] ?? 0, action[at] ?? 0);
    }
  }

  /** Whether an action can happen after the sequence. */
  private canHappen(first: number, process: number, action: number): boolean {
    const { sequence, state, processes } = this;
    const { run } = this.agenda;
    const operation = processes.actions.operations[action];
    if (processes.areSteps && operation !== null && operation !== undefined) {
      const { target } = operation;
      let found = run.slotBefore(first, processes.actors + target);
      for (let at = 0; at < sequence.length; at += 1) {
        const other = processes.actions.operations[sequence.action[at] ?? 0];
        if (other?.target === target) found = other.endsIn(found, 0)[sequence.way[at] ?? 0]?.state ?? found;
      }
      return operation.endsIn(found, 0).length > 0;
    }
    state.set(run.stateAt(first));
    for (let at = 0; at < sequence.length; at += 1) processes.happen(state, sequence.process[at] ?? 0, sequence.way[at] ?? 0);
    return processes.waysOf(state, process) > 0;
  }

  private plan(depth: number): void {
    const { sleep, tree, nodes } = this.agenda;
    if (!sleep.covers(depth, this.sequence)) tree.insert(nodes[depth] ?? 0, this.sequence);
  }
}

function join(clocks: Int32Array, at: number, others: Int32Array, from: number, count: number): void {
  for (let each = 0; each < count; each += 1) {
    const other = others[from + each] ?? 0;
    if (other > (clocks[at + each] ?? 0)) clocks[at + each] = other;
  }
}
