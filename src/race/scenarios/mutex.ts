import type { Body } from '../model/loop.ts';
import { counter, mutex, permits } from '../model/objects/index.ts';
import { defineScenario, type Condition, type System } from '../model/scenario.ts';
import { addInSteps, endsAt } from './parts/counting.ts';

/** Threads that each raise the balance by one. */
function depositors(names: readonly string[], system: Omit<System, 'actors'>, deposit: () => Body): System {
  return { ...system, actors: Object.fromEntries(names.map((name) => [name, deposit])) };
}

export default defineScenario({
  name: 'mutex',
  title: 'Two threads raise one balance',
  promise: 'Every deposit is kept.',
  topic: 'mutex, reentrant lock',
  variants: {
    'no-lock': {
      explanation: 'Each thread reads the balance, adds one and writes the sum. Both can read 0 before either writes 1. The interpreter lock of Python does not help: it may change hands between any two of these steps.',
      expect: 'FAILED',
      fix: 'Hold a lock from reading to writing, so that the next thread reads what this one has written. Keep the section small: only these steps need it.',
      system() {
        const balance = counter('balance');
        return depositors(['A', 'B'], { shared: [balance], finally: [endsAt(balance, 2, 'deposit')] }, () => addInSteps(balance, 1));
      },
    },
    'with-lock': {
      explanation: 'The lock is held from reading to writing, and one thread at a time holds it. So each thread reads what the one before it has written, in whichever order they come.',
      expect: 'PROVED',
      system() {
        const balance = counter('balance');
        const lock = mutex('lock');
        return depositors(['A', 'B', 'C'], { shared: [lock, balance], finally: [endsAt(balance, 3, 'deposit')] }, function* () {
          yield* lock.acquire();
          yield* addInSteps(balance, 1);
          yield* lock.release();
        });
      },
    },
    'timeout-not-heeded': {
      explanation: 'Acquiring has a timeout. When it has passed, the thread says so and then goes on as if it had the lock, which is what happens when the code after "retrying..." is forgotten. It works beside the holder, and gives back in the end what it never had: whatever tables say, a Lock of Python has no owner, and anybody can release it.',
      expect: 'FAILED',
      fix: 'A timeout is a refusal: try again or give up, and release only what was acquired. A timeout keeps threads from waiting for ever; it does not replace the lock.',
      system() {
        const balance = counter('balance');
        const lock = permits('lock', 1);
        return depositors(['A', 'B'], { shared: [lock, balance], finally: [endsAt(balance, 2, 'deposit')] }, function* () {
          yield* lock.acquireOrTimeOut();
          yield* addInSteps(balance, 1);
          yield* lock.release();
        });
      },
    },
    'timeout-heeded': {
      explanation: 'Whoever does not get the lock in time leaves the balance alone and counts as refused. Deposits that were made and refused together are all that were asked for, and nobody waits for ever.',
      expect: 'PROVED',
      system() {
        const balance = counter('balance');
        const refused = counter('refused deposits');
        const lock = permits('lock', 1);
        const all: Condition = { name: 'Every deposit is made or refused.', holds: (view) => view.of(balance) + view.of(refused) === 3 };
        return depositors(['A', 'B', 'C'], { shared: [lock, balance, refused], finally: [all] }, function* () {
          if (!(yield* lock.acquireOrTimeOut())) {
            yield* refused.add(1);
            return;
          }
          yield* addInSteps(balance, 1);
          yield* lock.release();
        });
      },
    },
  },
});
