import { readsAll, type Operation } from '../operation.ts';
import { PromiseBroken } from '../scenario.ts';
import { done, SharedObject } from '../shared-object.ts';
import type { Value } from '../value.ts';

/** A plain list. Each operation alone is atomic, nothing ever waits, and to pop from it when it is empty is an error. */
export class List<T extends Value> extends SharedObject<readonly T[]> {
  override readonly kind = 'list';

  append(item: T): Operation<null> {
    return this.operation('append', [item], { attempt: (items) => done([...items, item], null) });
  }

  /** Takes the first. Whoever does so when there is none breaks the promise. */
  pop(): Operation<T> {
    return this.operation('pop', [], {
      attempt: ([first, ...rest], { actor }) => {
        if (first === undefined) throw new PromiseBroken(`${actor} pops from ${this.name} when it is empty: "IndexError: pop from empty list".`);
        return done(rest, first);
      },
    });
  }

  /** How many there are. */
  size(): Operation<number> {
    return this.operation('size', [], { touches: readsAll, attempt: (items) => done(items, items.length) });
  }

  override describe(items: readonly T[]): string {
    return items.length === 0 ? 'empty' : items.map((item) => JSON.stringify(item)).join(', ');
  }
}

export function list<T extends Value>(name: string, initial: readonly T[] = []): List<T> {
  return new List<T>(name, initial);
}
