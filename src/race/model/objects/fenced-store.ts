import { readsAll, type Operation } from '../operation.ts';
import { done, SharedObject } from '../shared-object.ts';

type State = { readonly value: number; readonly highest: number };

/** A number in a store that is told with each call which token its caller was given, and turns away tokens older than one it has seen. */
export class FencedStore extends SharedObject<State> {
  override readonly kind = 'fenced store';

  constructor(name: string, value: number) {
    super(name, { value, highest: 0 });
  }

  /** Reads without a token. */
  read(): Operation<number> {
    return this.operation('read', [], { touches: readsAll, attempt: (state) => done(state, state.value) });
  }

  /** Reads, and has the token noted. null when a newer one was seen. */
  readWith(token: number): Operation<number | null> {
    return this.operation('readWith', [token], { attempt: (state) => (token < state.highest ? done(state, null) : done({ ...state, highest: token }, state.value)) });
  }

  /** Writes, unless a newer token was seen. Tells whether it did. */
  writeWith(token: number, value: number): Operation<boolean> {
    return this.operation('writeWith', [token, value], { attempt: (state) => (token < state.highest ? done(state, false) : done({ value, highest: token }, true)) });
  }

  override describe({ value, highest }: State): string {
    return highest === 0 ? String(value) : `${value}, token ${highest}`;
  }
}

export function fencedStore(name: string, value = 0): FencedStore {
  return new FencedStore(name, value);
}
