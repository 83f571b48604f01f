import type { Operation } from '../operation.ts';
import { PromiseBroken } from '../scenario.ts';
import { ScenarioError } from '../scenario-error.ts';
import { canonical, keyOf } from '../value.ts';
import { messageOf } from '../../../base/errors.ts';
import { placeOf } from '../place.ts';
import type { Interner } from './interner.ts';

/** How an operation ends: what becomes of the object, and the number of the result among those of the operation. */
export interface End {
  readonly state: number;
  /** -1 where it breaks the promise. */
  readonly result: number;
  readonly broken: string | null;
}

const unknown: readonly End[] = [];
const waits: readonly End[] = [];

/**
 * One operation of one actor, whose ends are computed once for each state of its object and looked up from then
 * on. That is what makes exploring fast: no code of a scenario runs twice for the same step.
 */
export class KnownOperation {
  readonly operation: Operation;
  readonly actor: string;
  /** The number of its object. */
  readonly target: number;
  private readonly states: Interner;
  private readonly results = new Map<string, number>();
  private readonly resultValues: unknown[] = [];
  private readonly ends: (readonly End[])[] = [];
  private readonly times: number;

  /** @param ticks how long virtual time lasts */
  constructor(operation: Operation, actor: string, target: number, states: Interner, ticks: number) {
    this.operation = operation;
    this.actor = actor;
    this.target = target;
    this.states = states;
    this.times = operation.isTimed ? ticks + 1 : 1;
  }

  /** How it can end in that state of its object and at that time; not at all when it has to wait. */
  endsIn(state: number, now: number): readonly End[] {
    const at = this.times === 1 ? state : state * this.times + now;
    const known = this.ends[at];
    if (known !== undefined && known !== unknown) return known;
    while (this.ends.length <= at) this.ends.push(unknown);
    return (this.ends[at] = this.compute(state, this.times === 1 ? 0 : now));
  }

  /** The value of a result by its number. */
  resultOf(number: number): unknown {
    return this.resultValues[number];
  }

  private compute(state: number, now: number): readonly End[] {
    try {
      const all = this.operation.attempt(this.states.valueOf(state), { actor: this.actor, now });
      return all.length === 0 ? waits : all.map((end) => ({ state: this.states.numberOf(end.state), result: this.resultNumber(end.result), broken: null }));
    } catch (error) {
      if (error instanceof PromiseBroken) return [{ state, result: -1, broken: error.message }];
      throw new ScenarioError(`${this.operation.target.name}.${this.operation.name} failed: ${messageOf(error)}`, placeOf(this.operation.site), error);
    }
  }

  private resultNumber(result: unknown): number {
    const key = keyOf(result);
    const known = this.results.get(key);
    if (known !== undefined) return known;
    this.results.set(key, this.resultValues.length);
    return this.resultValues.push(canonical(result)) - 1;
  }
}
