/**
 * Takes and frees a lock again and again and says when: `file-load.ts HOW COUNT MS... PATH` holds PATH COUNT times
 * for each of the times MS, as a file that is made and removed (`file`) or as a folder of proper-lockfile (`proper`),
 * and prints Truths as JSON.
 */
import fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { instant } from '../../../src/base/instant.ts';
import type { Truth } from './locker.ts';

const gapMs = 15;
const never = new Int32Array(new SharedArrayBuffer(4));

/** Calls take up to a ms, and longer where others have the core, somewhere in which what they do is done: the middle, ms since the epoch, and how far it may be from that, ms. */
interface During {
  readonly at: number;
  readonly looseMs: number;
}

function during(act: () => void): During {
  const began = instant();
  act();
  const ended = instant();
  return { at: (began + ended) / 2, looseMs: (ended - began) / 2 };
}

function truthOf(wanted: number, got: During, freed: During): Truth {
  return { pid: process.pid, wanted, got: got.at, freed: freed.at, looseMs: got.looseMs + freed.looseMs };
}

function holdFile(at: string, ms: number): Truth {
  const wanted = instant();
  let descriptor = -1;
  const got = during(() => (descriptor = fs.openSync(at, 'wx')));
  fs.writeSync(descriptor, `${process.pid}\n`);
  fs.closeSync(descriptor);
  Atomics.wait(never, 0, 0, ms);
  const freed = during(() => fs.unlinkSync(at));
  return truthOf(wanted, got, freed);
}

/** proper-lockfile looks at its folder for a few ms before it says that it has it: the truth is when it made it. */
async function holdProper(at: string, ms: number): Promise<Truth> {
  let [got, freed]: During[] = [];
  // At once, where proper-lockfile itself takes another thread, whose answer may come late.
  const mkdir = (folder: string, done: (error: unknown) => void): void => settle(done, () => {
    got = during(() => fs.mkdirSync(folder));
  });
  const rmdir = (folder: string, done: (error: unknown) => void): void => settle(done, () => {
    freed = during(() => fs.rmdirSync(folder));
  });
  const wanted = instant();
  const release = await lock(at, { realpath: false, lockfilePath: at, fs: { ...fs, mkdir, rmdir } });
  await pause(ms);
  await release();
  if (got === undefined || freed === undefined) throw new Error('proper-lockfile has made no folder, or removed none');
  return truthOf(wanted, got, freed);
}

function settle(done: (error: unknown) => void, act: () => void): void {
  try {
    act();
    setImmediate(done, null);
  } catch (error) {
    setImmediate(done, error);
  }
}

if (import.meta.main) {
  const [how = '', count = '', ...rest] = process.argv.slice(2);
  const at = rest.pop() ?? '';
  const truths: Truth[] = [];
  for (let i = 0; i < Number(count); i++) {
    for (const ms of rest.map(Number)) {
      truths.push(how === 'proper' ? await holdProper(at, ms) : holdFile(at, ms));
      await pause(gapMs);
    }
  }
  process.stdout.write(JSON.stringify(truths));
}
