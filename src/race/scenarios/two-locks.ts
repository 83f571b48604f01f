import { retry, type Body } from '../model/loop.ts';
import { chance, mutex, naps, type Mutex } from '../model/objects/index.ts';
import { defineScenario, type System } from '../model/scenario.ts';
import { everybodyGetsThrough, giveWay, nested, randomPause } from './parts/two-locks.ts';

/** Two threads and the locks of two accounts. */
function twoAccounts(T1: (a: Mutex, b: Mutex) => Body, T2: (a: Mutex, b: Mutex) => Body): System {
  const a = mutex('lock A');
  const b = mutex('lock B');
  return { shared: [a, b], actors: { T1: () => T1(a, b), T2: () => T2(a, b) } };
}

export default defineScenario({
  name: 'two-locks',
  title: 'Two transfers, each with the locks of two accounts',
  promise: 'Every transfer comes to its end.',
  topic: 'deadlock',
  variants: {
    'a-then-b-against-b-then-a': {
      explanation: 'One thread takes lock A and then B, the other B and then A. When each has its first, each waits for what the other holds, and neither lets go of anything while it waits.',
      expect: 'FAILED',
      fix: 'Agree on an order. When all take A before B, whoever has A finds B free or held by somebody who needs nothing more, so that a ring of waiting threads cannot close.',
      system: () => twoAccounts((a, b) => nested(a, b), (a, b) => nested(b, a)),
    },
    'same-order': {
      explanation: 'Both threads take A before B, whichever way the money goes. Who holds B already has A and waits for nobody, so it comes to its end, and then the other does.',
      expect: 'PROVED',
      system: () => twoAccounts((a, b) => nested(a, b), (a, b) => nested(a, b)),
    },
    'ordered-with-itself': {
      explanation: 'The order goes by the number of the account: "if a.id < b.id" first a, otherwise first b. A transfer from an account to itself falls into "otherwise" and takes the same lock twice. One thread is enough, and it keeps that account locked for everybody.',
      expect: 'FAILED',
      fix: 'Take each lock once: sort the accounts and leave out doubles. Or refuse a transfer from an account to itself.',
      system: () => twoAccounts((a, b) => nested(a, b), (a) => nested(a, a)),
    },
    'ordered-without-doubles': {
      explanation: 'The locks that a transfer needs are sorted by number and each is taken once. So all go by one order, in either direction and also from an account to itself.',
      expect: 'PROVED',
      system() {
        const locks = [mutex('lock 1'), mutex('lock 2'), mutex('lock 3')] as const;
        const transfer = (from: 0 | 1 | 2, to: 0 | 1 | 2) =>
          function* (): Body {
            const needed = [...new Set([from, to])].toSorted((one, other) => one - other);
            for (const each of needed) yield* locks[each].acquire();
            for (const each of needed.toReversed()) yield* locks[each].release();
          };
        return { shared: locks, actors: { 'T1 to 2': transfer(0, 1), 'T2 to 3': transfer(1, 2), 'T3 to 1': transfer(2, 0), 'T1 to 1': transfer(0, 0) } };
      },
    },
    'timeout-that-keeps-the-first': {
      explanation: 'Each waits for its second lock only so long, says "retrying" and tries again, and keeps its first lock meanwhile. Nobody blocks any more, and still nobody can ever succeed: a deadlock with both eyes open.',
      expect: 'FAILED',
      fix: 'When a time is up let go of everything, pause, and begin anew. The timeout only pays when somebody else gets a chance by it.',
      system() {
        const keep = function* (first: Mutex, second: Mutex): Body {
          yield* first.acquire();
          yield* retry(function* () {
            return (yield* second.tryAcquire()) ? true : undefined;
          });
          yield* second.release();
          yield* first.release();
        };
        return { ...twoAccounts((a, b) => keep(a, b), (a, b) => keep(b, a)), goals: everybodyGetsThrough('T1', 'T2') };
      },
    },
    'timeout-with-retry': {
      explanation: 'The two orders are as bad as before. But whoever does not get its second lock in time lets go of the first, pauses for a time that chance decides, and begins anew. Sooner or later the pauses differ; as long as a pause is longer than a try, the one with the shorter pause then goes through alone.',
      expect: 'PROVED',
      system() {
        const a = mutex('lock A');
        const b = mutex('lock B');
        const sleep = naps('pauses', ['T1', 'T2']);
        const dice = chance();
        const transfer = (first: Mutex, second: Mutex) =>
          function* (): Body {
            yield* giveWay(first, second, () => randomPause(sleep, dice));
            yield* sleep.leave();
          };
        return { shared: [a, b, sleep, dice], actors: { T1: transfer(a, b), T2: transfer(b, a) }, goals: everybodyGetsThrough('T1', 'T2') };
      },
    },
    'lock-hierarchy': {
      explanation: 'Each lock has a level, and nobody may wait for a lock of a lower level than it holds. The second thread has B and finds that it needs A as well: it has to let go of B, take A and then B, and read again what it had read under B. An assertion on the levels finds who does not, in the first test and not in the first bad night.',
      expect: 'PROVED',
      system: () =>
        twoAccounts(
          (a, b) => nested(a, b),
          function* (a, b) {
            yield* b.acquire();
            yield* b.release();
            yield* nested(a, b);
          },
        ),
    },
    'one-lock': {
      explanation: 'One lock stands for both accounts. Nobody holds one thing while it waits for another, so no ring can close. The price is that transfers between other accounts wait too.',
      expect: 'PROVED',
      system() {
        const both = mutex('lock of both');
        const transfer = function* (): Body {
          yield* both.acquire();
          yield* both.release();
        };
        return { shared: [both], actors: { T1: transfer, T2: transfer, T3: transfer } };
      },
    },
  },
});
