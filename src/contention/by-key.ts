import type { Stay } from './stay.ts';

/** The items of each key, in their order. */
export function byKey<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Those of each process; without those whose process is not known. */
export function byPid(stays: readonly Stay[]): ReadonlyMap<number, readonly Stay[]> {
  const groups = new Map<number, readonly Stay[]>();
  for (const [pid, group] of byKey(stays, ({ actor }) => actor.pid)) if (pid !== null) groups.set(pid, group);
  return groups;
}
