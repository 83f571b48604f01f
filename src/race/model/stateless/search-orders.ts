import { finalStateOf } from '../final-state.ts';
import type { Explored, Found, Limits, Progress } from '../exploration.ts';
import type { Machine } from '../machine/machine.ts';
import { Judge } from '../problem.ts';
import { Actions } from './actions.ts';
import { Explorer, type Visitor } from './explorer.ts';
import { plansOf, type Plan } from './fault-plans.ts';
import { Processes } from './processes.ts';
import { Watched } from './watched.ts';

/** So many steps are done between two reports. */
const slice = 4096;

/** A longer run is given up, unless said otherwise: it may have no end. */
export const defaultMostSteps = 1000;

export interface ExploredOrders extends Explored {
  /** Runs that were found to be redundant and given up: none, or the reduction is not optimal. */
  readonly blocked: number;
}

/**
 * Explores every order of the steps that makes a difference, once: one run of each Mazurkiewicz trace. States are
 * not kept, so that their number is not known (0), and a system that can go on for ever is explored only as far
 * as its runs of bounded length go. Goals are judged where runs end. Faults are explored plan by plan: none, then
 * each choice of faults that the system allows, at every time that makes a difference.
 * @param mostSteps a run that has more is given up, and the exploration no proof
 * @throws ScenarioError when the scenario itself is wrong
 */
export function* searchOrders(machine: Machine, limits: Limits, mostSteps = defaultMostSteps): Generator<Progress, ExploredOrders> {
  const watched = new Watched(machine);
  for (;;) {
    watched.hasGrown = false;
    const explored = yield* new Search(machine, limits, watched, mostSteps).run();
    if (explored !== null) return explored;
  }
}

/** All plans, as long as nothing new is found to be looked at by an invariant. */
class Search implements Visitor {
  private readonly machine: Machine;
  private readonly limits: Limits;
  private readonly watched: Watched;
  private readonly mostSteps: number;
  private readonly judge: Judge;
  private readonly finals = new Set<string>();
  private readonly hasInvariants: boolean;
  private actions: Actions;
  private explorer: Explorer | null = null;
  private plan: Plan = [];
  private processes: Processes | null = null;
  private found: Found | null = null;
  /** Of the plans before. */
  private executions = 0;
  private steps = 0;
  private blocked = 0;
  private cut = 0;
  /** Runs of this plan in which not all of its faults came about: they are those of a smaller plan. */
  private unfaulted = 0;

  constructor(machine: Machine, limits: Limits, watched: Watched, mostSteps: number) {
    this.machine = machine;
    this.limits = limits;
    this.watched = watched;
    this.mostSteps = mostSteps;
    this.judge = new Judge(machine);
    this.hasInvariants = (machine.system.invariants ?? []).length > 0;
    this.actions = new Actions(machine, watched);
  }

  /** @returns null when it has to be done again */
  *run(): Generator<Progress, ExploredOrders | null> {
    this.look(this.machine.initial);
    for (const plan of plansOf(this.machine)) {
      const end = yield* this.follow(plan);
      if (end === 'again') return null;
      if (end !== 'done' || (this.found !== null && this.limits.stopsAtProblem)) return this.explored(end === 'done' ? null : end.bound);
    }
    return this.explored(this.cut > 0 ? `${this.mostSteps} steps in one run` : null);
  }

  private *follow(plan: Plan): Generator<Progress, 'done' | 'again' | { readonly bound: string }> {
    this.plan = plan;
    this.actions = new Actions(this.machine, this.watched);
    this.processes = new Processes(this.machine, this.actions, plan);
    const explorer = new Explorer(this.processes, this, this.mostSteps);
    this.explorer = explorer;
    for (let advances = 0; ; advances += 1) {
      if (this.watched.hasGrown) return 'again';
      if (this.found !== null && this.limits.stopsAtProblem) break;
      if (this.executions + explorer.executions + explorer.cut > this.limits.executions) return { bound: `${this.limits.executions} executions` };
      if (advances % slice === 0) yield this.explored(null);
      if (!explorer.advance()) break;
    }
    this.explorer = null;
    this.executions += explorer.executions - this.unfaulted;
    this.unfaulted = 0;
    this.steps += explorer.steps;
    this.blocked += explorer.blocked;
    this.cut += explorer.cut;
    return 'done';
  }

  reached(state: Int32Array, process: number, action: number): void {
    if (this.hasInvariants && this.actions.isVisible(action)) this.look(state);
    else if (this.machine.wasEverBroken && process < this.machine.actors.length && this.machine.standing(state, process).is === 'broken') this.judgeState(state, false);
  }

  ended(state: Int32Array): void {
    if (!this.isFulfilled()) this.unfaulted += 1;
    if (this.limits.collectsFinals) this.finals.add(finalStateOf(this.machine, state));
    this.judgeState(state, true);
  }

  private look(state: Int32Array): void {
    if (this.machine.wasEverBroken || !this.watched.allHold(state)) this.judgeState(state, false);
  }

  private judgeState(state: Int32Array, isOver: boolean): void {
    if (this.found !== null) return;
    const problem = this.judge.problemIn(state, isOver);
    if (problem !== null) this.found = { problem, schedule: this.schedule(), loop: [] };
  }

  private schedule(): Found['schedule'] {
    const { explorer, processes } = this;
    if (explorer === null || processes === null) return [];
    const { run } = explorer;
    return Array.from({ length: run.depth }, (_none, at) => ({ move: processes.moves[run.process[at] ?? 0] ?? 0, way: run.way[at] ?? 0 }));
  }

  private isFulfilled(): boolean {
    const { explorer } = this;
    const first = (this.processes?.count ?? 0) - this.plan.length;
    return explorer !== null && this.plan.every(({ times }, at) => explorer.run.eventsOf(first + at) === times);
  }

  private explored(bound: string | null): ExploredOrders {
    const { explorer } = this;
    return {
      executions: this.executions + (explorer?.executions ?? 0) - this.unfaulted,
      states: 0,
      transitions: this.steps + (explorer?.steps ?? 0),
      found: this.found,
      bound,
      finals: this.finals,
      blocked: this.blocked + (explorer?.blocked ?? 0),
    };
  }
}
