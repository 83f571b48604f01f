import { again, loop, retry, type Body } from '../model/loop.ts';
import { clock, List, list, monitor, queue, register, type Monitor, type Queue } from '../model/objects/index.ts';
import { defineScenario, promise, type System } from '../model/scenario.ts';

const mostLooks = 3;
const mostLate = 1;

/** Whoever waits says which look it is. */
function count(look: number): void {
  promise(look <= mostLooks, `The consumer looks for the ${look}th time, and nothing has come yet.`);
}

function* produce(items: Queue<string> | List<string>, lock: Monitor | null = null, names: readonly string[] = ['item']): Body {
  for (const name of names) {
    if (lock !== null) yield* lock.acquire();
    yield* (items instanceof List ? items.append(name) : items.put(name));
    if (lock !== null) {
      yield* lock.notify();
      yield* lock.release();
    }
  }
}

/** The producer has an item at that tick; the consumer waits for it in some way, and should not have it late. */
function inTime(takeFrom: (items: Queue<string>, sleepUntil: (tick: number) => Body) => Body): System {
  const time = clock();
  const items = queue<string>('queue');
  const readyAt = 1;
  return {
    shared: [time, items],
    ticks: 8,
    actors: {
      *producer() {
        yield* time.sleepUntil(readyAt);
        yield* items.put('item');
      },
      *consumer() {
        yield* takeFrom(items, function* (tick) {
          yield* time.sleepUntil(tick);
        });
        const late = (yield* time.now()) - readyAt;
        promise(late <= mostLate, `The item was there at tick ${readyAt}, and the consumer has it ${late} ticks later.`);
      },
    },
  };
}

/** A holder removes its lock file, and tells those who watch; a waiter looks and watches. */
function lockFile(wait: (looks: () => Body<boolean>, watch: () => Body, event: () => Body) => Body): System {
  const isLocked = register<boolean>('lock file', true);
  const isWatched = register<boolean>('watched', false);
  const events = queue<string>('events');
  return {
    shared: [isLocked, isWatched, events],
    actors: {
      *holder() {
        yield* isLocked.write(false);
        if (yield* isWatched.read()) yield* events.put('removed');
      },
      *waiter() {
        yield* wait(
          () => isLocked.read()[Symbol.iterator](),
          function* () {
            yield* isWatched.write(true);
          },
          function* () {
            yield* events.take();
          },
        );
      },
    },
  };
}

export default defineScenario({
  name: 'busy-waiting',
  title: 'Looking again and again, or being woken',
  promise: 'A waiter looks at most three times, and has what it waits for at most one tick after it came.',
  topic: 'busy waiting',
  variants: {
    'polling': {
      explanation: 'The consumer looks into the queue until something is in it. How often it looks depends on nothing but how long the producer takes: there is no limit, and each look takes the processor from somebody else.',
      expect: 'FAILED',
      fix: 'Wait for an event: a queue whose get blocks, or a condition. Then one look is enough, or two.',
      system() {
        const items = queue<string>('queue');
        return {
          shared: [items],
          actors: {
            producer: () => produce(items),
            *consumer() {
              yield* loop<string, number>(1, function* (look) {
                count(look);
                return (yield* items.tryTake()) ?? again(look + 1);
              });
            },
          },
        };
      },
    },
    'sleeps-between-looks': {
      explanation: 'The consumer sleeps four ticks between two looks, so as not to burn the processor. Now it burns time: what comes right after a look lies there until the next. A shorter sleep is not so late and looks more often; no length is right for both.',
      expect: 'FAILED',
      fix: 'Wait for an event. It wakes you when something comes, and not before or after.',
      system: () =>
        inTime(function* (items, sleepUntil) {
          yield* loop<string, number>(0, function* (now) {
            yield* sleepUntil(now);
            return (yield* items.tryTake()) ?? again(now + 4);
          });
        }),
    },
    'looked-then-popped': {
      explanation: 'Two consumers poll a list without a lock: "while not queue: sleep", and then pop. Both can see the same item; the second pops from an empty list. The waste hides a race.',
      expect: 'FAILED',
      fix: 'Looking and taking must be one step: a queue, or both under one lock.',
      system() {
        const items = list<string>('the list');
        const consume = function* (): Body {
          yield* retry(function* () {
            return (yield* items.size()) > 0 ? true : undefined;
          });
          yield* items.pop();
        };
        return { shared: [items], actors: { producer: () => produce(items, null, ['first', 'second']), C1: consume, C2: consume } };
      },
    },
    'wait-without-a-look': {
      explanation: 'The better example that is usually given: wait at the condition, then pop. It does not look first. If the producer was quicker, its notification is lost and the consumer sleeps for ever beside its item.',
      expect: 'FAILED',
      fix: 'Look first: "while not queue: cond.wait()".',
      system() {
        const lock = monitor('condition');
        const items = list<string>('the list');
        return {
          shared: [lock, items],
          actors: {
            producer: () => produce(items, lock),
            *consumer() {
              yield* lock.acquire();
              yield* lock.wait();
              yield* items.pop();
              yield* lock.release();
            },
          },
        };
      },
    },
    'condition': {
      explanation: 'Each of two consumers looks under the lock, and waits at the condition when there is nothing. It looks again only when it was woken, so that looks are counted by items and not by time, however long the producer takes.',
      expect: 'PROVED',
      system() {
        const lock = monitor('condition');
        const items = list<string>('the list');
        const consume = function* (): Body {
          yield* lock.acquire();
          yield* loop<string, number>(1, function* (look) {
            count(look);
            if ((yield* items.size()) > 0) return yield* items.pop();
            yield* lock.wait();
            return again(look + 1);
          });
          yield* lock.release();
        };
        return { shared: [lock, items], actors: { producer: () => produce(items, lock, ['first', 'second']), C1: consume, C2: consume } };
      },
    },
    'blocking-queue': {
      explanation: 'The consumer calls get, which waits until something is there and takes it in one step. It has the item at the tick at which it comes, and it looks once.',
      expect: 'PROVED',
      system: () =>
        inTime(function* (items) {
          yield* items.take();
        }),
    },
    'watch-after-the-look': {
      explanation: 'A waiter for a lock file looks, sees it, and then begins to watch the folder. The holder can remove the file in between: then there is nothing to be told of any more, and the waiter waits for ever for a lock that is free.',
      expect: 'FAILED',
      fix: 'Begin to watch first and look afterwards.',
      system: () =>
        lockFile(function* (looks, watch, event) {
          if (!(yield* looks())) return;
          yield* watch();
          yield* event();
        }),
    },
    'watch-before-the-look': {
      explanation: 'The waiter begins to watch and looks then. What is removed before the look is seen by looking, and what is removed after it is told by the watch. One look, and no time lost.',
      expect: 'PROVED',
      system: () =>
        lockFile(function* (looks, watch, event) {
          yield* watch();
          if (!(yield* looks())) return;
          yield* event();
        }),
    },
  },
});
