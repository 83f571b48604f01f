import { forever, retry, type Body } from '../../../../src/race/model/loop.ts';
import { chance, counter, mutex, register, type Mutex } from '../../../../src/race/model/objects/index.ts';
import { defineScenario, promise, type Scenario, type System } from '../../../../src/race/model/scenario.ts';

/** A scenario of one variant called "it". */
export function only(system: () => System, expect: 'PROVED' | 'FAILED' = 'FAILED'): Scenario {
  return defineScenario({ name: 'small', title: 'Small', promise: 'All is well.', topic: 'test', variants: { it: { explanation: '', expect, system } } });
}

/** Everybody reads a number, and writes it back with one more. */
export function lostUpdate(actors = 2): System {
  const file = counter('counter.json', 10, 'file');
  const increment = function* (): Body {
    const found = yield* file.read();
    yield file.write(found + 1);
  };
  return {
    shared: [file],
    actors: Object.fromEntries(Array.from({ length: actors }, (_actor, at) => [String.fromCodePoint(65 + at), increment])),
    finally: [{ name: 'Every increment is kept.', holds: (view) => view.of(file) === 10 + actors, says: (view) => `The counter is ${view.of(file)}, not ${10 + actors}` }],
  };
}

export function crossedLocks(): System {
  const [a, b] = [mutex('a'), mutex('b')];
  const both = (first: Mutex, second: Mutex) => function* (): Body {
    yield first.acquire();
    yield second.acquire();
    yield second.release();
    yield first.release();
  };
  return { shared: [a, b], actors: { A: both(a, b), B: both(b, a) } };
}

/** Who does not get the second lock gives back the first, and tries again. */
export function polite(): System {
  const [a, b] = [mutex('a'), mutex('b')];
  const both = (first: Mutex, second: Mutex) => (): Body<boolean> => retry(function* () {
    if (!(yield* first.tryAcquire())) return undefined;
    const hasBoth = yield* second.tryAcquire();
    if (hasBoth) yield second.release();
    yield first.release();
    return hasBoth ? true : undefined;
  });
  const run = (body: () => Body<boolean>) => function* (): Body { yield* body(); };
  return {
    shared: [a, b],
    actors: { A: run(both(a, b)), B: run(both(b, a)) },
    goals: [{ name: 'Somebody gets both.', isAwaited: (view) => !view.hasEnded('A') && !view.hasEnded('B') }],
  };
}

/** One actor takes a lock again and again, another waits for it. */
export function greedy(): System {
  const lock = mutex('lock');
  const served = register('served', false);
  return {
    shared: [lock, served],
    actors: {
      A: () => forever(function* () {
        yield lock.acquire();
        yield lock.release();
      }),
      B: function* () {
        yield lock.acquire();
        yield served.write(true);
        yield lock.release();
      },
    },
    goals: [{ name: 'B gets in.', isAwaited: (view) => !view.of(served) }],
  };
}

/** Tosses a coin until it shows heads. */
export function coin(sides: readonly string[]): System {
  const toss = chance('coin');
  const heads = register('heads', false);
  return {
    shared: [toss, heads],
    actors: {
      *A() {
        yield* retry(function* () { return (yield* toss.oneOf(...sides)) === 'heads' ? true : undefined; });
        yield heads.write(true);
      },
    },
    goals: [{ name: 'It shows heads.', isAwaited: (view) => !view.of(heads) }],
  };
}

/** A reader that must not see the middle of a write. */
export function tornWrite(): System {
  const file = register('file', 'old');
  return {
    shared: [file],
    actors: {
      *W() {
        yield file.write('');
        yield file.write('new');
      },
      *R() {
        const text = yield* file.read();
        promise(text !== '', 'R read half a file');
      },
    },
  };
}

/** A holder that may end while it holds the lock. */
export function killedHolder(whenHolderEnds: 'stays' | 'is-released'): System {
  const lock = mutex('data.lock', whenHolderEnds);
  const hold = function* (): Body {
    yield lock.acquire();
    yield lock.release();
  };
  return { shared: [lock], actors: { A: hold, B: hold }, faults: { crash: { actors: ['A'] } } };
}
