import type { Caller, Operation, Touch } from '../operation.ts';
import { blocked, done, SharedObject } from '../shared-object.ts';
import { keyOf, type Value } from '../value.ts';

/** A value, and the tick at which it is gone by the store's own clock; null for one that stays. */
type Entry = { readonly value: Value; readonly until: number | null };

type State = {
  readonly entries: { readonly [key: string]: Entry };
  /** How far the store's clock is ahead of the others', in ticks. */
  readonly ahead: number;
};

/** Keys with values that expire in virtual time, as in Redis. All that it knows is in memory alone. */
export class KeyValueStore extends SharedObject<State> {
  override readonly kind = 'key-value store';

  constructor(name: string, values: Readonly<Record<string, Value>>) {
    super(name, { entries: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, until: null }])), ahead: 0 });
  }

  /** GET: null when there is none, or no more. */
  get(key: string): Operation<Value> {
    return this.operation('get', [key], { ...timed(key, false), attempt: (state, caller) => done(state, valueOf(state, key, caller)) });
  }

  /** SET, to stay. */
  set(key: string, value: Value): Operation<null> {
    return this.operation('set', [key, value], { touches: touching(key, true), attempt: (state) => done(put(state, key, { value, until: null }), null) });
  }

  /** SET of several keys in one step, as a script or MULTI does it. */
  setAll(values: Readonly<Record<string, Value>>): Operation<null> {
    return this.operation('setAll', [values], {
      touches: Object.keys(values).flatMap((key) => touching(key, true)),
      attempt: (state) => done(Object.entries(values).reduce((next, [key, value]) => put(next, key, { value, until: null }), state), null),
    });
  }

  /** SET NX PX: sets it to expire after so many ticks, unless it is there. Tells whether it did. */
  setIfAbsent(key: string, value: Value, ticks: number): Operation<boolean> {
    return this.operation('setIfAbsent', [key, value, ticks], {
      ...timed(key, true),
      attempt: (state, caller) => (valueOf(state, key, caller) === null ? done(put(state, key, lease(state, value, ticks, caller)), true) : done(state, false)),
    });
  }

  /** SET NX PX, tried again and again until it is done. */
  setWhenAbsent(key: string, value: Value, ticks: number): Operation<null> {
    return this.operation('setWhenAbsent', [key, value, ticks], {
      ...timed(key, true),
      attempt: (state, caller) => (valueOf(state, key, caller) === null ? done(put(state, key, lease(state, value, ticks, caller)), null) : blocked),
    });
  }

  /** DEL. */
  delete(key: string): Operation<null> {
    return this.operation('delete', [key], { touches: touching(key, true), attempt: (state) => done(remove(state, key), null) });
  }

  /** A script that deletes the key if it has that value, in one step. Tells whether it did. */
  deleteIfEquals(key: string, value: Value): Operation<boolean> {
    return this.operation('deleteIfEquals', [key, value], {
      ...timed(key, true),
      attempt: (state, caller) => (keyOf(valueOf(state, key, caller)) === keyOf(value) ? done(remove(state, key), true) : done(state, false)),
    });
  }

  /** A script that has the key last so many ticks from now, if it has that value. Tells whether it did. */
  renewIfEquals(key: string, value: Value, ticks: number): Operation<boolean> {
    return this.operation('renewIfEquals', [key, value, ticks], {
      ...timed(key, true),
      attempt: (state, caller) => (keyOf(valueOf(state, key, caller)) === keyOf(value) ? done(put(state, key, lease(state, value, ticks, caller)), true) : done(state, false)),
    });
  }

  /** INCR: adds one in one step, and tells the sum. */
  increment(key: string): Operation<number> {
    return this.operation('increment', [key], {
      ...timed(key, true),
      attempt: (state, caller) => {
        const sum = Number(valueOf(state, key, caller) ?? 0) + 1;
        return done(put(state, key, { value: sum, until: null }), sum);
      },
    });
  }

  /** The server ends and is started again: what was in memory is gone. */
  restart(): Operation<null> {
    return this.operation('restart', [], { attempt: ({ ahead }) => done({ entries: {}, ahead }, null) });
  }

  /** The server's clock is set forward. */
  setClockForward(ticks: number): Operation<null> {
    return this.operation('setClockForward', [ticks], { attempt: ({ entries, ahead }) => done({ entries, ahead: ahead + ticks }, null) });
  }

  override describe({ entries, ahead }: State): string {
    const texts = Object.entries(entries).map(([key, { value, until }]) => `${key} = ${typeof value === 'string' ? value : keyOf(value)}${until === null ? '' : ` until ${until}`}`);
    return [texts.length === 0 ? 'empty' : texts.join(', '), ...(ahead === 0 ? [] : [`clock ${ahead} ahead`])].join('; ');
  }

  override afterPowerLoss({ ahead }: State): readonly State[] {
    return [{ entries: {}, ahead }];
  }
}

export function keyValueStore(name: string, values: Readonly<Record<string, Value>> = {}): KeyValueStore {
  return new KeyValueStore(name, values);
}

function touching(part: string, writes: boolean): readonly Touch[] {
  return [{ part, writes }];
}

function timed(part: string, writes: boolean): { readonly isTimed: true; readonly touches: readonly Touch[] } {
  return { isTimed: true, touches: touching(part, writes) };
}

function valueOf({ entries, ahead }: State, key: string, { now }: Caller): Value {
  const entry = entries[key];
  return entry === undefined || (entry.until !== null && entry.until <= now + ahead) ? null : entry.value;
}

function lease({ ahead }: State, value: Value, ticks: number, { now }: Caller): Entry {
  return { value, until: now + ahead + ticks };
}

function put({ entries, ahead }: State, key: string, entry: Entry): State {
  return { entries: { ...entries, [key]: entry }, ahead };
}

function remove({ entries, ahead }: State, key: string): State {
  return { entries: Object.fromEntries(Object.entries(entries).filter(([name]) => name !== key)), ahead };
}
