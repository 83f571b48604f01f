import type { Operation } from '../operation.ts';
import { blocked, done, SharedObject } from '../shared-object.ts';

type State = {
  readonly readers: readonly string[];
  readonly writer: string | null;
  readonly waitingReaders: readonly string[];
  readonly waitingWriters: readonly string[];
  /** Who was woken and has not looked yet. */
  readonly woken: readonly string[];
};

/**
 * A read-write lock in the memory of one JavaScript process that prefers writers. Whoever has to wait puts itself
 * into a list, and looks again when it was woken. Each operation is what runs between two awaits, and so is one step.
 */
export class MemoryReadWriteLock extends SharedObject<State> {
  override readonly kind = 'read-write lock in memory';

  constructor(name: string) {
    super(name, { readers: [], writer: null, waitingReaders: [], waitingWriters: [], woken: [] });
  }

  /** Comes in to read unless a writer is inside or waits; otherwise joins those who wait. @returns whether it came in */
  tryRead(): Operation<boolean> {
    return this.operation('tryRead', [], {
      attempt: (state, { actor }) =>
        state.writer === null && state.waitingWriters.length === 0
          ? done({ ...state, readers: [...state.readers, actor].toSorted() }, true)
          : done({ ...state, waitingReaders: [...state.waitingReaders, actor] }, false),
    });
  }

  /** Comes in to write when nobody is inside; otherwise joins those who wait. @returns whether it came in */
  tryWrite(): Operation<boolean> {
    return this.operation('tryWrite', [], {
      attempt: (state, { actor }) =>
        state.writer === null && state.readers.length === 0
          ? done({ ...state, writer: actor }, true)
          : done({ ...state, waitingWriters: [...state.waitingWriters, actor] }, false),
    });
  }

  /** Waits until it is woken. */
  whenWoken(): Operation<null> {
    return this.operation('whenWoken', [], {
      attempt: (state, { actor }) => (state.woken.includes(actor) ? done({ ...state, woken: state.woken.filter((other) => other !== actor) }, null) : blocked),
    });
  }

  /** Leaves; the last reader wakes a writer. */
  releaseRead(): Operation<null> {
    return this.operation('releaseRead', [], {
      attempt: (state, { actor }) => {
        const readers = state.readers.filter((other) => other !== actor);
        return done(readers.length === 0 ? wakeWriter({ ...state, readers }) : { ...state, readers }, null);
      },
    });
  }

  /** Leaves, and wakes a writer, or all readers when no writer waits. */
  releaseWrite(): Operation<null> {
    return this.operation('releaseWrite', [], {
      attempt: (state) => {
        const free = { ...state, writer: null };
        if (state.waitingWriters.length > 0) return done(wakeWriter(free), null);
        return done({ ...free, waitingReaders: [], woken: [...free.woken, ...free.waitingReaders].toSorted() }, null);
      },
    });
  }

  override describe({ readers, writer, waitingReaders, waitingWriters }: State): string {
    const inside = writer === null ? (readers.length === 0 ? 'free' : `read by ${readers.join(', ')}`) : `written by ${writer}`;
    const waiting = [...waitingWriters, ...waitingReaders];
    return waiting.length === 0 ? inside : `${inside}; ${waiting.join(', ')} waiting`;
  }

  override holders({ readers, writer }: State): readonly string[] {
    return writer === null ? readers : [writer];
  }
}

function wakeWriter(state: State): State {
  const [first, ...waitingWriters] = state.waitingWriters;
  return first === undefined ? state : { ...state, waitingWriters, woken: [...state.woken, first].toSorted() };
}

export function memoryReadWriteLock(name: string): MemoryReadWriteLock {
  return new MemoryReadWriteLock(name);
}
