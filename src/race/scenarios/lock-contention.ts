import type { Body } from '../model/loop.ts';
import { counter, mutex } from '../model/objects/index.ts';
import { defineScenario, promise, type System } from '../model/scenario.ts';

/** How many locks the striped counter has. */
const stripes = 16;

/** Threads that each change an account of their own, under the lock that has that number. */
function accounts(lockOf: Readonly<Record<string, number>>): System {
  const locks = [...new Set(Object.values(lockOf))].map((number) => ({ number, lock: mutex(`lock ${number}`) }));
  const names = Object.keys(lockOf);
  const own = names.map((name) => counter(`account of ${name}`));
  const change = (name: string, at: number) =>
    function* (): Body {
      const lock = locks.find(({ number }) => number === lockOf[name])?.lock;
      const account = own[at];
      if (lock === undefined || account === undefined) return;
      promise(yield* lock.tryAcquire(), `${name} has to wait for ${lock.name}, although nobody else is at its account.`);
      yield* account.add(1);
      yield* lock.release();
    };
  return { shared: [...locks.map(({ lock }) => lock), ...own], actors: Object.fromEntries(names.map((name, at) => [name, change(name, at)])) };
}

export default defineScenario({
  name: 'lock-contention',
  title: 'Threads that have nothing to do with each other',
  promise: 'Threads at different accounts never wait for each other.',
  topic: 'lock contention',
  variants: {
    'one-coarse-lock': {
      explanation: 'One lock stands for all accounts. Each thread has an account of its own, so that nothing could go wrong without any lock, and still only one at a time may work. More threads then mean more waiting and no more work.',
      expect: 'FAILED',
      fix: 'Give each account, or each group of accounts, a lock of its own. Whoever needs two takes them in a fixed order.',
      system: () => accounts({ A: 0, B: 0, C: 0 }),
    },
    'lock-for-each-account': {
      explanation: 'Each account has its own lock. A thread waits only for whoever is at the same account, and here nobody is.',
      expect: 'PROVED',
      system: () => accounts({ A: 0, B: 1, C: 2 }),
    },
    'striped-by-thread-address': {
      explanation: 'Sixteen locks, and each thread takes the one with the number "thread_id % 16". On Linux the number that Python has for a thread is an address, and such addresses are multiples of 64. So every thread gets stripe 0: it costs sixteen locks and is one.',
      expect: 'FAILED',
      fix: 'Number the threads yourself, or mix the bits of what you divide. And measure the contention: nothing of this shows in a result.',
      system: () => accounts({ A: 0x7f_2a_10_00_06_40 % stripes, B: 0x7f_2a_0f_7f_f6_40 % stripes, C: 0x7f_2a_0e_ff_e6_40 % stripes }),
    },
    'striped-by-number': {
      explanation: 'Sixteen locks, and threads that are numbered from 0 on. Up to sixteen threads each have a stripe to themselves; of more, some share one, and wait for each other only then.',
      expect: 'PROVED',
      system: () => accounts({ A: 0 % stripes, B: 1 % stripes, C: 2 % stripes }),
    },
  },
});
