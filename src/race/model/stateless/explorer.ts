import { noAction, type Actions } from './actions.ts';
import type { Processes } from './processes.ts';
import { Races, type Agenda } from './races.ts';
import { Run } from './run.ts';
import { SleepSets } from './sleep-sets.ts';
import { WakeupTree } from './wakeup-tree.ts';

/** Is told what the explorer comes by. */
export interface Visitor {
  /** A state that a process has just led to. */
  reached(state: Int32Array, process: number, action: number): void;
  /** The run has come to its end: nobody can go on. */
  ended(state: Int32Array): void;
}

/**
 * Explores one run of each Mazurkiewicz trace, depth first: Optimal-DPOR (Abdulla, Aronis, Jonsson, Sagonas,
 * "Source sets: a foundation for optimal dynamic partial order reduction", JACM 2017). States are kept for the
 * events of the run alone, so that going back replays nothing.
 */
export class Explorer {
  readonly run: Run;
  executions = 0;
  /** Runs that were given up since all that could go on had been explored elsewhere. An optimal reduction has none. */
  blocked = 0;
  /** Runs that were given up since they had become too long. */
  cut = 0;
  steps = 0;
  private readonly actions: Actions;
  private readonly processes: Processes;
  private readonly visitor: Visitor;
  private readonly mostSteps: number;
  private readonly tree = new WakeupTree();
  private readonly sleep: SleepSets;
  private readonly races: Races;
  /** By depth: the node of the wakeup tree, and whether anything has been explored from there. */
  private readonly nodes: Int32Array;
  private readonly isVisited: Uint8Array;

  /** @param mostSteps a run that is longer is given up */
  constructor(processes: Processes, visitor: Visitor, mostSteps: number) {
    this.processes = processes;
    this.actions = processes.actions;
    this.visitor = visitor;
    this.mostSteps = mostSteps;
    this.run = new Run(processes.count, processes.groups, processes.machine.initial, processes.areSteps);
    this.sleep = new SleepSets(this.actions);
    this.nodes = new Int32Array(mostSteps + 2);
    this.isVisited = new Uint8Array(mostSteps + 2);
    this.nodes[0] = this.tree.root;
    const agenda: Agenda = { run: this.run, tree: this.tree, sleep: this.sleep, nodes: this.nodes };
    this.races = new Races(processes, agenda);
  }

  /** One event further, or one back. @returns false when all is explored */
  advance(): boolean {
    const { depth } = this.run;
    const node = this.tree.first(this.nodes[depth] ?? 0);
    if (node !== 0) return this.enter(node);
    if (this.isVisited[depth] === 1) return this.retreat();
    return depth < this.mostSteps ? this.begin(depth) : this.giveUp();
  }

  private begin(depth: number): boolean {
    const process = this.choose(depth);
    if (process < 0) {
      this.end(process === allAsleep);
      return this.retreat();
    }
    const action = this.processes.actionOf(this.run.state, process, this.run.eventsOf(process));
    return this.enter(this.tree.begin(this.nodes[depth] ?? 0, process, 0, action));
  }

  private enter(node: number): boolean {
    const { run, tree } = this;
    const { depth } = run;
    const process = tree.process[node] ?? 0;
    const action = tree.action[node] ?? 0;
    const way = tree.way[node] ?? 0;
    this.isVisited[depth] = 1;
    const state = run.push(process, way, action, this.processes.groupOf(action), this.processes.slotOf(action));
    const ways = this.processes.happen(state, process, way);
    this.steps += 1;
    this.nodes[depth + 1] = node;
    this.isVisited[depth + 1] = 0;
    this.sleep.enter(depth + 1, process, action);
    this.races.ofLast(ways);
    this.visitor.reached(state, process, action);
    return true;
  }

  private retreat(): boolean {
    const { run } = this;
    if (run.depth === 0) return false;
    run.pop();
    const { depth } = run;
    this.sleep.add(depth, run.process[depth] ?? 0, run.way[depth] ?? 0, run.action[depth] ?? 0);
    this.tree.removeFirst(this.nodes[depth] ?? 0);
    return true;
  }

  private end(isBlocked: boolean): void {
    if (isBlocked) {
      this.blocked += 1;
      return;
    }
    this.executions += 1;
    this.visitor.ended(this.run.state);
    this.races.ofWaiting();
  }

  private giveUp(): boolean {
    this.cut += 1;
    return this.retreat();
  }

  /** A process that goes on from a state where nothing is planned: the one that just did, if it can. */
  private choose(depth: number): number {
    const { run } = this;
    const { state } = run;
    let outcome = noneCan;
    const last = depth === 0 ? 0 : (run.process[depth - 1] ?? 0);
    const start = last < this.processes.actors ? last : 0;
    for (let step = 0; step < this.processes.count; step += 1) {
      const process = step === 0 ? start : step <= start ? step - 1 : step;
      if (this.processes.actionOf(state, process, run.eventsOf(process)) === noAction || this.processes.waysOf(state, process) === 0) continue;
      if (this.sleep.sizeAt(depth) === 0 || !this.sleep.has(depth, process, 0)) return process;
      outcome = allAsleep;
    }
    return outcome;
  }
}

const noneCan = -1;
const allAsleep = -2;
