import { retry, type Body } from '../model/loop.ts';
import { chance, counter, list, monitor, queue, register, type Counter, type List, type Monitor, type Queue } from '../model/objects/index.ts';
import { defineScenario, promise, type Condition, type System } from '../model/scenario.ts';
import type { SharedObject } from '../model/shared-object.ts';
import { endsAt } from './parts/counting.ts';

/** What the producer puts last, for a consumer to end on. */
const end = 'end';

function* consumeUntilEnd(items: Queue<string>, consumed: Counter): Body {
  yield* retry(function* () {
    if ((yield* items.take()) === end) return true;
    yield* consumed.add(1);
    return undefined;
  });
}

function* putAll(items: Queue<string>, names: readonly string[]): Body {
  for (const name of names) yield* items.put(name);
}

function* join(...finished: readonly ReturnType<typeof register<boolean>>[]): Body {
  for (const each of finished) yield* each.whenIs(true);
}

function atMost(items: SharedObject<readonly string[]>, most: number): Condition {
  return {
    name: `At most ${most} items lie in the buffer.`,
    holds: (view) => view.of(items).length <= most,
    says: (view) => `${view.of(items).length} items lie in the buffer, and nothing makes the producer wait.`,
  };
}

/** A buffer for one item, made of a list and a monitor. */
interface Buffer {
  readonly lock: Monitor;
  readonly items: List<string>;
  /** What a producer and a consumer wait at. */
  readonly notFull: string;
  readonly notEmpty: string;
}

function* put({ lock, items, notFull, notEmpty }: Buffer): Body {
  yield* lock.acquire();
  yield* retry(function* () {
    if ((yield* items.size()) < 1) return true;
    yield* lock.wait(notFull);
    return undefined;
  });
  yield* items.append('item');
  yield* lock.notify(notEmpty);
  yield* lock.release();
}

function* take({ lock, items, notFull, notEmpty }: Buffer): Body {
  yield* lock.acquire();
  yield* retry(function* () {
    if ((yield* items.size()) > 0) return true;
    yield* lock.wait(notEmpty);
    return undefined;
  });
  yield* items.pop();
  yield* lock.notify(notFull);
  yield* lock.release();
}

/** Two producers and two consumers, each for one item. */
function twoAndTwo(buffer: Buffer): System {
  return { shared: [buffer.lock, buffer.items], actors: { P1: () => put(buffer), P2: () => put(buffer), C1: () => take(buffer), C2: () => take(buffer) } };
}

export default defineScenario({
  name: 'producer-consumer',
  title: 'Producers, consumers and a buffer between them',
  promise: 'Every item is consumed once, the buffer holds at most two, and in the end all have ended.',
  topic: 'producer-consumer',
  variants: {
    'unguarded-buffer': {
      explanation: 'The buffer is a plain list. Two consumers look whether something is in it and then pop. Both can see the same last item; the second pops from an empty list.',
      expect: 'FAILED',
      fix: 'Take from a queue whose get waits and takes in one step, or do both under one lock.',
      system() {
        const items = list('the buffer', ['item']);
        const consume = function* (): Body {
          if ((yield* items.size()) > 0) yield* items.pop();
        };
        return { shared: [items], actors: { C1: consume, C2: consume } };
      },
    },
    'unbounded-buffer': {
      explanation: 'The queue has no limit, so that putting never waits. A producer that is quicker than the consumer fills the memory, and what is consumed is older and older.',
      expect: 'FAILED',
      fix: 'Give the queue a size. Then a quick producer waits for the consumer: back pressure instead of memory.',
      system() {
        const items = queue<string>('buffer');
        const consumed = counter('number of consumed items');
        return { shared: [items, consumed], actors: { producer: () => putAll(items, ['1', '2', '3', end]), consumer: () => consumeUntilEnd(items, consumed) }, invariants: [atMost(items, 2)] };
      },
    },
    'no-sentinel': {
      explanation: 'The consumer takes items in an endless loop, and nobody tells it that there will be no more. After the last item it waits in get for ever. As a daemon thread it is killed when the program ends, wherever it stands; as a plain thread it keeps the program from ending.',
      expect: 'FAILED',
      fix: 'Put a sentinel that the consumer ends on, or close the queue where it can be closed.',
      system() {
        const items = queue<string>('buffer', 2);
        const consumed = counter('number of consumed items');
        return { shared: [items, consumed], actors: { producer: () => putAll(items, ['1', '2']), consumer: () => consumeUntilEnd(items, consumed) } };
      },
    },
    'one-sentinel-for-two-consumers': {
      explanation: 'The producer puts one sentinel when it is through, as is right for one consumer. With two, the first to take it ends, and the other waits in get for ever.',
      expect: 'FAILED',
      fix: 'Put one sentinel for each consumer, or have whoever takes it put it back before it ends.',
      system() {
        const items = queue<string>('buffer', 2);
        const consumed = counter('number of consumed items');
        const consume = (): Body => consumeUntilEnd(items, consumed);
        return { shared: [items, consumed], actors: { producer: () => putAll(items, ['1', '2', end]), C1: consume, C2: consume } };
      },
    },
    'sentinel-before-the-last-item': {
      explanation: 'There are two producers, and each puts the sentinel when it is through itself. The consumer ends at the first one it sees, and what the slower producer puts after that is never consumed.',
      expect: 'FAILED',
      fix: 'Whoever puts the sentinel first waits for all producers: join them, then end the consumers.',
      system() {
        const items = queue<string>('buffer');
        const consumed = counter('number of consumed items');
        return {
          shared: [items, consumed],
          actors: { P1: () => putAll(items, ['1', end]), P2: () => putAll(items, ['2', end]), consumer: () => consumeUntilEnd(items, consumed) },
          finally: [endsAt(consumed, 2, 'item')],
        };
      },
    },
    'join-after-the-sentinel': {
      explanation: 'The consumer marks each item as done, but leaves the loop at the sentinel before it comes to that line, as in the example that this is taken from. There it goes unnoticed, because nobody calls join on the queue. Whoever does waits for ever: one put is never marked.',
      expect: 'FAILED',
      fix: 'Mark the sentinel as done too, or join before you put it.',
      system() {
        const items = queue<string>('buffer', 2);
        const unfinished = counter('unfinished tasks', 3);
        return {
          shared: [items, unfinished],
          actors: {
            *producer() {
              yield* putAll(items, ['1', '2', end]);
              yield* unfinished.whenIs(0);
            },
            *consumer() {
              yield* retry(function* () {
                if ((yield* items.take()) === end) return true;
                yield* unfinished.add(-1);
                return undefined;
              });
            },
          },
        };
      },
    },
    'consumer-dies': {
      explanation: 'The consumer throws at some item and its thread is gone. The producer fills the buffer and then waits in put for ever, and whoever joins the producer waits too. Nobody says why.',
      expect: 'FAILED',
      fix: 'Catch what an item throws inside the loop, and go on with the next. Put with a timeout, so that a dead consumer is noticed.',
      system() {
        const items = queue<string>('buffer', 2);
        const consumed = counter('number of consumed items');
        return {
          shared: [items, consumed],
          actors: { producer: () => putAll(items, ['1', '2', '3', end]), consumer: () => consumeUntilEnd(items, consumed) },
          faults: { crash: { actors: ['consumer'] } },
        };
      },
    },
    'daemon-consumer': {
      explanation: 'Producer and consumer are daemon threads, and main joins only the producer. When that is through the program ends, and daemon threads end with it wherever they stand. What still lies in the buffer is lost, and no error says so.',
      expect: 'FAILED',
      fix: 'Put a sentinel when the producer is through and join the consumer too, as a thread that is no daemon.',
      system() {
        const items = queue<string>('buffer');
        const consumed = counter('number of consumed items');
        const isThrough = register<boolean>('the producer is through', false);
        return {
          shared: [items, consumed, isThrough],
          actors: {
            *producer() {
              yield* putAll(items, ['1', '2']);
              yield* isThrough.write(true);
            },
            consumer: { serves: true, run: () => consumeUntilEnd(items, consumed) },
            *main() {
              yield* join(isThrough);
              const left = yield* items.size();
              promise(left === 0, `The program ends, and ${left === 1 ? 'one item is' : `${left} items are`} lost in the buffer.`);
            },
          },
        };
      },
    },
    'one-condition-for-both': {
      explanation: 'A buffer for one item, written by hand: producers and consumers wait at the same condition, and each step notifies one waiter. The one that is woken can be of the wrong kind: it looks, cannot go on and sleeps again, and the notification is used up.',
      expect: 'FAILED',
      fix: 'Use a condition of its own for "not full" and for "not empty", both of one lock. Or notify all, which costs more looks.',
      system: () => twoAndTwo({ lock: monitor('condition'), items: list<string>('buffer'), notFull: 'changed', notEmpty: 'changed' }),
    },
    'two-conditions': {
      explanation: 'The same buffer with two conditions of one lock. A producer notifies whoever waits for "not empty", a consumer whoever waits for "not full", so that one notification always reaches somebody whom it is meant for.',
      expect: 'PROVED',
      system() {
        const buffer = { lock: monitor('condition'), items: list<string>('buffer'), notFull: 'not full', notEmpty: 'not empty' };
        return { ...twoAndTwo(buffer), invariants: [atMost(buffer.items, 1)] };
      },
    },
    'bounded-buffer': {
      explanation: 'The queue has room for two: put waits while it is full, get waits while it is empty, each in one step. Main joins both producers before it puts one sentinel for each consumer, so that no item comes after the end and everybody hears of it.',
      expect: 'PROVED',
      system() {
        const items = queue<string>('buffer', 2);
        const consumed = counter('number of consumed items');
        const finished = [register<boolean>('P1 is through', false), register<boolean>('P2 is through', false)] as const;
        const produce = (own: (typeof finished)[number], names: readonly string[]) =>
          function* (): Body {
            yield* putAll(items, names);
            yield* own.write(true);
          };
        return {
          shared: [items, consumed, ...finished],
          actors: {
            P1: produce(finished[0], ['1', '2']),
            P2: produce(finished[1], ['3']),
            C1: () => consumeUntilEnd(items, consumed),
            C2: () => consumeUntilEnd(items, consumed),
            *main() {
              yield* join(...finished);
              yield* putAll(items, [end, end]);
            },
          },
          invariants: [atMost(items, 2)],
          finally: [endsAt(consumed, 3, 'item')],
        };
      },
    },
    'consumer-catches-errors': {
      explanation: 'The consumer catches what an item throws, keeps it and goes on with the next. Whichever items throw, each is looked at, the producer never waits for a dead thread, and all come to an end.',
      expect: 'PROVED',
      system() {
        const items = queue<string>('buffer', 2);
        const consumed = counter('number of consumed items');
        const failed = counter('number of failed items');
        const work = chance('what an item does');
        return {
          shared: [items, work, consumed, failed],
          actors: {
            producer: () => putAll(items, ['1', '2', '3', end]),
            *consumer() {
              yield* retry(function* () {
                if ((yield* items.take()) === end) return true;
                yield* ((yield* work.oneOf('is fine', 'throws')) === 'throws' ? failed : consumed).add(1);
                return undefined;
              });
            },
          },
          finally: [{ name: 'Each item is consumed or known to have failed.', holds: (view) => view.of(consumed) + view.of(failed) === 3 }],
        };
      },
    },
  },
});
