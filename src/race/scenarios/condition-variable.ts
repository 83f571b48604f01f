import { retry, type Body } from '../model/loop.ts';
import { list, monitor, register, type List, type Monitor } from '../model/objects/index.ts';
import { defineScenario, type Condition, type System } from '../model/scenario.ts';

/** What is between the producer and the consumers. */
function itemList(): List<string> {
  return list<string>('the list');
}

function* produce(lock: Monitor, items: List<string>, names: readonly string[]): Body {
  for (const name of names) {
    yield* lock.acquire();
    yield* items.append(name);
    yield* lock.notify();
    yield* lock.release();
  }
}

/** Waits until there is something, and takes it: the pattern that is right. */
function* takeWhenThere(lock: Monitor, items: List<string>): Body {
  yield* lock.acquire();
  yield* retry(function* () {
    if ((yield* items.size()) > 0) return true;
    yield* lock.wait();
    return undefined;
  });
  yield* items.pop();
  yield* lock.release();
}

/** The same with an if instead of a while: who is woken takes it for granted that something is there. */
function* takeAfterOneLook(lock: Monitor, items: List<string>): Body {
  yield* lock.acquire();
  if ((yield* items.size()) === 0) yield* lock.wait();
  yield* items.pop();
  yield* lock.release();
}

function nothingLeft(items: List<string>): Condition {
  return {
    name: 'Every item is consumed.',
    holds: (view) => view.of(items).length === 0,
    says: (view) => `${view.of(items).length} of the items lie in the list, and the consumer sleeps.`,
  };
}

/** A flag that a starter raises and a waiter waits for. */
function flag(raise: (lock: Monitor) => Body, wait: (lock: Monitor) => Body, lock = monitor('condition')): System {
  return { shared: [lock], actors: { waiter: () => wait(lock), starter: () => raise(lock) } };
}

export default defineScenario({
  name: 'condition-variable',
  title: 'Consumers wait for a condition',
  promise: 'Every item that is produced is consumed once, and nobody sleeps while there is something to do.',
  topic: 'condition variable',
  variants: {
    'wait-without-predicate': {
      explanation: 'The consumer waits first and looks afterwards, as in the example that this is taken from. A notification wakes who waits at that moment and is lost otherwise. If the producer is quick, several items come while the consumer is still at the first, or before it waits at all, and it sleeps with items in the list.',
      expect: 'FAILED',
      fix: 'Look before you wait: "while not queue: cond.wait()". The list remembers what a notification does not.',
      system() {
        const lock = monitor('condition');
        const items = itemList();
        return {
          shared: [lock, items],
          actors: {
            producer: () => produce(lock, items, ['first', 'second']),
            consumer: {
              serves: true,
              *run() {
                yield* retry(function* () {
                  yield* lock.acquire();
                  yield* lock.wait();
                  if ((yield* items.size()) > 0) yield* items.pop();
                  yield* lock.release();
                  return undefined;
                });
              },
            },
          },
          finally: [nothingLeft(items)],
        };
      },
    },
    'if-instead-of-while': {
      explanation: 'A consumer that finds nothing waits once and then pops. Between the notification and its getting the lock again another consumer can come in and take the item. What it was woken for is gone.',
      expect: 'FAILED',
      fix: 'Use while instead of if: a notification says that it may be worth looking again, and no more than that.',
      system() {
        const lock = monitor('condition');
        const items = itemList();
        return {
          shared: [lock, items],
          actors: { producer: () => produce(lock, items, ['first', 'second']), C1: () => takeAfterOneLook(lock, items), C2: () => takeAfterOneLook(lock, items) },
        };
      },
    },
    'if-and-a-spurious-wake-up': {
      explanation: 'One producer and one consumer, so that nobody can come in between. But a wait may end without any notification, as POSIX and Java allow. With an if, the consumer then pops from the empty list.',
      expect: 'FAILED',
      fix: 'Use while instead of if. Then a wake-up that nobody sent costs one look.',
      system() {
        const lock = monitor('condition', 1);
        const items = itemList();
        return { shared: [lock, items], actors: { producer: () => produce(lock, items, ['first']), consumer: () => takeAfterOneLook(lock, items) } };
      },
    },
    'notify-before-wait': {
      explanation: 'A starter notifies once and the waiter waits once; no variable says that it has happened. If the starter comes first, nobody hears it, and the waiter sleeps for ever.',
      expect: 'FAILED',
      fix: 'Keep the fact in a variable under the lock and wait while it is not so, or use an Event, which stays set.',
      system: () =>
        flag(
          function* (lock) {
            yield* lock.acquire();
            yield* lock.notify();
            yield* lock.release();
          },
          function* (lock) {
            yield* lock.acquire();
            yield* lock.wait();
            yield* lock.release();
          },
        ),
    },
    'event-that-stays-set': {
      explanation: 'An Event keeps that it was set. A waiter that comes late sees it and does not wait at all, and one that comes early is woken. It is a flag, a lock and a condition in one.',
      expect: 'PROVED',
      system() {
        const event = register<boolean>('event', false);
        const wait = function* (): Body {
          yield* event.whenIs(true);
        };
        return {
          shared: [event],
          actors: {
            *starter() {
              yield* event.write(true);
            },
            waiter: wait,
            another: wait,
          },
        };
      },
    },
    'flag-raised-without-the-lock': {
      explanation: 'The waiter does look before it waits, under the lock. But the starter raises the flag and notifies without the lock, which POSIX allows. Both can fall between the look and the wait, and then nobody is left to notify.',
      expect: 'FAILED',
      fix: 'Change the condition under the lock. Then the look and the wait are one step for whoever changes it.',
      system() {
        const isRaised = register<boolean>('flag', false);
        const lock = monitor('condition');
        const system = flag(
          function* () {
            yield* isRaised.write(true);
            yield* lock.notifyUnlocked();
          },
          function* () {
            yield* lock.acquire();
            yield* retry(function* () {
              if (yield* isRaised.read()) return true;
              yield* lock.wait();
              return undefined;
            });
            yield* lock.release();
          },
          lock,
        );
        return { ...system, shared: [lock, isRaised] };
      },
    },
    'while-with-predicate': {
      explanation: 'A consumer looks first, waits only while there is nothing, and looks again whenever it is woken. Producers change the list and notify under the same lock, so that nothing can happen between a look and a wait.',
      expect: 'PROVED',
      system() {
        const lock = monitor('condition');
        const items = itemList();
        return {
          shared: [lock, items],
          actors: { producer: () => produce(lock, items, ['first', 'second']), C1: () => takeWhenThere(lock, items), C2: () => takeWhenThere(lock, items) },
          finally: [nothingLeft(items)],
        };
      },
    },
    'while-and-spurious-wake-ups': {
      explanation: 'The same, where up to two waits may end without a notification. Whoever is woken for nothing looks, sees nothing and waits again.',
      expect: 'PROVED',
      system() {
        const lock = monitor('condition', 2);
        const items = itemList();
        return {
          shared: [lock, items],
          actors: { producer: () => produce(lock, items, ['first', 'second']), C1: () => takeWhenThere(lock, items), C2: () => takeWhenThere(lock, items) },
          finally: [nothingLeft(items)],
        };
      },
    },
  },
});
