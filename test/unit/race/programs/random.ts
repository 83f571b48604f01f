// Small programs by chance, the same for the same seed.
import { chance, clock, counter, mutex, processes, queue, semaphore } from '../../../../src/race/model/objects/index.ts';
import type { Body } from '../../../../src/race/model/loop.ts';
import type { Operation } from '../../../../src/race/model/operation.ts';
import { promise, type Condition, type Faults, type System } from '../../../../src/race/model/scenario.ts';
import { cells } from './cells.ts';

/** Whole numbers below a limit, from a seed: mulberry32 (Tommy Ettinger). */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** One step of an actor, by what it was told last. */
type Step = (told: unknown) => Operation | null;

/** 2 to 4 actors, 1 to 4 steps each, on a few shared objects of all kinds; sometimes with conditions, faults and time. */
export function randomSystem(seed: number): System {
  const below = numbersFrom(seed);
  const oneIn = (many: number): boolean => below(many) === 0;
  const ticks = oneIn(5) ? 1 + below(2) : 0;
  const names = ['A', 'B', 'C', 'D'].slice(0, 2 + below(3));
  const [x, y] = [counter('x'), counter('y')];
  const [m, n] = [mutex('m', oneIn(2) ? 'stays' : 'is-released'), mutex('n')];
  const s = semaphore('s', 1 + below(2));
  const q = queue<number>('q', 1 + below(2), oneIn(2) ? [7] : []);
  const c = cells('c', 2);
  const [dice, time, alive] = [chance(), clock(), processes()];
  const one = <T>(...list: readonly T[]): T => {
    const found = list[below(list.length)];
    if (found === undefined) throw new RangeError('an empty list has none');
    return found;
  };

  const operation = (): Operation => {
    const [v, w, part, other] = [below(3), below(3), below(2), below(2)];
    switch (below(ticks > 0 ? 16 : 13)) {
      case 0: case 1: return one(x, y).read();
      case 2: return one(x, y).write(v);
      case 3: return one(x, y).add(1);
      case 4: return one(x, y).compareAndSwap(v, w);
      case 5: return one(x, y).whenIs(v);
      case 6: return one<() => Operation>(() => m.acquire(), () => n.acquire(), () => m.tryAcquire())();
      case 7: return one(m, n).release();
      case 8: return oneIn(2) ? s.acquire() : s.release();
      case 9: return one<() => Operation>(() => q.put(v), () => q.take(), () => q.tryTake(), () => q.size())();
      case 10: return oneIn(2) ? dice.oneOf(0, 1) : c.setAny(part, other);
      case 11: return one<() => Operation>(() => c.get(part), () => c.set(part, v), () => c.sum(), () => c.clear(), () => c.swap(part, other))();
      case 12: return one<() => Operation>(() => c.enter(part), () => c.leave(part), () => c.enterBoth(part, other), () => c.whenAllFree(), () => c.emptyWhenFull(), () => alive.isAlive('A'))();
      case 13: return time.now();
      case 14: return time.sleepUntil(v);
      default: return m.acquireUntil(v);
    }
  };

  const step = (): Step => {
    const made = operation();
    switch (below(10)) {
      case 0: {
        const wanted = below(3);
        const otherwise = oneIn(2) ? operation() : null;
        return (told) => (told === wanted || told === true ? made : otherwise);
      }
      case 1: {
        const unwanted = 1 + below(3);
        return (told) => {
          promise(told !== unwanted, `Nobody is told ${unwanted}.`);
          return made;
        };
      }
      case 2: return (told) => (typeof told === 'number' ? x.write(told + 1) : made);
      default: return () => made;
    }
  };

  const actor = (steps: readonly Step[]) => function* (): Body {
    let told: unknown = null;
    for (const each of steps) {
      const next = each(told);
      if (next !== null) told = yield* next;
    }
  };

  const condition = (): Condition => {
    const [v, w] = [below(3), below(3)];
    const [first, second] = [one(x, y), one(x, y)];
    switch (below(6)) {
      case 0: return { name: 'of one', holds: (view) => view.of(first) !== v + 1 };
      case 1: return { name: 'of two', holds: (view) => view.of(x) !== v || view.of(y) !== w + 1 };
      case 2: return { name: 'of locks', holds: (view) => view.of(m) === null || view.of(n) === null };
      case 3: return { name: 'of actors', holds: (view) => !(view.hasEnded('A') && view.of(second) === v) };
      case 4: return { name: 'of crashes', holds: (view) => !view.hasCrashed('A') || view.of(x) === v };
      default: return { name: 'of waiting', holds: (view) => !(view.isBlocked('A') && view.isBlocked('B')) };
    }
  };

  const faults: Faults = {
    ...(oneIn(6) ? { crash: { actors: names.slice(0, 1 + below(2)), most: 1 + below(2) } } : {}),
    ...(ticks > 0 && oneIn(2) ? { pause: { actors: names.slice(0, 1 + below(2)), ticks: 1, most: 1 + below(2) } } : {}),
    ...(oneIn(20) ? { powerLoss: true } : {}),
  };
  return {
    shared: [x, y, m, n, s, q, c, dice, time, alive],
    actors: Object.fromEntries(names.map((name) => [name, { run: actor(Array.from({ length: 1 + below(4) }, step)), serves: oneIn(6) }])),
    invariants: oneIn(3) ? Array.from({ length: 1 + below(2) }, condition) : [],
    finally: oneIn(3) ? [condition()] : [],
    faults,
    ticks,
  };
}
