// The classical programs by which reductions are compared.
import { loop, again, retry } from '../../../../src/race/model/loop.ts';
import { counter, mutex, register } from '../../../../src/race/model/objects/index.ts';
import type { Body } from '../../../../src/race/model/loop.ts';
import type { ActorOf, System } from '../../../../src/race/model/scenario.ts';

function numbered<T>(many: number, make: (number: number) => T): T[] {
  return Array.from({ length: many }, (_none, number) => make(number));
}

function actors(prefix: string, many: number, make: (number: number) => ActorOf): Record<string, ActorOf> {
  return Object.fromEntries(numbered(many, (number) => [`${prefix}${number}`, make(number)]));
}

/** One writer of x, and N readers of it. */
export function readers(many: number): System {
  const x = counter('x');
  return {
    shared: [x],
    actors: {
      writer: function* () { yield x.write(1); },
      ...actors('reader', many, () => function* () { yield x.read(); }),
    },
  };
}

/** Searches an array for its last zero from the end, while N others each set an element to one more than that before it. */
export function lastZero(many: number): System {
  const array = numbered(many + 1, (at) => counter(`a${at}`));
  const element = (at: number): ReturnType<typeof counter> => array[at] ?? counter('none');
  return {
    shared: array,
    actors: {
      search: function* () {
        for (let at = many; (yield* element(at).read()) !== 0;) at -= 1;
      },
      ...actors('t', many, (number) => function* () {
        const before = yield* element(number).read();
        yield element(number + 1).write(before + 1);
      }),
    },
  };
}

/** Flanagan and Godefroid, POPL 2005: threads that find blocks for inodes. */
export function fileSystem(threads: number): System {
  const inodes = 32;
  const blocks = 26;
  const inodeLocks = numbered(inodes, (at) => mutex(`locki${at}`));
  const blockLocks = numbered(blocks, (at) => mutex(`lockb${at}`));
  const inode = numbered(inodes, (at) => counter(`inode${at}`));
  const busy = numbered(blocks, (at) => register<boolean>(`busy${at}`, false));
  const of = <T>(list: readonly T[], at: number): T => {
    const found = list[at];
    if (found === undefined) throw new RangeError(`there is no number ${at}`);
    return found;
  };
  return {
    shared: [...inodeLocks, ...blockLocks, ...inode, ...busy],
    actors: actors('t', threads, (thread) => function* (): Body {
      const i = thread % inodes;
      yield of(inodeLocks, i).acquire();
      if ((yield* of(inode, i).read()) === 0) {
        for (let b = (i * 2) % blocks; ; b = (b + 1) % blocks) {
          yield of(blockLocks, b).acquire();
          if (!(yield* of(busy, b).read())) {
            yield of(busy, b).write(true);
            yield of(inode, i).write(b + 1);
            yield of(blockLocks, b).release();
            break;
          }
          yield of(blockLocks, b).release();
        }
      }
      yield of(inodeLocks, i).release();
    }),
  };
}

/** Flanagan and Godefroid, POPL 2005: threads that put messages into a hash table. */
export function indexer(threads: number): System {
  const size = 128;
  const messages = 4;
  const table = numbered(size, (at) => counter(`table${at}`));
  return {
    shared: table,
    actors: actors('t', threads, (thread) => function* (): Body {
      for (let message = 1; message <= messages; message += 1) {
        const word = message * 11 + thread;
        for (let hash = (word * 7) % size; ; hash = (hash + 1) % size) {
          const slot = table[hash];
          if (slot === undefined || (yield* slot.compareAndSwap(0, word))) break;
        }
      }
    }),
  };
}

/** Dining philosophers: each takes two forks, eats once, and puts them back. */
export function philosophers(many: number, isOneLeftHanded: boolean): System {
  const forks = numbered(many, (at) => mutex(`fork${at}`));
  const fork = (at: number): ReturnType<typeof mutex> => forks[at % many] ?? mutex('none');
  return {
    shared: forks,
    actors: actors('p', many, (at) => function* () {
      const isOther = isOneLeftHanded && at === many - 1;
      const first = fork(isOther ? at + 1 : at);
      const second = fork(isOther ? at : at + 1);
      yield first.acquire();
      yield second.acquire();
      yield second.release();
      yield first.release();
    }),
  };
}

/** Dining philosophers who never stop. */
export function loopingPhilosophers(many: number, isOneLeftHanded: boolean): System {
  const { shared, actors: once } = philosophers(many, isOneLeftHanded);
  return {
    shared,
    actors: Object.fromEntries(Object.entries(once).map(([name, actor]) => [name, function* () {
      yield* retry(function* () {
        yield* typeof actor === 'function' ? actor() : actor.run();
        return undefined;
      });
    }])),
  };
}

/** Actors that read a number and write one more. */
export function lostUpdate(many: number, increments: number): System {
  const x = counter('x');
  return {
    shared: [x],
    actors: actors('a', many, () => function* () {
      yield* loop(increments, function* (left) {
        const found = yield* x.read();
        yield x.write(found + 1);
        return left > 1 ? again(left - 1) : null;
      });
    }),
  };
}
