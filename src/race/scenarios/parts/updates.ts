import type { FencedStore } from '../../model/objects/fenced-store.ts';
import type { Condition } from '../../model/scenario.ts';

/**
 * Each write that was let in has added one.
 * @param expected so many writes there must be; null where clients may give up
 */
export function keepsEveryUpdate(store: FencedStore, expected: number | null): Condition {
  return {
    name: 'No update is lost.',
    holds: (view) => {
      const { value, writes } = view.of(store);
      return value === writes && (expected === null || writes === expected);
    },
    says: (view) => {
      const { value, writes } = view.of(store);
      return value === writes ? `Only ${writes} of ${expected} updates were made.` : `${writes} updates were made, and ${store.name} is ${value}.`;
    },
  };
}
