import { retry, type Body } from '../model/loop.ts';
import { counter, mutex, type Counter } from '../model/objects/index.ts';
import { defineScenario, type System } from '../model/scenario.ts';

const start = 100;

/** Two withdrawals that the balance allows each, and not both. */
function twoWithdrawals(balance: Counter, shared: System['shared'], withdraw: (amount: number) => Body<boolean>): System {
  const paid = counter('paid out');
  const run = (amount: number) =>
    function* (): Body {
      if (yield* withdraw(amount)) yield* paid.add(amount);
    };
  return {
    shared: [...shared, balance, paid],
    actors: { A: run(50), B: run(60) },
    invariants: [{ name: 'The balance is never below zero.', holds: (view) => view.of(balance) >= 0, says: (view) => `The balance is ${view.of(balance)}: both withdrawals saw ${start}.` }],
    finally: [
      {
        name: 'What was paid out is missing from the balance.',
        holds: (view) => view.of(balance) + view.of(paid) === start,
        says: (view) => `${view.of(paid)} were paid out of ${start}, and the balance says that ${view.of(balance)} are left.`,
      },
    ],
  };
}

function balanceOf100(): Counter {
  return counter('balance', start);
}

export default defineScenario({
  name: 'withdrawal',
  title: 'Two withdrawals from one balance',
  promise: 'The balance never goes below zero, and what was paid out is missing from it.',
  topic: 'atomic variables, thread-safe counter',
  variants: {
    'check-then-subtract': {
      explanation: 'A withdrawal looks whether there is enough and then subtracts. Both look at 100 and see enough. When each subtraction reads the balance anew, -10 is left: the check was true when it was made, and not any more when it mattered.',
      expect: 'FAILED',
      fix: 'Check and subtract under one lock, or in one step.',
      system() {
        const balance = balanceOf100();
        return twoWithdrawals(balance, [], function* (amount) {
          if ((yield* balance.read()) < amount) return false;
          yield* balance.add(-amount);
          return true;
        });
      },
    },
    'check-then-write': {
      explanation: 'The same, but what is written is what was seen, less the amount. The balance then is 50 or 40 and looks well, while 110 were paid out of 100. The example that this is from gives 40 and says that the balance went negative; these are two different accidents, and this is the one that nobody notices.',
      expect: 'FAILED',
      fix: 'Check and write under one lock, or with a compare-and-swap that refuses when the balance has changed.',
      system() {
        const balance = balanceOf100();
        return twoWithdrawals(balance, [], function* (amount) {
          const seen = yield* balance.read();
          if (seen < amount) return false;
          yield* balance.write(seen - amount);
          return true;
        });
      },
    },
    'subtraction-locked': {
      explanation: 'Only the subtraction is under the lock; the check is before it, so as to keep the section small. No subtraction is lost, and the balance still goes below zero: the lock protects the wrong thing.',
      expect: 'FAILED',
      fix: 'A section can be too small. What the check promises must still be so when the subtraction is made: both belong under the lock.',
      system() {
        const balance = balanceOf100();
        const lock = mutex('lock');
        return twoWithdrawals(balance, [lock], function* (amount) {
          if ((yield* balance.read()) < amount) return false;
          yield* lock.acquire();
          const now = yield* balance.read();
          yield* balance.write(now - amount);
          yield* lock.release();
          return true;
        });
      },
    },
    'check-and-subtraction-locked': {
      explanation: 'Check and subtraction are under one lock. Whoever comes second looks at what the first has left, and is refused.',
      expect: 'PROVED',
      system() {
        const balance = balanceOf100();
        const lock = mutex('lock');
        return twoWithdrawals(balance, [lock], function* (amount) {
          yield* lock.acquire();
          const seen = yield* balance.read();
          const isEnough = seen >= amount;
          if (isEnough) yield* balance.write(seen - amount);
          yield* lock.release();
          return isEnough;
        });
      },
    },
    'compare-and-swap': {
      explanation: 'The withdrawal writes only if the balance is still what it checked, in one step, and otherwise looks anew. No lock, and no gap between check and write either.',
      expect: 'PROVED',
      system() {
        const balance = balanceOf100();
        return twoWithdrawals(balance, [], function* (amount) {
          return yield* retry(function* () {
            const seen = yield* balance.read();
            if (seen < amount) return false;
            return (yield* balance.compareAndSwap(seen, seen - amount)) ? true : undefined;
          });
        });
      },
    },
  },
});
