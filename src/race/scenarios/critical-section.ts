import { retry, type Body } from '../model/loop.ts';
import { clock, counter, mutex, type Clock, type Counter, type Mutex } from '../model/objects/index.ts';
import { defineScenario, promise, type System } from '../model/scenario.ts';
import { endsAt } from './parts/counting.ts';

/** In ticks. */
const timeToCompute = 3;

interface Things {
  readonly time: Clock;
  readonly lock: Mutex;
  readonly total: Counter;
}

/** Two threads that each compute for some time and add what comes of it. */
function twoThreads(run: (its: Things) => Body): System {
  const its: Things = { time: clock(), lock: mutex('lock'), total: counter('total') };
  return { shared: [its.time, its.lock, its.total], ticks: 3 * timeToCompute, actors: { A: () => run(its), B: () => run(its) }, finally: [endsAt(its.total, 2, 'result')] };
}

/** Takes the lock, and says when it had to wait as long as a tick for it. */
function* acquireAtOnce({ time, lock }: Things): Body {
  const before = yield* time.now();
  yield* lock.acquire();
  const waited = (yield* time.now()) - before;
  promise(waited === 0, `A thread waited ${waited} ticks for the lock, because the other computed while it held it.`);
}

function* compute({ time }: Things): Body {
  yield* time.sleepUntil((yield* time.now()) + timeToCompute);
}

export default defineScenario({
  name: 'critical-section',
  title: 'What has to be under the lock, and what has not',
  promise: 'Nobody waits for the lock as long as a tick, and no result is lost.',
  topic: 'lock contention',
  variants: {
    'computes-under-the-lock': {
      explanation: 'Each thread takes the lock, reads the total, computes for three ticks, and writes. That is right and slow: the second thread waits for all of the time that the first computes.',
      expect: 'FAILED',
      fix: 'Hold the lock for as little as possible: compute first, and then read, add and write.',
      system: () =>
        twoThreads(function* (its) {
          yield* acquireAtOnce(its);
          const before = yield* its.total.read();
          yield* compute(its);
          yield* its.total.write(before + 1);
          yield* its.lock.release();
        }),
    },
    'two-sections': {
      explanation: 'The lock is held to read and held again to write, and let go of while computing. Each section is short, but what was read in the first may not be so any more in the second. The other has written in between, and that is lost.',
      expect: 'FAILED',
      fix: 'What depends on what was read belongs into one section, or look again before you write.',
      system: () =>
        twoThreads(function* (its) {
          yield* acquireAtOnce(its);
          const before = yield* its.total.read();
          yield* its.lock.release();
          yield* compute(its);
          yield* acquireAtOnce(its);
          yield* its.total.write(before + 1);
          yield* its.lock.release();
        }),
    },
    'computes-first': {
      explanation: 'What takes long does not need the total, so it is done before. Under the lock are only reading, adding and writing, which take no time worth a tick. Both threads compute at the same time.',
      expect: 'PROVED',
      system: () =>
        twoThreads(function* (its) {
          yield* compute(its);
          yield* acquireAtOnce(its);
          const before = yield* its.total.read();
          yield* its.total.write(before + 1);
          yield* its.lock.release();
        }),
    },
    'looks-again': {
      explanation: 'Here the computation does need what was read. It is done without the lock; then, under the lock, the thread looks whether the total is still what it began with, and begins anew when it is not. That is optimistic locking: nobody waits, and now and then somebody computes twice.',
      expect: 'PROVED',
      system: () =>
        twoThreads(function* (its) {
          yield* retry(function* () {
            const before = yield* its.total.read();
            yield* compute(its);
            yield* acquireAtOnce(its);
            const isSame = (yield* its.total.read()) === before;
            if (isSame) yield* its.total.write(before + 1);
            yield* its.lock.release();
            return isSame ? true : undefined;
          });
        }),
    },
  },
});
