import type { Attempt } from '../../scenario.ts';
import { places } from './memory.ts';
import { threadStrategy } from './thread-strategy.ts';

const { counter } = places;

export const loadAddStore = threadStrategy({
  name: 'load-add-store',
  title: 'Load, add, store',
  summary: 'Each thread loads the counter, adds one and stores it. Each step is atomic, and all three together are not.',
  claims: 'broken',
  excludes: false,
  model: { scenario: 'thread-safe-counter', variant: 'load-add-store' },
  async add(memory, attempt) {
    attempt.entered();
    const before = Atomics.load(memory, counter);
    attempt.read(before);
    await attempt.fault();
    Atomics.store(memory, counter, before + 1);
    leave(attempt, before);
  },
});

export const atomicsAdd = threadStrategy({
  name: 'atomics-add',
  title: 'Atomics.add',
  summary: 'The processor loads, adds and stores in one step, with nobody in between.',
  claims: 'kept',
  excludes: false,
  model: { scenario: 'thread-safe-counter', variant: 'fetch-and-add' },
  async add(memory, attempt) {
    attempt.entered();
    await attempt.fault();
    const before = Atomics.add(memory, counter, 1);
    attempt.read(before);
    leave(attempt, before);
  },
});

export const compareAndSwap = threadStrategy({
  name: 'compare-and-swap',
  title: 'Compare and swap',
  summary: 'Each thread stores its sum only where still stands what it has loaded, and begins anew where it does not.',
  claims: 'kept',
  excludes: false,
  model: { scenario: 'thread-safe-counter', variant: 'compare-and-swap' },
  async add(memory, attempt) {
    attempt.entered();
    for (let before = Atomics.load(memory, counter); ; ) {
      await attempt.fault();
      const found = Atomics.compareExchange(memory, counter, before, before + 1);
      if (found === before) {
        attempt.read(before);
        return leave(attempt, before);
      }
      attempt.signal.throwIfAborted();
      attempt.retried();
      before = found;
    }
  },
});

function leave(attempt: Attempt, before: number): void {
  attempt.wrote(before + 1);
  attempt.left();
}
