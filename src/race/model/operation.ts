import type { SharedObject } from './shared-object.ts';
import type { Value } from './value.ts';

/** Who carries an operation out, and when. */
export interface Caller {
  readonly actor: string;
  /** Virtual time, in ticks. Only for operations that are declared to be timed; 0 for all others. */
  readonly now: number;
}

/** One way in which an operation can end: the object's next state, and what the actor is told. */
export interface Done<S extends Value = Value, T = unknown> {
  readonly state: S;
  readonly result: T;
}

/** Which part of an object an operation looks at or changes. Two operations that touch nothing in common commute. */
export interface Touch {
  /** A part of the object, such as a file in a folder; the empty text is all of it. */
  readonly part: string;
  readonly writes: boolean;
}

export interface Effect<S extends Value, T> {
  /** @see Operation.attempt */
  attempt(state: S, caller: Caller): readonly Done<S, T>[];
  /** What it touches; all of the object, and to change it, unless said otherwise. */
  readonly touches?: readonly Touch[];
  /** Whether its outcome depends on the virtual time. */
  readonly isTimed?: boolean;
}

export const readsAll: readonly Touch[] = [{ part: '', writes: false }];
export const writesAll: readonly Touch[] = [{ part: '', writes: true }];

/** The site of all operations that are made while nobody wants to know theirs: an error takes long to make. */
const nowhere = new Error('made here');

/** One atomic operation on one shared object. An actor yields it, and is handed its result. */
export class Operation<T = unknown> {
  readonly target: SharedObject;
  readonly name: string;
  readonly args: readonly Value[];
  readonly touches: readonly Touch[];
  readonly isTimed: boolean;
  /** Where in the source it was made: its stack, put into words only when somebody asks. */
  readonly site: Error;

  private readonly effect: { attempt(state: Value, caller: Caller): readonly Done<Value, T>[] };

  constructor(target: SharedObject, name: string, args: readonly Value[], effect: { attempt(state: Value, caller: Caller): readonly Done<Value, T>[]; readonly touches?: readonly Touch[]; readonly isTimed?: boolean }) {
    this.target = target;
    this.name = name;
    this.args = args;
    this.effect = effect;
    this.touches = effect.touches ?? writesAll;
    this.isTimed = effect.isTimed ?? false;
    this.site = Error.stackTraceLimit === 0 ? nowhere : new Error('made here');
  }

  /**
   * What comes of it in that state: none when it has to wait, several when chance decides. It changes nothing and
   * depends on nothing but what it is given.
   */
  attempt(state: Value, caller: Caller): readonly Done<Value, T>[] {
    return this.effect.attempt(state, caller);
  }

  /** For `yield*`, which knows the type of the result where `yield` does not. It is one step either way. */
  *[Symbol.iterator](): Generator<Operation<T>, T, unknown> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the machine hands in what this operation's effect gave as its result
    return (yield this) as T;
  }
}
