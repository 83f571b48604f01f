import type { Operation } from '../operation.ts';
import { blocked, done, SharedObject } from '../shared-object.ts';

/** A semaphore that only counts, as Dijkstra's (1965) and Python's do: it does not know who holds a permit, and anybody may give one back. */
export class Permits extends SharedObject<number> {
  override readonly kind = 'semaphore';
  private readonly bound: number;

  constructor(name: string, many: number, bound: number) {
    super(name, many);
    this.bound = bound;
  }

  acquire(): Operation<null> {
    return this.operation('acquire', [], { attempt: (free) => (free > 0 ? done(free - 1, null) : blocked) });
  }

  /** Takes one if there is one, otherwise its time is up; tells whether it did. */
  acquireOrTimeOut(): Operation<boolean> {
    return this.operation('acquireOrTimeOut', [], { attempt: (free) => (free > 0 ? done(free - 1, true) : done(free, false)) });
  }

  /** Gives one back. A bounded semaphore that is full refuses: then it tells false, where Python raises a ValueError. */
  release(): Operation<boolean> {
    return this.operation('release', [], { attempt: (free) => (free < this.bound ? done(free + 1, true) : done(free, false)) });
  }

  override describe(free: number): string {
    return `${free} free`;
  }
}

/** A counting semaphore. @param bound more than so many permits it never has */
export function permits(name: string, many: number, bound = Number.POSITIVE_INFINITY): Permits {
  return new Permits(name, many, bound);
}
