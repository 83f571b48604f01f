import { isLinearizable, type Call, type Specification } from '../linearizability.ts';
import type { Body } from '../loop.ts';
import { readsAll, type Operation } from '../operation.ts';
import type { Condition, View } from '../scenario.ts';
import { done, SharedObject } from '../shared-object.ts';
import { keyOf, type Value } from '../value.ts';

/** A call as it is kept: its answer is there when it has returned. */
type Kept = { readonly operation: string; readonly args: readonly Value[]; readonly answer: readonly [] | readonly [Value]; readonly after: readonly string[] };

type State = { readonly [id: string]: Kept };

/**
 * What the callers of an object see: when each call begins and returns, and with which answer. Kept is which call had
 * returned before which began, and nothing else of their order, so that histories that are alike are one state.
 */
export class History extends SharedObject<State> {
  override readonly kind = 'history';

  constructor(name: string) {
    super(name, {});
  }

  /** A call that takes the steps of a body, from its beginning to its return. */
  * call<T extends Value>(operation: string, args: readonly Value[], body: () => Body<T>): Body<T> {
    yield* this.begin(operation, args);
    const result = yield* body();
    yield* this.end(result);
    return result;
  }

  override describe(state: State): string {
    return Object.keys(state).map((id) => describeCall(state, id)).join('; ') || 'nobody has called';
  }

  /** The calls so far. */
  callsIn(state: State): readonly Call[] {
    return Object.entries(state).map(([id, { operation, args, answer: [result], after }]) => ({ id, operation, args, after, ...(result === undefined ? {} : { result }) }));
  }

  private begin(operation: string, args: readonly Value[]): Operation<null> {
    return this.operation(`call ${operation}`, args, {
      touches: readsAll,
      attempt: (state, { actor }) => {
        const after = Object.keys(state).filter((id) => state[id]?.answer.length === 1).toSorted();
        return done({ ...state, [`${actor}#${callsBy(state, actor).length + 1}`]: { operation, args, answer: [], after } }, null);
      },
    });
  }

  private end(result: Value): Operation<null> {
    return this.operation('return', [result], {
      attempt: (state, { actor }) => {
        const id = callsBy(state, actor).find((each) => state[each]?.answer.length === 0);
        const kept = id === undefined ? undefined : state[id];
        if (id === undefined || kept === undefined) throw new RangeError(`${actor} returns from no call`);
        return done({ ...state, [id]: { ...kept, answer: [result] } }, null);
      },
    });
  }
}

export function history(name = 'history'): History {
  return new History(name);
}

/** That all calls so far could have been made one after the other, as the specification has them. */
export function linearizable<S extends Value>(calls: History, specification: Specification<S>): Condition {
  const known = new WeakMap<State, boolean>();
  const isSo = (view: View): boolean => {
    const state = view.of(calls);
    const answer = known.get(state) ?? isLinearizable(calls.callsIn(state), specification);
    known.set(state, answer);
    return answer;
  };
  return {
    name: 'Every call takes effect at one moment between its beginning and its return.',
    holds: isSo,
    says: (view) => `No order of the calls explains their answers: ${calls.describe(view.of(calls))}.`,
  };
}

function callsBy(state: State, actor: string): readonly string[] {
  return Object.keys(state).filter((id) => id.startsWith(`${actor}#`));
}

/** "B's read() = 0, begun after A's write(1)" */
function describeCall(state: State, id: string): string {
  const { answer: [result], after } = state[id] ?? unknownCall;
  const answered = result === undefined ? ' goes on' : result === null ? '' : ` = ${keyOf(result)}`;
  return `${nameOf(state, id)}${answered}${after.length === 0 ? '' : `, begun after ${after.map((each) => nameOf(state, each)).join(' and ')}`}`;
}

function nameOf(state: State, id: string): string {
  const { operation, args } = state[id] ?? unknownCall;
  return `${id.slice(0, id.lastIndexOf('#'))}'s ${operation}(${args.map((arg) => keyOf(arg)).join(', ')})`;
}

const unknownCall: Kept = { operation: 'call', args: [], answer: [], after: [] };
