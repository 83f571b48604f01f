import { readsAll, type Operation } from '../operation.ts';
import { blocked, done, SharedObject } from '../shared-object.ts';

type State = {
  /** Whose operations wait, in the order of the calls. */
  readonly waiting: readonly string[];
  readonly isProcessing: boolean;
  /** Whose operations have been done, and who has not gone on yet. */
  readonly settled: readonly string[];
};

/**
 * A queue in the memory of one JavaScript process: calls put themselves into it, and the call that finds nobody at
 * work works until it is empty. Each operation is what runs between two awaits, and so is one step.
 */
export class AccessQueue extends SharedObject<State> {
  override readonly kind = 'queue in memory';

  constructor(name: string) {
    super(name, { waiting: [], isProcessing: false, settled: [] });
  }

  /** Puts the caller at the end. @returns whether it is the caller that has to work through the queue */
  enqueue(): Operation<boolean> {
    return this.operation('enqueue', [], {
      attempt: ({ waiting, isProcessing, settled }, { actor }) => done({ waiting: [...waiting, actor], isProcessing: true, settled }, !isProcessing),
    });
  }

  /** Takes the first out. @returns null when there is none; then nobody is at work any more */
  next(): Operation<string | null> {
    return this.operation('next', [], {
      attempt: ({ waiting: [first, ...rest], settled }) => (first === undefined ? done({ waiting: [], isProcessing: false, settled }, null) : done({ waiting: rest, isProcessing: true, settled }, first)),
    });
  }

  isEmpty(): Operation<boolean> {
    return this.operation('isEmpty', [], { touches: readsAll, attempt: (state) => done(state, state.waiting.length === 0) });
  }

  /** Says that nobody is at work any more. */
  stop(): Operation<null> {
    return this.operation('stop', [], { attempt: (state) => done({ ...state, isProcessing: false }, null) });
  }

  /** Resolves what the caller of an operation waits for. */
  settle(actor: string): Operation<null> {
    return this.operation('settle', [actor], { attempt: (state) => done({ ...state, settled: [...state.settled, actor].toSorted() }, null) });
  }

  /** Waits until one's own operation was done. */
  whenSettled(): Operation<null> {
    return this.operation('whenSettled', [], {
      attempt: (state, { actor }) => (state.settled.includes(actor) ? done({ ...state, settled: state.settled.filter((other) => other !== actor) }, null) : blocked),
    });
  }

  override describe({ waiting, isProcessing }: State): string {
    return `${isProcessing ? 'at work' : 'idle'}${waiting.length === 0 ? '' : `, ${waiting.join(', ')} waiting`}`;
  }
}

export function accessQueue(name: string): AccessQueue {
  return new AccessQueue(name);
}
