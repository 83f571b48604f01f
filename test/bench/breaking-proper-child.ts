import { appendFileSync, closeSync, existsSync, openSync, rmdir, utimesSync } from 'node:fs';
import fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import * as native from 'fs-native-extensions';
import { lock } from 'proper-lockfile';
import { errnoCode } from '../../src/base/errors.ts';
import { busyFor } from './breaking-pauses.ts';
import { obey } from './own-child.ts';

declare module 'fs-native-extensions' {
  /** Takes the kernel's lock on an open file, if nobody has it. */
  export function tryLock(descriptor: number): boolean;
}

// Holds proper-lockfile's lock of argv[2] again and again until the file argv[5] appears, or until it kills itself while it
// holds it. argv[3] is the witness, argv[4] the log, argv[6] what comes between its last look at a stale lock and its removal, us.
// The log: A acquired; B a stale lock was removed for it; V another was inside; K kills itself; R ERRNO released (0) or not.
const [, , file = '', witness = '', log = '', stopMark = '', delay = ''] = process.argv;
/** The shortest that it allows. */
const staleMs = 2000;
const death = 1 / 4;

obey(async () => {
  while (!existsSync(stopMark)) if (!(await holdOnce())) await pause(Math.random());
});

let isReleasing = false;

/** What it removes a lock with. Of the removals only those of stale locks wait. */
const delayed = {
  ...fs,
  rmdir: (folder: string, done: (error: Error | null) => void) => {
    if (isReleasing) return rmdir(folder, done);
    busyFor(Number(delay));
    return rmdir(folder, (error) => {
      if (error === null) note('B');
      done(error);
    });
  },
};

async function holdOnce(): Promise<boolean> {
  let release: () => Promise<void>;
  try {
    release = await lock(file, { stale: staleMs, retries: 0, realpath: false, fs: delayed, onCompromised: () => note('C') });
  } catch {
    return false;
  }
  note('A');
  const inside = openSync(witness, 'a+');
  if (!native.tryLock(inside)) note('V');
  busyFor(800 * Math.random());
  const dies = Math.random() < death;
  closeSync(inside);
  if (dies) die();
  isReleasing = true;
  note(`R ${await release().then(() => '0', (error: unknown) => errnoCode(error) ?? 'UNKNOWN')}`);
  isReleasing = false;
  return true;
}

/** Nobody waits until it is stale by itself. */
function die(): void {
  note('K');
  try {
    utimesSync(`${file}.lock`, 0, 0);
  } catch (error) {
    if (errnoCode(error) !== 'ENOENT') throw error;
    // Another has taken it away while it was held.
    note('C');
  }
  process.kill(process.pid, 'SIGKILL');
}

function note(what: string): void {
  appendFileSync(log, `${what} ${process.pid}\n`);
}
