import type { Caller, Operation, Touch } from '../operation.ts';
import { blocked, done, SharedObject } from '../shared-object.ts';
import { keyOf, type Value } from '../value.ts';

/** A value, and the tick at which it is gone by the store's own clock; null for one that stays. */
type Entry = { readonly value: Value; readonly until: number | null };

type State = {
  readonly entries: { readonly [key: string]: Entry };
  /** How far the store's clock is ahead of the others', in ticks. */
  readonly ahead: number;
  /** Until which tick it does not answer. */
  readonly downUntil: number;
};

/** Later than any tick. */
const forEver = Number.MAX_SAFE_INTEGER;

/**
 * Keys with values that expire in virtual time, as in Redis. All that it knows is in memory alone. While it is down,
 * what is asked with a condition comes to nothing, and everything else waits.
 */
export class KeyValueStore extends SharedObject<State> {
  override readonly kind = 'key-value store';

  constructor(name: string, values: Readonly<Record<string, Value>>, answers: boolean) {
    super(name, { entries: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, until: null }])), ahead: 0, downUntil: answers ? 0 : forEver });
  }

  /** GET: null when there is none, or no more. */
  get(key: string): Operation<Value> {
    return this.operation('get', [key], { ...timed(key, false), attempt: (state, caller) => (isUp(state, caller) ? done(state, valueOf(state, key, caller)) : blocked) });
  }

  /** SET, to stay. */
  set(key: string, value: Value): Operation<null> {
    return this.operation('set', [key, value], { ...timed(key, true), attempt: (state, caller) => (isUp(state, caller) ? done(put(state, key, { value, until: null }), null) : blocked) });
  }

  /** SET of several keys in one step, as a script or MULTI does it. */
  setAll(values: Readonly<Record<string, Value>>): Operation<null> {
    return this.operation('setAll', [values], {
      isTimed: true,
      touches: Object.keys(values).flatMap((key) => touching(key, true)),
      attempt: (state, caller) => (isUp(state, caller) ? done(Object.entries(values).reduce((next, [key, value]) => put(next, key, { value, until: null }), state), null) : blocked),
    });
  }

  /** SET NX PX: sets it to expire after so many ticks, unless it is there. Tells whether it did. */
  setIfAbsent(key: string, value: Value, ticks: number): Operation<boolean> {
    return this.operation('setIfAbsent', [key, value, ticks], {
      ...timed(key, true),
      attempt: (state, caller) => (isFree(state, key, caller) ? done(put(state, key, lease(state, value, ticks, caller)), true) : done(state, false)),
    });
  }

  /** SET NX PX, tried again and again until it is done. */
  setWhenAbsent(key: string, value: Value, ticks: number): Operation<null> {
    return this.operation('setWhenAbsent', [key, value, ticks], {
      ...timed(key, true),
      attempt: (state, caller) => (isFree(state, key, caller) ? done(put(state, key, lease(state, value, ticks, caller)), null) : blocked),
    });
  }

  /** DEL. */
  delete(key: string): Operation<null> {
    return this.operation('delete', [key], { ...timed(key, true), attempt: (state, caller) => (isUp(state, caller) ? done(remove(state, key), null) : blocked) });
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
        if (!isUp(state, caller)) return blocked;
        const sum = Number(valueOf(state, key, caller) ?? 0) + 1;
        return done(put(state, key, { value: sum, until: null }), sum);
      },
    });
  }

  /**
   * The server ends and is started again: what was in memory is gone.
   * @param ticks how long it stays down
   */
  restart(ticks = 0): Operation<null> {
    return this.operation('restart', ticks === 0 ? [] : [ticks], { isTimed: true, attempt: ({ ahead }, { now }) => done({ entries: {}, ahead, downUntil: ticks === 0 ? 0 : now + ticks }, null) });
  }

  /** The server's clock is set forward. */
  setClockForward(ticks: number): Operation<null> {
    return this.operation('setClockForward', [ticks], { attempt: (state) => done({ ...state, ahead: state.ahead + ticks }, null) });
  }

  override describe({ entries, ahead, downUntil }: State): string {
    const texts = Object.entries(entries).map(([key, { value, until }]) => `${key} = ${typeof value === 'string' ? value : keyOf(value)}${until === null ? '' : ` until ${until}`}`);
    return [texts.length === 0 ? 'empty' : texts.join(', '), ...(ahead === 0 ? [] : [`clock ${ahead} ahead`]), ...(downUntil === 0 ? [] : [downUntil === forEver ? 'down' : `down until ${downUntil}`])].join('; ');
  }

  /** Who has a lease, and has not been followed by another one: it may have run out. */
  override holders({ entries }: State): readonly string[] {
    return Object.values(entries).flatMap(({ value, until }) => (until !== null && typeof value === 'string' ? [value] : []));
  }

  override afterPowerLoss(state: State): readonly State[] {
    return [{ ...state, entries: {} }];
  }
}

/** @param answers whether it answers at all */
export function keyValueStore(name: string, values: Readonly<Record<string, Value>> = {}, answers = true): KeyValueStore {
  return new KeyValueStore(name, values, answers);
}

function touching(part: string, writes: boolean): readonly Touch[] {
  return [{ part, writes }];
}

function timed(part: string, writes: boolean): { readonly isTimed: true; readonly touches: readonly Touch[] } {
  return { isTimed: true, touches: touching(part, writes) };
}

function valueOf({ entries, ahead, downUntil }: State, key: string, { now }: Caller): Value {
  const entry = entries[key];
  return entry === undefined || now < downUntil || (entry.until !== null && entry.until <= now + ahead) ? null : entry.value;
}

function isUp({ downUntil }: State, { now }: Caller): boolean {
  return now >= downUntil;
}

function isFree(state: State, key: string, caller: Caller): boolean {
  return isUp(state, caller) && valueOf(state, key, caller) === null;
}

function lease({ ahead }: State, value: Value, ticks: number, { now }: Caller): Entry {
  return { value, until: now + ahead + ticks };
}

function put(state: State, key: string, entry: Entry): State {
  return { ...state, entries: { ...state.entries, [key]: entry } };
}

function remove(state: State, key: string): State {
  return { ...state, entries: Object.fromEntries(Object.entries(state.entries).filter(([name]) => name !== key)) };
}
