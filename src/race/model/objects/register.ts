import { readsAll, type Operation } from '../operation.ts';
import { done, SharedObject } from '../shared-object.ts';
import { keyOf, type Value } from '../value.ts';

/** A variable that several actors share. Each operation alone is atomic; two in a row are not. */
export class Register<S extends Value> extends SharedObject<S> {
  override readonly kind: string;

  constructor(name: string, initial: S, kind: string) {
    super(name, initial);
    this.kind = kind;
  }

  read(): Operation<S> {
    return this.operation('read', [], { touches: readsAll, attempt: (state) => done(state, state) });
  }

  write(value: S): Operation<null> {
    return this.operation('write', [value], { attempt: () => done(value, null) });
  }

  /** Puts a value in place of an expected one, and tells whether it did. */
  compareAndSwap(expected: S, value: S): Operation<boolean> {
    const expectedKey = keyOf(expected);
    return this.operation('compareAndSwap', [expected, value], { attempt: (state) => (keyOf(state) === expectedKey ? done(value, true) : done(state, false)) });
  }

  /** Puts a value there, and tells what was there before. */
  exchange(value: S): Operation<S> {
    return this.operation('exchange', [value], { attempt: (state) => done(value, state) });
  }

  /** Waits until it has that value. */
  whenIs(value: S): Operation<null> {
    const wanted = keyOf(value);
    return this.operation('whenIs', [value], { touches: readsAll, attempt: (state) => (keyOf(state) === wanted ? done(state, null) : []) });
  }
}

/** A register of a number, which can also be added to in one step. */
export class Counter extends Register<number> {
  /** Adds in one atomic step, and tells the sum. */
  add(amount: number): Operation<number> {
    return this.operation('add', [amount], { attempt: (state) => done(state + amount, state + amount) });
  }
}

/** A shared variable: of numbers, texts or yes and no when it begins with one, unless its type is said. */
export function register(name: string, initial: number, kind?: string): Register<number>;
export function register(name: string, initial: string, kind?: string): Register<string>;
export function register(name: string, initial: boolean, kind?: string): Register<boolean>;
export function register<S extends Value>(name: string, initial: S, kind?: string): Register<S>;
export function register<S extends Value>(name: string, initial: S, kind = 'variable'): Register<S> {
  return new Register<S>(name, initial, kind);
}

/** A shared number. */
export function counter(name: string, initial = 0, kind = 'counter'): Counter {
  return new Counter(name, initial, kind);
}
