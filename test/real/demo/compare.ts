import type { DemoLock } from './lock.ts';

export interface Difference {
  readonly path: string;
  readonly problem: 'missing' | 'wrong state' | 'extra' | 'listed twice';
  readonly expected: string | null;
  readonly found: string | null;
}

/** Where a list of locks departs from the demo's truth. Empty when it is all right. */
export function compareWithDemo(
  locks: readonly { readonly path: string; readonly state: string }[],
  demo: { readonly locks: readonly Pick<DemoLock, 'path' | 'state'>[] },
): Difference[] {
  const found = new Map(locks.map((lock) => [lock.path, lock.state]));
  const expected = new Map(demo.locks.map((lock) => [lock.path, lock.state]));
  const twice = locks.filter((lock, place) => locks.findIndex((other) => other.path === lock.path) < place);
  return [
    ...[...expected].flatMap(([path, state]) => differenceAt(path, state, found.get(path) ?? null)),
    ...[...found].flatMap(([path, state]) => (expected.has(path) ? [] : differenceAt(path, null, state))),
    ...twice.map(({ path, state }) => ({ path, problem: 'listed twice' as const, expected: expected.get(path) ?? null, found: state })),
  ];
}

function differenceAt(path: string, expected: string | null, found: string | null): Difference[] {
  if (expected === found) return [];
  const problem = found === null ? 'missing' : expected === null ? 'extra' : 'wrong state';
  return [{ path, problem, expected, found }];
}
