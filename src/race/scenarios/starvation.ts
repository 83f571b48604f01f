import { forever, retry, type Body } from '../model/loop.ts';
import { mutex, register, ticketLock, type Register } from '../model/objects/index.ts';
import { defineScenario, type System } from '../model/scenario.ts';

/** Busy threads that come again and again, and one that wants in once. */
function busy(shared: System['shared'], others: readonly string[], again: () => Body, once: () => Body): System {
  const waits: Register<boolean> = register<boolean>('W waits', false);
  return {
    shared: [...shared, waits],
    actors: {
      ...Object.fromEntries(others.map((name) => [name, () => forever(again)])),
      *W() {
        yield* waits.write(true);
        yield* once();
        yield* waits.write(false);
      },
    },
    goals: [{ name: 'W gets in.', isAwaited: (view) => view.of(waits) }],
  };
}

export default defineScenario({
  name: 'starvation',
  title: 'One waiter among threads that come again and again',
  promise: 'Whoever waits for the lock gets it.',
  topic: 'starvation',
  variants: {
    'lock-for-whoever-comes': {
      explanation: 'When the lock becomes free, whoever is there first takes it, as with most locks. Two busy threads can pass it to and fro, and each time the waiter comes it is taken again. Nobody stands still and no rule is broken; the waiter just never gets in.',
      expect: 'FAILED',
      fix: 'Give the lock in the order in which it was asked for: a ticket lock, or a queue that the holder hands it on by. It costs some throughput, since the next holder may have to be woken first.',
      system() {
        const lock = mutex('lock');
        const section = function* (): Body {
          yield* lock.acquire();
          yield* lock.release();
        };
        return busy([lock], ['A', 'B'], section, section);
      },
    },
    'waiter-that-polls': {
      explanation: 'The waiter looks now and then whether the lock is free, as one does with a lock file, and goes to sleep again when it is not. One busy thread is enough to starve it: whenever it looks the lock happens to be taken, and what is free in between it does not see.',
      expect: 'FAILED',
      fix: 'Leave a sign that you wait, and let the holder heed it: a line of tickets, or a queue beside the lock file.',
      system() {
        const lock = mutex('lock');
        return busy(
          [lock],
          ['A'],
          function* () {
            yield* lock.acquire();
            yield* lock.release();
          },
          function* () {
            yield* retry(function* () {
              return (yield* lock.tryAcquire()) ? true : undefined;
            });
            yield* lock.release();
          },
        );
      },
    },
    'ticket-lock': {
      explanation: 'To take a ticket never waits, and tickets are served one after the other. Whoever has one has only those before it to wait for; however often the others come back, they come back behind it.',
      expect: 'PROVED',
      system() {
        const lock = ticketLock('ticket lock');
        const section = function* (): Body {
          yield* lock.takeTicket();
          yield* lock.whenServed();
          yield* lock.release();
        };
        return busy([lock], ['A', 'B', 'C'], section, section);
      },
    },
  },
});
