import { readsAll, type Operation } from '../operation.ts';
import { blocked, done, SharedObject } from '../shared-object.ts';
import type { Value } from '../value.ts';

/** First in, first out, with room for so many. */
export class Queue<T extends Value> extends SharedObject<readonly T[]> {
  override readonly kind = 'queue';
  private readonly room: number;

  constructor(name: string, room: number, initial: readonly T[]) {
    super(name, initial);
    this.room = room;
  }

  /** Waits for room, and puts it at the end. */
  put(item: T): Operation<null> {
    return this.operation('put', [item], { attempt: (items) => (items.length < this.room ? done([...items, item], null) : blocked) });
  }

  /** Waits for an item, and takes the first. */
  take(): Operation<T> {
    return this.operation('take', [], { attempt: ([first, ...rest]) => (first === undefined ? blocked : done(rest, first)) });
  }

  /** Waits for an item until that tick, and takes the first; null when none has come. */
  takeUntil(tick: number): Operation<T | null> {
    return this.operation('takeUntil', [tick], {
      isTimed: true,
      attempt: ([first, ...rest], { now }) => (first !== undefined ? done(rest, first) : now >= tick ? done([], null) : blocked),
    });
  }

  /** Takes the first, or tells null when there is none. */
  tryTake(): Operation<T | null> {
    return this.operation('tryTake', [], { attempt: ([first, ...rest]) => done(rest, first ?? null) });
  }

  /** How many there are. */
  size(): Operation<number> {
    return this.operation('size', [], { touches: readsAll, attempt: (items) => done(items, items.length) });
  }

  override describe(items: readonly T[]): string {
    return items.length === 0 ? 'empty' : items.map((item) => JSON.stringify(item)).join(', ');
  }
}

export function queue<T extends Value>(name: string, room = Number.POSITIVE_INFINITY, initial: readonly T[] = []): Queue<T> {
  return new Queue<T>(name, room, initial);
}
