// The memory that threads share, and the mutex in it, with a real second thread.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { bucketCount, places, totalIn } from '../../../../src/race/real/scenarios/shared-memory/memory.ts';
import { acquire, release } from '../../../../src/race/real/scenarios/shared-memory/mutex.ts';

const going = new AbortController().signal;

function memory(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(1 << 20));
}

describe('the shared memory', () => {
  test('has a place of its own for everything', () => {
    const numbers = Array.from({ length: bucketCount }, (_, number) => number);
    const all = [places.open, places.counter, places.mutex, ...numbers.map(places.bucket), ...numbers.map(places.bucketMutex)];
    assert.equal(new Set(all).size, all.length);
    // 64 bytes, as a cache line has, lie between what different threads write.
    assert.ok(numbers.slice(1).every((number) => places.bucket(number) - places.bucket(number - 1) === 16));
  });

  test('holds the sum of the counter and of all buckets', () => {
    const cells = memory();
    cells[places.counter] = 5;
    cells[places.bucket(0)] = 1;
    cells[places.bucket(bucketCount - 1)] = 2;
    cells[places.mutex] = 100;
    assert.equal(totalIn(cells), 8);
  });
});

describe('the mutex', () => {
  test('is had at once when free, and again when released', async () => {
    const cells = memory();
    for (let i = 0; i < 3; i++) {
      await acquire(cells, places.mutex, going);
      release(cells, places.mutex);
    }
    assert.equal(cells[places.mutex], 0);
  });

  test('wakes a thread that sleeps for it', async () => {
    const cells = memory();
    await acquire(cells, places.mutex, going);
    const program = `
      import { parentPort, workerData } from 'node:worker_threads';
      import { acquire, release } from ${JSON.stringify(new URL('../../../../src/race/real/scenarios/shared-memory/mutex.ts', import.meta.url).href)};
      await acquire(workerData, ${places.mutex}, new AbortController().signal);
      workerData[${places.counter}] += 1;
      release(workerData, ${places.mutex});`;
    const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`), { workerData: cells });
    const ended = once(thread, 'exit');
    while (Atomics.load(cells, places.mutex) !== 2) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(cells[places.counter], 0);
    release(cells, places.mutex);
    assert.deepEqual(await ended, [0]);
    assert.deepEqual([cells[places.counter], cells[places.mutex]], [1, 0]);
  });

  test('is not waited for when the run is over', async () => {
    const cells = memory();
    await acquire(cells, places.mutex, going);
    await assert.rejects(acquire(cells, places.mutex, AbortSignal.abort(new Error('over'))), /over/);
  });
});
