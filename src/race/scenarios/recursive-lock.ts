import type { Body } from '../model/loop.ts';
import { mutex, reentrantMutex, room, type Mutex, type ReentrantMutex, type Room } from '../model/objects/index.ts';
import { defineScenario, type System } from '../model/scenario.ts';

/** A function that takes the lock, does something and calls itself before it lets go. */
function* recurse(lock: Mutex | ReentrantMutex, calls: number): Body {
  yield* lock.acquire();
  if (calls > 1) yield* recurse(lock, calls - 1);
  yield* lock.release();
}

/** A calls a function that calls itself, and B uses the same lock plainly; both are inside only while they hold it. */
function callers(lock: ReentrantMutex, inside: Room, run: () => Body): System {
  return {
    shared: [lock, inside],
    actors: {
      *A() {
        yield* run();
      },
      *B() {
        yield* lock.acquire();
        yield* inside.enter();
        yield* inside.leave();
        yield* lock.release();
      },
    },
  };
}

export default defineScenario({
  name: 'recursive-lock',
  title: 'A function that holds a lock calls itself',
  promise: 'Every call returns, and only one thread at a time is inside.',
  topic: 'mutex, reentrant lock',
  variants: {
    'plain-lock': {
      explanation: 'A plain lock does not ask who wants it. The second call waits until the lock is free, and it is the first call, further up on the same stack, that would have to free it. One thread is enough for this deadlock.',
      expect: 'FAILED',
      fix: 'A reentrant lock (RLock) knows its owner and counts how deep it is. Better still: take the lock once in a public function, and let an inner one that expects it to be held do the recursion.',
      system() {
        const lock = mutex('lock');
        return { shared: [lock], actors: { A: () => recurse(lock, 2), B: () => recurse(lock, 1) } };
      },
    },
    'reentrant-lock': {
      explanation: 'The lock knows its owner: the same thread goes in again and only the depth is counted. It is free for others when it has been released as often as it was acquired, so that B comes in before the first call or after the last.',
      expect: 'PROVED',
      system() {
        const lock = reentrantMutex('lock');
        const inside = room('the section');
        return callers(lock, inside, function* () {
          yield* lock.acquire();
          yield* inside.enter();
          yield* recurse(lock, 2);
          yield* inside.leave();
          yield* lock.release();
        });
      },
    },
    'released-too-seldom': {
      explanation: 'The inner call takes a way out that forgets to release, such as an early return. A itself notices nothing, since it may always acquire its own lock again. B waits for ever, far from the mistake.',
      expect: 'FAILED',
      fix: 'Tie each release to its acquisition by the form of the code: "with lock:" or try and finally, so that no way out can miss it.',
      system() {
        const lock = reentrantMutex('lock');
        return callers(lock, room('the section'), function* () {
          yield* lock.acquire();
          yield* lock.acquire();
          yield* lock.release();
        });
      },
    },
    'lock-taken-once': {
      explanation: 'The public function takes a plain lock once, and the recursion is in an inner function that takes none. Nobody waits for itself, and nobody needs to count how deep it is.',
      expect: 'PROVED',
      system() {
        const lock = mutex('lock');
        const inside = room('the section');
        const call = function* (): Body {
          yield* lock.acquire();
          yield* inside.enter();
          yield* inside.leave();
          yield* lock.release();
        };
        return { shared: [lock, inside], actors: { A: call, B: call } };
      },
    },
  },
});
