import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { makeFolder } from '../../../src/saving/own-folder.ts';

const rounds = 200;
const threads = 3;

interface Together {
  readonly folder: string;
  /** How many have come to each round. */
  readonly arrived: SharedArrayBuffer;
}

const nested = (folder: string, round: number): string => path.join(folder, `${round}`, 'a', 'b');

/** All begin each round at the same moment. */
function makeTogether({ folder, arrived }: Together): void {
  const counts = new Int32Array(arrived);
  try {
    for (let round = 0; round < rounds; round++) {
      Atomics.add(counts, round, 1);
      while (Atomics.load(counts, round) < threads);
      makeFolder(nested(folder, round));
    }
  } finally {
    // The others wait for one that failed no more.
    counts.fill(threads);
  }
}

if (isMainThread) {
  test('several who make a folder at once, with those above it, all have it', async (t) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'lockscope-folders-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const together: Together = { folder, arrived: new SharedArrayBuffer(rounds * Int32Array.BYTES_PER_ELEMENT) };
    await Promise.all(Array.from({ length: threads }, () => once(new Worker(new URL(import.meta.url), { workerData: together }), 'exit')));
    for (let round = 0; round < rounds; round++) assert.ok(existsSync(nested(folder, round)));
    assert.equal(statSync(nested(folder, 0)).mode & 0o777, 0o700);
  });
} else {
  const together: Together = workerData;
  makeTogether(together);
}
