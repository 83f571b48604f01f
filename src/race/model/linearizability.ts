import { keyOf, type Value } from './value.ts';

/** What an object does when it is used by one at a time: the next state, and the answer. */
export interface Specification<S extends Value = Value> {
  readonly initial: S;
  apply(state: S, operation: string, args: readonly Value[]): { readonly state: S; readonly result: Value };
}

/** One call in a history. */
export interface Call {
  /** Unlike that of every other call: "A 1". */
  readonly id: string;
  readonly operation: string;
  readonly args: readonly Value[];
  /** undefined as long as it has not returned. */
  readonly result?: Value;
  /** The calls that had returned before this one began. */
  readonly after: readonly string[];
}

/** A call or a return, as it happens. */
export type HistoryEvent =
  | { readonly is: 'call'; readonly id: string; readonly operation: string; readonly args: readonly Value[] }
  | { readonly is: 'return'; readonly id: string; readonly result: Value };

/** The calls of a history that is told event by event. @throws RangeError for a return without its call */
export function callsOf(events: readonly HistoryEvent[]): readonly Call[] {
  const calls = new Map<string, Call>();
  for (const event of events) {
    if (event.is === 'call') {
      const { id, operation, args } = event;
      calls.set(id, { id, operation, args, after: [...calls.values()].filter(({ result }) => result !== undefined).map((call) => call.id) });
    } else {
      const call = calls.get(event.id);
      if (call === undefined) throw new RangeError(`${event.id} returns and was not called`);
      calls.set(event.id, { ...call, result: event.result });
    }
  }
  return [...calls.values()];
}

/**
 * An order of the calls, one after the other, in which each gets the answer that it got, and none comes before one that
 * had returned before it began; calls that have not returned may have taken effect or not. null when there is no such
 * order: then the history is not linearizable (Herlihy and Wing, 1990).
 *
 * Wing and Gong's search (1993) with Lowe's memory (2017) of which sets of calls have led to which states in vain.
 */
export function linearizationOf<S extends Value>(calls: readonly Call[], specification: Specification<S>): readonly string[] | null {
  const inVain = new Set<string>();
  const search = (done: ReadonlySet<string>, state: S): readonly string[] | null => {
    if (calls.every(({ id, result }) => done.has(id) || result === undefined)) return [];
    const known = `${calls.map(({ id }) => (done.has(id) ? '1' : '0')).join('')} ${keyOf(state)}`;
    if (inVain.has(known)) return null;
    inVain.add(known);
    for (const call of calls) {
      if (done.has(call.id) || !call.after.every((id) => done.has(id))) continue;
      const next = specification.apply(state, call.operation, call.args);
      if (call.result !== undefined && keyOf(call.result) !== keyOf(next.result)) continue;
      const rest = search(new Set([...done, call.id]), next.state);
      if (rest !== null) return [call.id, ...rest];
    }
    return null;
  };
  return search(new Set(), specification.initial);
}

/** Whether all answers are such as one who uses the object alone could get. */
export function isLinearizable<S extends Value>(calls: readonly Call[], specification: Specification<S>): boolean {
  return linearizationOf(calls, specification) !== null;
}
