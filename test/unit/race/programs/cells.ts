import { readsAll, type Operation } from '../../../../src/race/model/operation.ts';
import { blocked, done, SharedObject } from '../../../../src/race/model/shared-object.ts';

/**
 * An object of several parts, each touched on its own: numbers, and rooms for one each. Its operations look at one
 * part, at two or at all, wait for some of them, and leave their outcome to chance.
 */
export class Cells extends SharedObject<readonly number[]> {
  override readonly kind = 'cells';

  get(at: number): Operation<number> {
    return this.operation('get', [at], { touches: [{ part: String(at), writes: false }], attempt: (state) => done(state, state[at] ?? 0) });
  }

  set(at: number, value: number): Operation<null> {
    return this.operation('set', [at, value], { touches: [{ part: String(at), writes: true }], attempt: (state) => done(state.with(at, value), null) });
  }

  /** Sets one of two, as chance has it. */
  setAny(one: number, other: number): Operation<number> {
    return this.operation('setAny', [one, other], {
      touches: [one, other].map((at) => ({ part: String(at), writes: true })),
      attempt: (state) => [one, other].map((at) => ({ state: state.with(at, 1), result: at })),
    });
  }

  swap(one: number, other: number): Operation<null> {
    return this.operation('swap', [one, other], {
      touches: [one, other].map((at) => ({ part: String(at), writes: true })),
      attempt: (state) => done(state.with(one, state[other] ?? 0).with(other, state[one] ?? 0), null),
    });
  }

  sum(): Operation<number> {
    return this.operation('sum', [], { touches: readsAll, attempt: (state) => done(state, state.reduce((all, each) => all + each, 0)) });
  }

  clear(): Operation<null> {
    return this.operation('clear', [], { attempt: (state) => done(state.map(() => 0), null) });
  }

  /** Waits until it is 0, and makes it 1. */
  enter(at: number): Operation<null> {
    return this.operation('enter', [at], { touches: [{ part: String(at), writes: true }], attempt: (state) => (state[at] === 0 ? done(state.with(at, 1), null) : blocked) });
  }

  leave(at: number): Operation<null> {
    return this.operation('leave', [at], { touches: [{ part: String(at), writes: true }], attempt: (state) => done(state.with(at, 0), null) });
  }

  /** Waits until both are 0, and makes them 1. */
  enterBoth(one: number, other: number): Operation<null> {
    return this.operation('enterBoth', [one, other], {
      touches: [one, other].map((at) => ({ part: String(at), writes: true })),
      attempt: (state) => (state[one] === 0 && state[other] === 0 ? done(state.with(one, 1).with(other, 1), null) : blocked),
    });
  }

  /** Waits until none is 0, and makes all 0. */
  emptyWhenFull(): Operation<null> {
    return this.operation('emptyWhenFull', [], { attempt: (state) => (state.every((each) => each !== 0) ? done(state.map(() => 0), null) : blocked) });
  }

  /** Waits until all are 0. */
  whenAllFree(): Operation<null> {
    return this.operation('whenAllFree', [], { touches: readsAll, attempt: (state) => (state.every((each) => each === 0) ? done(state, null) : blocked) });
  }
}

export function cells(name: string, many: number): Cells {
  return new Cells(name, Array.from({ length: many }, () => 0));
}
