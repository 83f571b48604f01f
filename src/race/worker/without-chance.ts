/** As much of the world as is not the same in every run, and what a scenario takes instead. */
const chance = 'Math.random() is not the same in every run. Take chance().oneOf(...), of which every outcome is tried';
const time = 'The time is not the same in every run. Take clock().now(), which is virtual';

/**
 * Has code run to which chance and the time are not there: a scenario that used them could be taken for one that
 * does the same in every run, and be proved by luck.
 */
export function withoutChance<T>(act: () => T): T {
  const { random } = Math;
  const { Date: RealDate } = globalThis;
  Math.random = () => refuse(chance);
  performance.now = () => refuse(time);
  globalThis.Date = new Proxy(RealDate, {
    apply: () => refuse(time),
    construct: (target, args: readonly unknown[], newTarget: unknown) => (args.length === 0 ? refuse(time) : Reflect.construct(target, args, isConstructor(newTarget) ? newTarget : target)),
    get: (target, key, receiver) => (key === 'now' ? () => refuse(time) : Reflect.get(target, key, receiver)),
  });
  try {
    return act();
  } finally {
    Math.random = random;
    // What it really is belongs to its prototype.
    Reflect.deleteProperty(performance, 'now');
    globalThis.Date = RealDate;
  }
}

function isConstructor(value: unknown): value is NewableFunction {
  return typeof value === 'function';
}

function refuse(says: string): never {
  throw new Error(says);
}
