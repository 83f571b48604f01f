import { setImmediate as turn } from 'node:timers/promises';
import { waitUnlessOver } from '../../waiting.ts';
import { places } from './memory.ts';
import { threadStrategy } from './thread-strategy.ts';
import { addTo } from './with-lock.ts';

const free = 0;
const held = 1;
const { counter, mutex } = places;

/** So often a spinning thread looks before it lets what else is to be done in it come to word. */
const looksInARow = 20_000;

/** The seed's pause between two looks, ms. */
const napMs = 1;

export const spinLock = threadStrategy({
  name: 'spin-lock',
  title: 'A lock that is spun for',
  summary: 'Who has to wait looks again and again, without a pause: it is quick to notice, and burns a processor meanwhile, which whoever holds the lock may need.',
  claims: 'kept',
  excludes: true,
  model: { scenario: 'busy-waiting', variant: 'polling' },
  async add(memory, attempt) {
    for (let looks = 1; Atomics.compareExchange(memory, mutex, free, held) !== free; looks++) {
      if (looks % looksInARow > 0) continue;
      await turn();
      attempt.signal.throwIfAborted();
    }
    await addTo(memory, counter, attempt);
    Atomics.store(memory, mutex, free);
  },
});

export const polledLock = threadStrategy({
  name: 'polled-lock',
  title: 'A lock that is looked for every millisecond',
  summary: 'Who has to wait sleeps for a millisecond between two looks: that costs little, and it notices late that the lock is free.',
  claims: 'kept',
  excludes: true,
  model: { scenario: 'busy-waiting', variant: 'sleeps-between-looks' },
  async add(memory, attempt) {
    while (Atomics.compareExchange(memory, mutex, free, held) !== free) {
      attempt.retried();
      await waitUnlessOver(napMs, attempt.signal);
    }
    await addTo(memory, counter, attempt);
    Atomics.store(memory, mutex, free);
  },
});
