import type { Body } from '../model/loop.ts';
import { counter, permits, room, type Room } from '../model/objects/index.ts';
import { defineScenario, type System } from '../model/scenario.ts';

const threads = ['A', 'B', 'C'];

/** Connections that so many may use at once. */
function connections(most: number): Room {
  return room('the database', most);
}

function* use(database: Room): Body {
  yield* database.enter();
  yield* database.leave();
}

function all(names: readonly string[], shared: System['shared'], run: () => Body): System {
  return { shared, actors: Object.fromEntries(names.map((name) => [name, run])) };
}

export default defineScenario({
  name: 'semaphore',
  title: 'Three threads, two connections',
  promise: 'At most two threads use the database at once, and every thread gets its turn.',
  topic: 'semaphore',
  variants: {
    'count-checked-then-taken': {
      explanation: 'The free connections are a plain number. A thread looks whether it is above zero and then writes one less. Two threads can both see the same last connection, so that three are inside.',
      expect: 'FAILED',
      fix: 'Looking and taking must be one step: that is what the acquire of a semaphore is.',
      system() {
        const free = counter('free connections', 2);
        const database = connections(2);
        return all(threads, [free, database], function* () {
          const seen = yield* free.read();
          if (seen === 0) return;
          yield* free.write(seen - 1);
          yield* use(database);
          yield* free.add(1);
        });
      },
    },
    'counting-semaphore': {
      explanation: 'To acquire looks at the count and takes one in a single step, and waits when there is none. To release puts one back and wakes one that waits. So two are inside at most, and the third comes in when one leaves.',
      expect: 'PROVED',
      system() {
        const free = permits('semaphore', 2);
        const database = connections(2);
        return all([...threads, 'D'], [free, database], function* () {
          yield* free.acquire();
          yield* use(database);
          yield* free.release();
        });
      },
    },
    'released-without-acquiring': {
      explanation: 'Acquiring has a timeout, and the release stands in a finally that runs in any case. A thread whose time was up gives back a permit that it never had. A semaphore does not know who holds what: it now has one permit more than there are connections, for good.',
      expect: 'FAILED',
      fix: 'Release only what was acquired: let the try begin after the acquisition has succeeded.',
      system() {
        const free = permits('semaphore', 1);
        const database = connections(1);
        return all(threads, [free, database], function* () {
          if (yield* free.acquireOrTimeOut()) yield* use(database);
          yield* free.release();
        });
      },
    },
    'bounded-semaphore': {
      explanation: 'The same mistake with a BoundedSemaphore, which refuses to count above where it began. That catches a permit too many only while nobody is inside. As long as one is, there is room for the wrong permit, and the next thread comes in beside the holder.',
      expect: 'FAILED',
      fix: 'The bound is an alarm and no guard. Release only what was acquired.',
      system() {
        const free = permits('semaphore', 1, 1);
        const database = connections(1);
        return all(threads, [free, database], function* () {
          if (yield* free.acquireOrTimeOut()) yield* use(database);
          yield* free.release();
        });
      },
    },
    'released-only-when-acquired': {
      explanation: 'Whoever does not get a permit in time goes away without releasing. Each permit that comes back was taken before, so there are never more than connections.',
      expect: 'PROVED',
      system() {
        const free = permits('semaphore', 2);
        const database = connections(2);
        return all([...threads, 'D'], [free, database], function* () {
          if (!(yield* free.acquireOrTimeOut())) return;
          yield* use(database);
          yield* free.release();
        });
      },
    },
  },
});
