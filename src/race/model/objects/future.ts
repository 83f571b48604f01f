import { readsAll, type Operation } from '../operation.ts';
import { blocked, done, SharedObject } from '../shared-object.ts';

/** How far a task has come. */
export type FutureState =
  | { readonly is: 'pending' }
  | { readonly is: 'running'; readonly by: string }
  | { readonly is: 'done'; readonly value: number }
  | { readonly is: 'failed'; readonly error: string }
  | { readonly is: 'cancelled' };

/** How a task came out. */
export type Outcome = Extract<FutureState, { readonly is: 'done' | 'failed' | 'cancelled' }>;

/** The place of a result that is not there yet. */
export class Future extends SharedObject<FutureState> {
  override readonly kind = 'future';

  constructor(name: string) {
    super(name, { is: 'pending' });
  }

  /** A worker takes the task on, and tells whether it is to be done. */
  start(): Operation<boolean> {
    return this.operation('start', [], { attempt: (state, { actor }) => (state.is === 'pending' ? done({ is: 'running', by: actor }, true) : done(state, false)) });
  }

  resolve(value: number): Operation<null> {
    return this.operation('resolve', [value], { attempt: () => done({ is: 'done', value }, null) });
  }

  reject(error: string): Operation<null> {
    return this.operation('reject', [error], { attempt: () => done({ is: 'failed', error }, null) });
  }

  /** Takes it back, unless somebody is at it or has done it already; tells whether it is taken back. */
  cancel(): Operation<boolean> {
    return this.operation('cancel', [], { attempt: (state) => (state.is === 'pending' || state.is === 'cancelled' ? done({ is: 'cancelled' }, true) : done(state, false)) });
  }

  /** Waits until it has come out. */
  result(): Operation<Outcome> {
    return this.operation('result', [], { touches: readsAll, attempt: (state) => (isOver(state) ? done(state, state) : blocked) });
  }

  /** How it came out, or null when the time was up before that. */
  resultOrTimeOut(): Operation<Outcome | null> {
    return this.operation('resultOrTimeOut', [], { touches: readsAll, attempt: (state) => done(state, isOver(state) ? state : null) });
  }

  override describe(state: FutureState): string {
    switch (state.is) {
      case 'running': return `${state.by} is at it`;
      case 'done': return `done: ${state.value}`;
      case 'failed': return `failed: ${state.error}`;
      default: return state.is;
    }
  }

  override holders(state: FutureState): readonly string[] {
    return state.is === 'running' ? [state.by] : [];
  }
}

function isOver(state: FutureState): state is Outcome {
  return state.is !== 'pending' && state.is !== 'running';
}

export function future(name: string): Future {
  return new Future(name);
}
