import { Operation, type Done, type Effect } from './operation.ts';
import { canonical, keyOf, type Value } from './value.ts';

/**
 * Something that several actors share: a name, a first state, and operations. It holds no state itself: states
 * come in, next states go out, so that every order of steps can be tried on one and the same object.
 */
export abstract class SharedObject<S extends Value = Value> {
  readonly name: string;
  readonly initial: S;
  /** What it is, in a word: "file", "mutex". */
  abstract readonly kind: string;

  /** @throws ScenarioError when the first state is no plain data */
  constructor(name: string, initial: S) {
    this.name = name;
    keyOf(initial);
    this.initial = canonical(initial);
  }

  /** Its state as a person would write it. */
  describe(state: S): string {
    return JSON.stringify(state);
  }

  /** Who holds it in that state, for the bars behind an actor's steps. */
  holders(_state: S): readonly string[] {
    return [];
  }

  /** What that operation waits for, in words: all of it, unless it is a part that has a name. */
  awaited(_operation: Operation): string {
    return this.name;
  }

  /** Who that operation of that actor waits for in that state: all holders, unless it waits for a part that has its own. */
  blockers(state: S, _operation: Operation, _actor: string): readonly string[] {
    return this.holders(state);
  }

  /** What becomes of it when that actor ends without another step, such as a kernel lock that is let go of. */
  afterCrash(state: S, _actor: string): S {
    return state;
  }

  /** What can become of it when the machine loses its power: what was not flushed is lost or not, as chance has it. */
  afterPowerLoss(state: S): readonly S[] {
    return [state];
  }

  /**
   * An operation on this object. Its name and its arguments say all that it does: two with the same ones are taken
   * for the same operation. `attempt` depends on nothing but the state and the caller that it is given, and `touches`
   * names at least what it looks at and changes; where it names less, orders that matter are left out. Call it
   * in the method that an actor calls, so that the step has the actor's line.
   */
  protected operation<T>(name: string, args: readonly Value[], effect: Effect<S, T>): Operation<T> {
    return new Operation(this, name, args, effect);
  }
}

/** It goes on, in that state and with that result. */
export function done<S extends Value, T>(state: S, result: T): readonly Done<S, T>[] {
  return [{ state, result }];
}

/** It has to wait until another actor changes the object. */
export const blocked: readonly never[] = [];
