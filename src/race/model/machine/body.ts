import type { Body } from '../loop.ts';

/** What an actor's function returned, if that has steps. @throws TypeError when it has none, since it is no generator function */
export function expectBody(value: unknown): Body {
  if (isBody(value)) return value;
  throw new TypeError('its function is no generator function. Write it as "function* () { yield* ... }", without async');
}

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && Symbol.iterator in value && 'next' in value && typeof value.next === 'function';
}
