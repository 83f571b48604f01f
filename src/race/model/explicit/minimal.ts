import type { Choice, Engine, Explored, Found, Limits } from '../exploration.ts';
import { GrowingList } from '../growing.ts';
import { canStep, happen, isQuiescent, waysOf } from '../machine/happen.ts';
import type { Machine } from '../machine/machine.ts';
import { Judge } from '../problem.ts';
import { packed, unpacked } from './search.ts';
import { StateStore } from './state-store.ts';

const slice = 4096;

/**
 * The schedule with the fewest preemptions that breaks the promise, and of these one with the fewest steps: Dijkstra's
 * search whose distance is that pair, over states together with the actor that did the last step. A preemption takes
 * the turn from an actor that could have gone on. Where it stops at so many preemptions, it is iterative context
 * bounding (Musuvathi and Qadeer, PLDI 2007).
 * @param mostPreemptions how many there may be in a schedule
 */
export function* searchMinimal(machine: Machine, limits: Limits, mostPreemptions = Number.POSITIVE_INFINITY): Engine {
  const search = new MinimalSearch(machine);
  const finals = new Set<string>();
  let looked = 0;
  let ends = 0;
  const explored = (found: Found | null, bound: string | null): Explored => ({ executions: ends, states: search.size, transitions: search.transitions, found, bound, finals });
  for (let number = search.next(mostPreemptions); number >= 0; number = search.next(mostPreemptions)) {
    looked += 1;
    if (looked % slice === 0) yield explored(null, null);
    const { found, isOver } = search.look(number);
    if (found !== null) return explored(found, null);
    ends += Number(isOver);
    if (search.size > limits.states) return explored(null, `${limits.states} states`);
  }
  return explored(null, search.hasMore ? `${mostPreemptions} preemptions` : null);
}

class MinimalSearch {
  transitions = 0;
  private readonly machine: Machine;
  private readonly judge: Judge;
  private readonly store: StateStore;
  private readonly parents = new GrowingList();
  private readonly choices = new GrowingList();
  private readonly isDone = new GrowingList();
  private readonly lastAt: number;
  private readonly state: Int32Array;
  private readonly row: Int32Array;
  /** What is to be looked at, by steps: now, and with one preemption more. */
  private buckets: Waiting[][] = [];
  private later: Waiting[][] = [];
  private steps = 0;
  private preemptions = 0;

  constructor(machine: Machine) {
    this.machine = machine;
    this.judge = new Judge(machine);
    this.lastAt = machine.layout.width;
    this.store = new StateStore(this.lastAt + 1);
    this.state = new Int32Array(this.lastAt + 1);
    this.row = new Int32Array(this.lastAt + 1);
    this.row.set(machine.initial);
    this.row[this.lastAt] = machine.actors.length;
    put(this.buckets, 0, { number: this.numberOf(), parent: -1, choice: 0 });
  }

  get size(): number {
    return this.store.size;
  }

  /** Whether more is reached with more preemptions. */
  get hasMore(): boolean {
    return this.later.length > 0;
  }

  /** The nearest of those that were not looked at yet, or -1. */
  next(mostPreemptions: number): number {
    for (;;) {
      const waiting = this.buckets[this.steps]?.pop();
      if (waiting !== undefined) {
        if (this.isDone.at(waiting.number) === 1) continue;
        this.isDone.set(waiting.number, 1);
        this.parents.set(waiting.number, waiting.parent);
        this.choices.set(waiting.number, waiting.choice);
        return waiting.number;
      }
      if (this.steps < this.buckets.length) {
        this.steps += 1;
      } else {
        if (this.later.length === 0 || this.preemptions >= mostPreemptions) return -1;
        this.preemptions += 1;
        [this.buckets, this.later, this.steps] = [this.later, [], 0];
      }
    }
  }

  /** What is wrong there; otherwise what can be reached from there waits to be looked at. */
  look(number: number): { readonly found: Found | null; readonly isOver: boolean } {
    const { machine, state } = this;
    this.store.read(number, state);
    const isOver = isQuiescent(machine, state);
    const problem = this.judge.problemIn(state, isOver);
    if (problem !== null) return { found: { problem, schedule: this.scheduleTo(number), loop: [] }, isOver };
    const last = state[this.lastAt] ?? 0;
    const couldGoOn = last < machine.actors.length && canStep(machine, state, last);
    for (let move = 0; move < machine.moves.length; move += 1) {
      const ways = waysOf(machine, state, move);
      for (let way = 0; way < ways; way += 1) this.reach(number, move, way, couldGoOn ? last : -1);
    }
    return { found: null, isOver };
  }

  private reach(from: number, move: number, way: number, preempted: number): void {
    const { machine, row } = this;
    row.set(this.state);
    happen(machine, row, move, way);
    this.transitions += 1;
    const what = machine.moves[move];
    const by = what !== undefined && 'actor' in what ? what.actor : -1;
    row[this.lastAt] = what?.is === 'step' ? what.actor : machine.actors.length;
    const number = this.numberOf();
    if (this.isDone.at(number) === 1) return;
    put(preempted >= 0 && preempted !== by ? this.later : this.buckets, this.steps + 1, { number, parent: from, choice: packed(move, way) });
  }

  private numberOf(): number {
    const number = this.store.add(this.row);
    if (number < 0) return -1 - number;
    for (const list of [this.parents, this.choices, this.isDone]) list.push(0);
    return number;
  }

  private scheduleTo(number: number): readonly Choice[] {
    const schedule: Choice[] = [];
    for (let at = number; this.parents.at(at) >= 0; at = this.parents.at(at)) schedule.push(unpacked(this.choices.at(at)));
    return schedule.toReversed();
  }
}

interface Waiting {
  readonly number: number;
  readonly parent: number;
  readonly choice: number;
}

function put(buckets: Waiting[][], steps: number, waiting: Waiting): void {
  while (buckets.length <= steps) buckets.push([]);
  buckets[steps]?.push(waiting);
}
