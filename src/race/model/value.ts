import { ScenarioError } from './scenario-error.ts';

/** What a shared object's state, an argument and a result are made of: plain data that never changes. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

/** What is nested deeper is taken to contain itself. */
const mostDeep = 100;

/**
 * As a text that is the same for equal values, whatever the order in which their keys were set.
 * @throws ScenarioError for what is no plain data, since two different ones could not be told apart
 */
export function keyOf(value: unknown, depth = 0): string {
  if (depth > mostDeep) throw new ScenarioError(`A state, an argument or a result is nested more than ${mostDeep} deep, or contains itself. Use plain data that ends.`);
  switch (typeof value) {
    case 'string': return JSON.stringify(value);
    case 'number':
    case 'boolean':
    case 'undefined': return String(value);
    case 'object': return value === null ? 'null' : Array.isArray(value) ? `[${value.map((item) => keyOf(item, depth + 1)).join(',')}]` : keyOfRecord(value, depth);
    default: throw new ScenarioError(`A ${typeof value} cannot be part of a state, an argument or a result. Use objects, arrays, texts, numbers, true, false and null.`);
  }
}

function keyOfRecord(value: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new ScenarioError(`A ${value.constructor.name} cannot be part of a state, an argument or a result. Use objects, arrays, texts, numbers, true, false and null.`);
  }
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${keyOf(item, depth + 1)}`).join(',')}}`;
}

/**
 * A copy that is the same for all equal values, down to the order of its keys: which of them came first must not
 * show. It is frozen, so that whoever changes what it was handed fails at that line.
 */
export function canonical<T>(value: T): T;
export function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map((item: unknown) => canonical(item)));
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.freeze(Object.fromEntries(entries.map(([key, item]: [string, unknown]) => [key, canonical(item)])));
}
