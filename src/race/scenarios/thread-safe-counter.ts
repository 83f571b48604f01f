import { retry, type Body } from '../model/loop.ts';
import { counter, mutex, queue, register, type Counter, type Mutex, type Queue } from '../model/objects/index.ts';
import { defineScenario, promise, type System } from '../model/scenario.ts';
import { addInSteps, endsAt } from './parts/counting.ts';

/** Threads that each count once. */
function counting(names: readonly string[], total: Counter, shared: System['shared'], count: () => Body): System {
  return { shared: [...shared, total], actors: Object.fromEntries(names.map((name) => [name, count])), finally: [endsAt(total, names.length)] };
}

/** A counter in two parts, each with its own lock. */
interface Striped {
  readonly parts: readonly [Counter, Counter];
  readonly locks: readonly [Mutex, Mutex];
}

function striped(): Striped {
  return { parts: [counter('bucket 0'), counter('bucket 1')], locks: [mutex('lock 0'), mutex('lock 1')] };
}

function* countIn({ parts, locks }: Striped, at: 0 | 1, amount: number): Body {
  yield* locks[at].acquire();
  yield* addInSteps(parts[at], amount);
  yield* locks[at].release();
}

/** The sum, one bucket after the other. */
function* sumOf({ parts, locks }: Striped): Body<number> {
  let sum = 0;
  for (const at of [0, 1] as const) {
    yield* locks[at].acquire();
    sum += yield* parts[at].read();
    yield* locks[at].release();
  }
  return sum;
}

/** The sum, with all buckets locked meanwhile, in their order. */
function* sumOfAllAtOnce({ parts, locks }: Striped): Body<number> {
  for (const lock of locks) yield* lock.acquire();
  const sum = (yield* parts[0].read()) + (yield* parts[1].read());
  for (const lock of locks) yield* lock.release();
  return sum;
}

/** One thread counts up; another counts down after it, in the other bucket; a third asks for the sum. */
function upAndDown(sum: (its: Striped) => Body<number>): System {
  const its = striped();
  const isUp = register<boolean>('counted up', false);
  return {
    shared: [...its.parts, ...its.locks, isUp],
    actors: {
      *up() {
        yield* countIn(its, 0, 1);
        yield* isUp.write(true);
      },
      *down() {
        yield* isUp.whenIs(true);
        yield* countIn(its, 1, -1);
      },
      *reader() {
        const seen = yield* sum(its);
        promise(seen >= 0, `The reader is told ${seen}, which the counter never was: it was 0, then 1, then 0.`);
      },
    },
  };
}

/** A queue with one slot, which holds the number. Whoever counts takes it out and puts the next one in. */
function oneSlot(names: readonly string[], slot: Queue<number>, faults: NonNullable<System['faults']> = {}): System {
  const count = function* (): Body {
    const value = yield* slot.take();
    yield* slot.put(value + 1);
  };
  return {
    shared: [slot],
    actors: Object.fromEntries(names.map((name) => [name, count])),
    faults,
    finally: [{ name: 'Every increment of a thread that has ended is kept.', holds: (view) => (view.of(slot)[0] ?? 0) >= names.filter((name) => view.hasEnded(name)).length }],
  };
}

export default defineScenario({
  name: 'thread-safe-counter',
  title: 'A counter for several threads, in several ways',
  promise: 'Every increment is kept, and no number is told that the counter never was.',
  topic: 'atomic variables, thread-safe counter',
  variants: {
    'load-add-store': {
      explanation: '"counter += 1" is three steps: load, add, store. Each is atomic, also by the interpreter lock of Python, and together they are not. Two threads load the same number, and one increment is lost.',
      expect: 'FAILED',
      fix: 'One atomic step (fetch-and-add, compare-and-swap), or a lock around the three.',
      system() {
        const total = counter('counter');
        return counting(['A', 'B'], total, [], () => addInSteps(total, 1));
      },
    },
    'up-and-down': {
      explanation: 'One thread adds one and another takes one away, each in three steps. What should be 0 in the end is 0, 1 or -1, as the steps happen to fall.',
      expect: 'FAILED',
      fix: 'The same lock for both functions: two locks would keep each from itself and not from the other.',
      system() {
        const total = counter('counter');
        return { shared: [total], actors: { up: () => addInSteps(total, 1), down: () => addInSteps(total, -1) }, finally: [{ ...endsAt(total, 0), says: (view) => `The counter is ${view.of(total)}, not 0.` }] };
      },
    },
    'v1-lock': {
      explanation: 'CounterV1: a lock around load, add and store. Each thread loads what the one before it has stored. All threads meet at one lock, which is what it costs.',
      expect: 'PROVED',
      system() {
        const total = counter('counter');
        const lock = mutex('lock');
        return counting(['A', 'B', 'C'], total, [lock], function* () {
          yield* lock.acquire();
          yield* addInSteps(total, 1);
          yield* lock.release();
        });
      },
    },
    'fetch-and-add': {
      explanation: 'The machine adds in one step, as AtomicInteger.incrementAndGet and Atomics.add do. There is no gap into which another thread could come, and nobody waits.',
      expect: 'PROVED',
      system() {
        const total = counter('counter');
        return counting(['A', 'B', 'C'], total, [], function* () {
          yield* total.add(1);
        });
      },
    },
    'compare-and-swap': {
      explanation: 'A thread loads the number and stores the next one only if it is still the same, both in one step, and otherwise begins anew. Whoever fails does so because another has succeeded, so that some thread always gets on.',
      expect: 'PROVED',
      system() {
        const total = counter('counter');
        return counting(['A', 'B', 'C'], total, [], function* () {
          yield* retry(function* () {
            const before = yield* total.read();
            return (yield* total.compareAndSwap(before, before + 1)) ? true : undefined;
          });
        });
      },
    },
    'compare-and-swap-once': {
      explanation: 'The same without the retry: what compareAndSwap returns is not looked at. It refuses when another thread was quicker, and this increment is lost without a word.',
      expect: 'FAILED',
      fix: 'Heed what it returns, and begin anew when it is false.',
      system() {
        const total = counter('counter');
        return counting(['A', 'B'], total, [], function* () {
          const before = yield* total.read();
          yield* total.compareAndSwap(before, before + 1);
        });
      },
    },
    'v2-striped': {
      explanation: 'CounterV2: buckets, each with its own lock, and the sum of all when somebody asks. As long as it only counts up by one, each sum was right at some moment while it was added up, and of two sums the later is never less.',
      expect: 'PROVED',
      system() {
        const its = striped();
        return {
          shared: [...its.parts, ...its.locks],
          actors: {
            A: () => countIn(its, 0, 1),
            B: () => countIn(its, 1, 1),
            C: () => countIn(its, 0, 1),
            *reader() {
              const first = yield* sumOf(its);
              const second = yield* sumOf(its);
              promise(first <= second, `The reader is told ${first}, and then ${second}: it went backwards.`);
            },
          },
          finally: [{ name: 'The buckets make 3.', holds: (view) => view.of(its.parts[0]) + view.of(its.parts[1]) === 3 }],
        };
      },
    },
    'v2-striped-up-and-down': {
      explanation: 'As soon as the same counter also counts down, or by more than one, the sum can be one that never was. The reader adds bucket 0 before something comes in there, and bucket 1 after something has gone out there, and is told -1. Each bucket is locked while it is read, but never both.',
      expect: 'FAILED',
      fix: 'Lock all buckets, in their order, while you add them up; or say that the sum is an estimate.',
      system: () => upAndDown(sumOf),
    },
    'v2-all-buckets-locked': {
      explanation: 'Whoever asks for the sum holds the locks of all buckets while adding, taken in their order so that two readers cannot wait for each other. The sum is what the counter was at that moment. Counting stays cheap, and asking becomes dear.',
      expect: 'PROVED',
      system: () => upAndDown(sumOfAllAtOnce),
    },
    'v3-one-slot-queue': {
      explanation: 'CounterV3: a queue with one slot holds the number. To take it out empties the slot, so that all others wait until the next number is put in. The queue is the lock.',
      expect: 'PROVED',
      system: () => oneSlot(['A', 'B', 'C'], queue('slot', 1, [0])),
    },
    'v3-thread-dies': {
      explanation: 'The same, where a thread may end between taking the number out and putting the next one in: an exception, a thread that is killed. The number is gone with it, and all others wait at an empty slot for ever. No "with" puts it back, as it would a lock.',
      expect: 'FAILED',
      fix: 'Use a lock in a "with" and keep the number beside it. If it must be a queue, put the old number back in a finally.',
      system: () => oneSlot(['A', 'B'], queue('slot', 1, [0]), { crash: { actors: ['A'] } }),
    },
    'v1-thread-dies': {
      explanation: 'CounterV1, where a thread may end at any step. Its lock is in a "with", which releases it on every way out, so that the others go on. Its own increment may be missing; those of all that come to their end are kept.',
      expect: 'PROVED',
      system() {
        const total = counter('counter');
        const lock = mutex('lock', 'is-released');
        const names = ['A', 'B', 'C'];
        const system = counting(names, total, [lock], function* () {
          yield* lock.acquire();
          yield* addInSteps(total, 1);
          yield* lock.release();
        });
        return {
          ...system,
          faults: { crash: { actors: ['A'] } },
          finally: [{ name: 'Every increment of a thread that has ended is kept.', holds: (view) => view.of(total) >= names.filter((name) => view.hasEnded(name)).length }],
        };
      },
    },
  },
});
