import { closeSync, openSync, readSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import * as native from 'fs-native-extensions';
import { lock } from 'proper-lockfile';
import { errnoCode } from '../../src/base/errors.ts';
import { FileLock } from '../../src/saving/lock/file-lock.ts';
import type { LockRun, Strategy } from './locking-figures.ts';
import { obey } from './own-child.ts';

declare module 'fs-native-extensions' {
  /** Takes the kernel's lock on an open file, if nobody has it. */
  export function tryLock(descriptor: number): boolean;
}

// Acquires one lock again and again: argv[2] by which means, argv[3] the file, argv[4] how long proper-lockfile
// waits between two tries, ms, argv[5] how often of all times it kills itself while it holds the lock, argv[6] a log
// that gets an A for each time, and a V when another was inside; none when empty. The order is for how long, ms.
const [, , strategy = '', file = '', everyMs = '', death = '', log = ''] = process.argv;
const logged = log === '' ? null : openSync(log, 'a');

/** Written and read under the lock. */
const section = Buffer.alloc(10_000, 'x');
const data = openSync(`${file}.data`, 'r+');
/** A descriptor with the kernel's lock on it tells of another who is inside, and ends with its process. */
const witness = `${file}.witness`;

const acquireBy: Record<Strategy, () => Promise<() => Promise<void> | void>> = {
  'file-lock': async () => {
    const hold = await fileLock.acquire({ timeoutMs: Infinity });
    return () => hold.release();
  },
  'proper-lockfile': () => lock(file, { realpath: false, retries: { forever: true, retries: 1, factor: 1, minTimeout: Number(everyMs), maxTimeout: Number(everyMs) } }),
  polling: pollForLock,
};
const fileLock = new FileLock(file);

obey(async (order) => {
  const run = isStrategy(strategy) ? acquireBy[strategy] : null;
  if (run === null) throw new Error(`no such strategy: ${strategy}`);
  return measure(run, Number(order));
});

function isStrategy(name: string): name is Strategy {
  return name in acquireBy;
}

async function measure(acquire: () => Promise<() => Promise<void> | void>, forMs: number): Promise<LockRun> {
  const end = performance.now() + forMs;
  const before = process.cpuUsage();
  const waits: number[] = [];
  let handOvers = 0;
  let violations = 0;
  while (performance.now() < end) {
    const start = performance.now();
    const release = await acquire();
    waits.push(performance.now() - start);
    const inside = openSync(witness, 'a+');
    const isAlone = native.tryLock(inside);
    if (!isAlone) violations += 1;
    if (logged !== null) writeSync(logged, isAlone ? 'A' : 'V');
    if (workInside() !== process.pid) handOvers += 1;
    if (Math.random() < Number(death)) process.kill(process.pid, 'SIGKILL');
    closeSync(inside);
    await release();
  }
  const { user, system } = process.cpuUsage(before);
  return { waits, handOvers, violations, cpuMs: (user + system) / 1000 };
}

/** Reads and writes 10 kB. @returns who did so before */
function workInside(): number {
  const read = Buffer.alloc(section.length);
  readSync(data, read, 0, read.length, 0);
  const before = read.readUInt32LE(0);
  section.writeUInt32LE(process.pid, 0);
  writeSync(data, section, 0, section.length, 0);
  return before;
}

/** What the seed does: a file with a pid in it, which is tried again every 100 ms. */
async function pollForLock(): Promise<() => void> {
  const lockFile = `${file}.lock`;
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      return () => unlinkSync(lockFile);
    } catch (error) {
      if (errnoCode(error) !== 'EEXIST') throw error;
      await pause(100);
    }
  }
}
