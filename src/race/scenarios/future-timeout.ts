import { forever, type Body } from '../model/loop.ts';
import { counter, future, queue, type Counter, type Future, type Queue } from '../model/objects/index.ts';
import { defineScenario, type System } from '../model/scenario.ts';

/** A payment that a worker makes, and that can be submitted twice. */
interface Payment {
  readonly pool: Queue<number>;
  readonly first: Future;
  readonly second: Future;
  readonly made: Counter;
}

/** One worker; somebody else's task may be in front of the payment. */
function paying(main: (payment: Payment) => Body): System {
  const payment: Payment = { pool: queue<number>('pool'), first: future('first try'), second: future('second try'), made: counter('number of payments') };
  const { pool, first, second, made } = payment;
  return {
    shared: [pool, first, second, made],
    actors: {
      main: () => main(payment),
      worker: {
        serves: true,
        *run() {
          yield* forever(function* () {
            const own = (yield* pool.take()) === 1 ? first : second;
            if (!(yield* own.start())) return;
            yield* made.add(1);
            yield* own.resolve(1);
          });
        },
      },
    },
    finally: [{ name: 'It is paid once.', holds: (view) => view.of(made) === 1, says: (view) => `It is paid ${view.of(made)} times.` }],
  };
}

/** Submits it, and waits for it with a timeout. @returns whether it came out in time */
function* tryOnce({ pool, first }: Payment): Body<boolean> {
  yield* pool.put(1);
  return (yield* first.resultOrTimeOut()) !== null;
}

function* tryAgain({ pool, second }: Payment): Body {
  yield* pool.put(2);
  yield* second.result();
}

export default defineScenario({
  name: 'future-timeout',
  title: 'The time for a result is up, and the work goes on',
  promise: 'The payment is made exactly once, also when its result does not come in time.',
  topic: 'thread pool, future',
  variants: {
    'retry-after-timeout': {
      explanation: 'result(timeout=3) gives up waiting; it does not stop the task. Main prints that the computation took too long and submits it anew, and both are done.',
      expect: 'FAILED',
      fix: 'A timeout tells that you do not know, not that it did not happen. Take the task back first, and if that is refused wait for it.',
      system: () =>
        paying(function* (payment) {
          if (!(yield* tryOnce(payment))) yield* tryAgain(payment);
        }),
    },
    'cancel-not-heeded': {
      explanation: 'Before the second try main cancels the first, but does not look at what cancel returns. A task that has begun cannot be cancelled: cancel tells False, and the task goes on to its end.',
      expect: 'FAILED',
      fix: 'Heed what cancel returns. When it is False, the result will come: wait for it.',
      system: () =>
        paying(function* (payment) {
          if (yield* tryOnce(payment)) return;
          yield* payment.first.cancel();
          yield* tryAgain(payment);
        }),
    },
    'cancel-or-wait': {
      explanation: 'When the time is up main cancels the first try. Either that succeeds, and then nobody will do it any more and a second is right; or it is refused, and then the result is waited for. Whichever it is, it is one payment.',
      expect: 'PROVED',
      system: () =>
        paying(function* (payment) {
          if (yield* tryOnce(payment)) return;
          if (yield* payment.first.cancel()) yield* tryAgain(payment);
          else yield* payment.first.result();
        }),
    },
  },
});
