import type { Operation } from './operation.ts';
import type { Value } from './value.ts';

/** What an actor yields: a step, or that it is at the head of a loop, which is none. */
export type Yielded = Operation | LoopHead;

/** What an actor's body is: it yields one operation for each step. */
export type Body<T = void> = Generator<Yielded, T, unknown>;

/** An actor at the head of a loop, where nothing of the rounds before counts but that value. */
export class LoopHead {
  /** The same for all rounds of one loop. */
  readonly loop: object;
  readonly carried: Value;

  constructor(identity: object, carried: Value) {
    this.loop = identity;
    this.carried = carried;
  }
}

/** Another round, with what it is to begin with. */
export class Again<C extends Value> {
  readonly carried: C;

  constructor(carried: C) {
    this.carried = carried;
  }
}

/** What a body of {@link loop} returns to go round once more. */
export function again<C extends Value>(carried: C): Again<C> {
  return new Again(carried);
}

/**
 * Runs a body again and again, until it returns something else than `again(value)`. A plain `while` does the same
 * as far as the steps go; but here the explorer knows that all rounds that begin with the same value are the same,
 * so that a loop without an end has finitely many states. For that, a round must depend on its value alone: it
 * changes no variable outside of it.
 * @param first what the first round begins with
 */
export function* loop<T, C extends Value>(first: C, body: (carried: C) => Body<T | Again<C>>): Body<T> {
  const identity = {};
  for (let carried = first; ; ) {
    yield new LoopHead(identity, carried);
    const result = yield* body(carried);
    if (!(result instanceof Again)) return result;
    carried = result.carried;
  }
}

/** Runs a body until it returns something else than `undefined`: a try, and another when it was in vain. */
export function* retry<T extends Value>(body: () => Body<T | undefined>): Body<T> {
  const identity = {};
  for (;;) {
    yield new LoopHead(identity, null);
    const result = yield* body();
    if (result !== undefined) return result;
  }
}

/** Runs a body for ever. */
export function* forever(body: () => Body): Body<never> {
  const identity = {};
  for (;;) {
    yield new LoopHead(identity, null);
    yield* body();
  }
}
