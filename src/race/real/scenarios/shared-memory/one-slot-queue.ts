import { places } from './memory.ts';
import { sleepWhile } from './mutex.ts';
import { threadStrategy } from './thread-strategy.ts';
import { addTo } from './with-lock.ts';

/** A queue for one value: it is there, or somebody has taken it. Fresh memory is zero, so zero is the full queue. */
const full = 0;
const empty = 1;

/** The cell says whether the value is in the queue; the value itself is the counter. */
const slot = places.mutex;

export const oneSlotQueue = threadStrategy({
  name: 'one-slot-queue',
  title: 'A queue with one slot',
  summary: 'The count lies in a queue that has room for one. Each thread takes it out and puts it back with one more; meanwhile the queue is empty, and the others wait for it.',
  claims: 'kept',
  excludes: true,
  model: null,
  async add(memory, attempt) {
    while (Atomics.compareExchange(memory, slot, full, empty) !== full) await sleepWhile(memory, slot, empty, attempt.signal);
    await addTo(memory, places.counter, attempt);
    Atomics.store(memory, slot, full);
    Atomics.notify(memory, slot, 1);
  },
});
