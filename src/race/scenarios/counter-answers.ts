import type { Specification } from '../model/linearizability.ts';
import { retry, type Body } from '../model/loop.ts';
import { history, linearizable } from '../model/objects/history.ts';
import { mutex } from '../model/objects/mutex.ts';
import { counter } from '../model/objects/register.ts';
import { defineScenario, type System } from '../model/scenario.ts';
import type { SharedObject } from '../model/shared-object.ts';

/** What a counter is: add(n) tells nothing, and get() the sum of all that was added before. */
const counterAlone: Specification<number> = {
  initial: 0,
  apply: (sum, operation, [amount]) => (operation === 'add' ? { state: sum + Number(amount), result: null } : { state: sum, result: sum }),
};

interface Counting {
  readonly shared: readonly SharedObject[];
  readonly add: (amount: number, by: 'A' | 'B') => Body<null>;
  readonly get: () => Body<number>;
}

/** A adds one, B adds what it is told to, and a reader looks at the sum. */
function used({ shared, add, get }: Counting, byB = 1): System {
  const calls = history('calls');
  return {
    shared: [...shared, calls],
    actors: {
      * A() {
        yield* calls.call('add', [1], () => add(1, 'A'));
      },
      * B() {
        yield* calls.call('add', [byB], () => add(byB, 'B'));
      },
      * reader() {
        yield* calls.call('get', [], get);
      },
    },
    invariants: [linearizable(calls, counterAlone)],
  };
}

function loadAddStore(): Counting {
  const sum = counter('sum');
  return {
    shared: [sum],
    * add(amount) {
      const before = yield* sum.read();
      return yield* sum.write(before + amount);
    },
    * get() {
      return yield* sum.read();
    },
  };
}

function locked(): Counting {
  const [sum, lock] = [counter('sum'), mutex('lock')];
  return {
    shared: [sum, lock],
    * add(amount) {
      yield* lock.acquire();
      const before = yield* sum.read();
      yield* sum.write(before + amount);
      return yield* lock.release();
    },
    * get() {
      yield* lock.acquire();
      const seen = yield* sum.read();
      yield* lock.release();
      return seen;
    },
  };
}

function compareAndSwap(): Counting {
  const sum = counter('sum');
  return {
    shared: [sum],
    * add(amount) {
      yield* retry(function* (): Body<true | undefined> {
        const before = yield* sum.read();
        return (yield* sum.compareAndSwap(before, before + amount)) ? true : undefined;
      });
      return null;
    },
    * get() {
      return yield* sum.read();
    },
  };
}

/** A bucket each, with atomic additions; the sum is read bucket by bucket. */
function striped(): Counting {
  const buckets = { A: counter('bucket A'), B: counter('bucket B') };
  return {
    shared: Object.values(buckets),
    * add(amount, by) {
      yield* buckets[by].add(amount);
      return null;
    },
    * get() {
      const ofA = yield* buckets.A.read();
      const ofB = yield* buckets.B.read();
      return ofA + ofB;
    },
  };
}

export default defineScenario({
  name: 'counter-answers',
  title: 'What the callers of a counter are told',
  promise: 'Every call takes effect at one moment between its beginning and its return, so that its callers cannot tell it from a counter that serves one at a time.',
  topic: 'atomic variables, thread-safe counter',
  variants: {
    'load-add-store': {
      explanation: 'Two callers load the same sum, and both store one more. Both are told that they have added; whoever looks after that finds one. No order of two additions and a look gives that answer.',
      expect: 'FAILED',
      fix: 'Make the three steps one: under a lock, or with compare-and-swap and another try when somebody was faster.',
      system: () => used(loadAddStore()),
    },
    'one-lock': {
      explanation: 'Each call takes effect while it holds the lock, and the lock is held within the call. That is the one moment.',
      expect: 'PROVED',
      system: () => used(locked()),
    },
    'compare-and-swap': {
      explanation: 'An addition takes effect at the compare-and-swap that succeeds, a look at its read. Each is a single step, so each has its moment.',
      expect: 'PROVED',
      system: () => used(compareAndSwap()),
    },
    'a-bucket-each': {
      explanation: 'Each thread adds to a bucket of its own, and the sum is read bucket by bucket, each at another time. It still has a moment: as long as ones are added and nothing is taken away, the sum passes through every number between the first and the last, the one that was read too.',
      expect: 'PROVED',
      system: () => used(striped()),
    },
    'a-bucket-each-up-and-down': {
      explanation: 'The same buckets, but B takes one away. The reader has looked at the first bucket when A adds one; then B takes one away, and the reader sees that. It finds -1, a sum that there never was.',
      expect: 'FAILED',
      fix: 'Hold the locks of all buckets, in one order, while adding them up. Or keep buckets for what may be a little off, such as statistics.',
      system: () => used(striped(), -1),
    },
  },
});
