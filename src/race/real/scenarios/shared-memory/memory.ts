/**
 * Where what lies in the memory that the threads share, as places of an Int32Array. What different threads write at
 * the same time lies 64 bytes apart, on cache lines of its own: else striping would gain nothing.
 */
const line = 16;

export const bucketCount = 16;

export const places = {
  /** Threads that have it open. */
  open: 0,
  counter: line,
  /** Of the counter. */
  mutex: 2 * line,
  bucket: (number: number): number => (3 + number) * line,
  /** Of a bucket: on its line, as both are used together. */
  bucketMutex: (number: number): number => (3 + number) * line + 1,
} as const;

/** What the counter and its buckets hold together. */
export function totalIn(memory: Int32Array): number {
  let total = Atomics.load(memory, places.counter);
  for (let number = 0; number < bucketCount; number++) total += Atomics.load(memory, places.bucket(number));
  return total;
}
