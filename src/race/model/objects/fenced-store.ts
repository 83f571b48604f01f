import { readsAll, type Operation } from '../operation.ts';
import { done, SharedObject } from '../shared-object.ts';

type State = {
  readonly value: number;
  /** The highest token that was seen; 0 when none was. */
  readonly highest: number;
  /** How many writes were let in. */
  readonly writes: number;
};

/** A number in a store that is told with each call which token its caller was given, and turns away tokens older than one it has seen. */
export class FencedStore extends SharedObject<State> {
  override readonly kind = 'fenced store';

  constructor(name: string, value: number) {
    super(name, { value, highest: 0, writes: 0 });
  }

  /** Reads without a token. */
  read(): Operation<number> {
    return this.operation('read', [], { touches: readsAll, attempt: (state) => done(state, state.value) });
  }

  /** Reads, and has the token noted. null when a newer one was seen. */
  readWith(token: number): Operation<number | null> {
    return this.operation('readWith', [token], { attempt: (state) => (token < state.highest ? done(state, null) : done({ ...state, highest: token }, state.value)) });
  }

  /** Writes without a token. */
  write(value: number): Operation<null> {
    return this.operation('write', [value], { attempt: ({ highest, writes }) => done({ value, highest, writes: writes + 1 }, null) });
  }

  /** Writes, unless a newer token was seen. Tells whether it did. */
  writeWith(token: number, value: number): Operation<boolean> {
    return this.operation('writeWith', [token, value], {
      attempt: (state) => (token < state.highest ? done(state, false) : done({ value, highest: token, writes: state.writes + 1 }, true)),
    });
  }

  override describe({ value, highest }: State): string {
    return highest === 0 ? String(value) : `${value}, token ${highest}`;
  }
}

export function fencedStore(name: string, value = 0): FencedStore {
  return new FencedStore(name, value);
}
