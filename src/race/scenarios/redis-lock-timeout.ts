import type { Body } from '../model/loop.ts';
import { keyValueStore, type KeyValueStore } from '../model/objects/key-value-store.ts';
import { queue, type Queue } from '../model/objects/queue.ts';
import { room, type Room } from '../model/objects/room.ts';
import { defineScenario, type System } from '../model/scenario.ts';

const lease = 2;

interface Parts {
  readonly redis: KeyValueStore;
  readonly work: Room;
  readonly requests: Queue<string>;
  readonly answers: Queue<boolean>;
}

/** A asks B for something while it has the lock. B wants the lock too, but not to wait for it. */
function system(ask: (parts: Parts) => Body<boolean>): System {
  const parts: Parts = { redis: keyValueStore('redis'), work: room('the work'), requests: queue('requests'), answers: queue('answers') };
  return {
    shared: [parts.redis, parts.work, parts.requests, parts.answers],
    actors: { A: () => holds(parts), B: () => serves(parts, ask) },
    ticks: 3,
  };
}

function* holds({ redis, work, requests, answers }: Parts): Body {
  yield* redis.setWhenAbsent('lock', 'A', lease);
  yield* work.enter();
  yield* requests.put('do it if nobody else does');
  yield* answers.take();
  yield* work.leave();
  yield* redis.deleteIfEquals('lock', 'A');
}

function* serves(parts: Parts, ask: (parts: Parts) => Body<boolean>): Body {
  const { redis, work, requests, answers } = parts;
  yield* requests.take();
  const isMine = yield* ask(parts);
  if (isMine) {
    yield* work.enter();
    yield* work.leave();
  }
  yield* redis.deleteIfEquals('lock', 'B');
  yield* answers.put(isMine);
}

/** "if timeout and ...": 0 counts as no timeout at all. */
function* zeroIsNone({ redis }: Parts): Body<boolean> {
  yield* redis.setWhenAbsent('lock', 'B', lease);
  return true;
}

function* zeroIsNow({ redis }: Parts): Body<boolean> {
  return yield* redis.setIfAbsent('lock', 'B', lease);
}

/** __enter__ acquires, does not look at what came of it, and the block is run. */
function* resultIgnored({ redis }: Parts): Body<boolean> {
  yield* redis.setIfAbsent('lock', 'B', lease);
  return true;
}

export default defineScenario({
  name: 'redis-lock-timeout',
  title: 'A lock that is asked for with a timeout of 0',
  promise: 'Who does not want to wait is told at once, and never works beside the holder.',
  topic: 'Redis lock',
  variants: {
    'zero-is-for-ever': {
      explanation: 'The code asks "if timeout and time is up", and 0 counts as false: a timeout of 0 means to wait without an end. A waits for B\'s answer and B for A\'s lock; it is the expiry of the lock that ends this, and lets B in while A is still inside.',
      expect: 'FAILED',
      fix: 'Ask whether there is a timeout ("is not None"), and then whether it is over: 0 is a timeout like any other.',
      system: () => system(zeroIsNone),
    },
    'result-ignored': {
      explanation: 'The lock answers at once that it is taken. But the "with" block calls acquire and does not look at the answer, so its body runs without the lock, beside the holder.',
      expect: 'FAILED',
      fix: 'A block that cannot get its lock must not run: have __enter__ throw when acquire says no.',
      system: () => system(resultIgnored),
    },
    'zero-is-now': {
      explanation: 'B tries once, is told that the lock is taken, and answers "no". A goes on and lets go of the lock in time.',
      expect: 'PROVED',
      system: () => system(zeroIsNow),
    },
  },
});
