import { readsAll, type Operation } from '../operation.ts';
import { SharedObject } from '../shared-object.ts';
import type { Value } from '../value.ts';

/** Chance: every outcome is tried. In a run without an end none is left out for ever. */
export class Chance extends SharedObject<null> {
  override readonly kind = 'chance';

  constructor(name: string) {
    super(name, null);
  }

  /** One of the values. */
  oneOf<T extends Value>(...values: readonly T[]): Operation<T> {
    return this.operation('oneOf', values, { touches: readsAll, attempt: (state) => values.map((result) => ({ state, result })) });
  }

  override describe(): string {
    return '';
  }
}

export function chance(name = 'chance'): Chance {
  return new Chance(name);
}
