import type { Touch } from './operation.ts';

/** What a step touches, for the happens-before order: null is everything, as for a tick. */
export interface Footprint {
  readonly actor: string | null;
  readonly object: string | null;
  readonly touches: readonly Touch[] | null;
}

/**
 * For each step the steps right before it in the happens-before order: those that it depends on and that no other
 * of them depends on in turn. The order is that of Lamport (1978), by actors and by objects that are touched.
 */
export function immediatelyBefore(steps: readonly Footprint[]): readonly (readonly number[])[] {
  const before: Set<number>[] = [];
  return steps.map((step, at) => {
    const all = new Set<number>();
    const direct: number[] = [];
    for (let earlier = at - 1; earlier >= 0; earlier -= 1) {
      const other = steps[earlier];
      if (other === undefined || all.has(earlier) || !areDependent(step, other)) continue;
      direct.push(earlier);
      all.add(earlier);
      for (const each of before[earlier] ?? []) all.add(each);
    }
    before.push(all);
    return direct.toReversed();
  });
}

/** Whether the order of two steps can make a difference. */
export function areDependent(one: Footprint, other: Footprint): boolean {
  if (one.actor !== null && one.actor === other.actor) return true;
  if (one.touches === null || other.touches === null) return true;
  return one.object === other.object && one.touches.some((touch) => other.touches?.some((each) => (touch.writes || each.writes) && (touch.part === each.part || touch.part === '' || each.part === '')));
}
