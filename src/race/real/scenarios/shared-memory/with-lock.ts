import type { Attempt } from '../../scenario.ts';
import { bucketCount, places } from './memory.ts';
import { acquire, release } from './mutex.ts';
import { threadStrategy } from './thread-strategy.ts';

export const oneMutex = threadStrategy({
  name: 'mutex',
  title: 'A mutex of Atomics.wait and notify',
  summary: 'One thread at a time loads, adds and stores; who has to wait sleeps until the mutex is released.',
  claims: 'kept',
  excludes: true,
  model: { scenario: 'counter-answers', variant: 'one-lock' },
  async add(memory, attempt) {
    await acquire(memory, places.mutex, attempt.signal);
    await addTo(memory, places.counter, attempt);
    release(memory, places.mutex);
  },
});

export const stripedBuckets = threadStrategy({
  name: 'striped-buckets',
  title: 'Sixteen buckets, each with a mutex',
  summary: 'Thread number n counts in bucket n mod 16 under the mutex of that bucket; the count is the sum of all buckets.',
  claims: 'kept',
  excludes: false,
  model: { scenario: 'lock-contention', variant: 'striped-by-number' },
  async add(memory, attempt, actor) {
    const bucket = actor % bucketCount;
    await acquire(memory, places.bucketMutex(bucket), attempt.signal);
    await addTo(memory, places.bucket(bucket), attempt);
    release(memory, places.bucketMutex(bucket));
  },
});

/** Under a mutex. */
export async function addTo(memory: Int32Array, place: number, attempt: Attempt): Promise<void> {
  attempt.entered();
  const before = Atomics.load(memory, place);
  attempt.read(before);
  await attempt.fault();
  Atomics.store(memory, place, before + 1);
  attempt.wrote(before + 1);
  attempt.left();
}
