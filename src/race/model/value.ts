/** What a shared object's state, an argument and a result are made of: plain data that never changes. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

/** As a text that is the same for equal values, whatever the order in which their keys were set. */
export function keyOf(value: Value | undefined): string {
  if (value === undefined) return 'undefined';
  return typeof value === 'object' && value !== null ? JSON.stringify(sorted(value)) : JSON.stringify(value);
}

function sorted(value: Value): Value {
  if (Array.isArray(value)) return value.map((item: Value) => sorted(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([key, item]) => [key, sorted(item)]));
}

/** So that whoever changes what it was handed fails at that line. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const item of Object.values(value)) frozen(item);
  return Object.freeze(value);
}
