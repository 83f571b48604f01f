// A process that counts, logs or appends in the ways that ours is held against.
// argv: what, the file, its own name, how often.
import { appendFileSync, mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { appendFile, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { errnoCode } from '../../src/base/errors.ts';
import { lineOf, rotateAt } from '../real/saving/count-lines.ts';

const [, , what = '', file = '', name = '', times = ''] = process.argv;

/** Replaces a file by one of a name that only this process uses, as the usual recipe has it: no fsync. */
async function replace(content: string): Promise<void> {
  await writeFile(`${file}.tmp.${process.pid}`, content);
  await rename(`${file}.tmp.${process.pid}`, file);
}

async function countUp(): Promise<string> {
  const before = await readFile(file, 'utf8').catch(() => '0');
  const next = String((Number.parseInt(before, 10) || 0) + 1);
  await replace(next);
  return next;
}

/** A lock file that is tried again every 100 ms, and removed by hand when its holder was killed. */
async function underLockFile<T>(act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      await writeFile(`${file}.lock`, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (errnoCode(error) !== 'EEXIST') throw error;
      await pause(100);
    }
  }
  try {
    return await act();
  } finally {
    await unlink(`${file}.lock`);
  }
}

/** Looks at the size, puts the file aside under the time of day, and appends; nothing keeps others out in between. */
async function logLine(line: string): Promise<string> {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > rotateAt) await rename(file, `${file}.${new Date().toISOString()}`).catch(() => undefined);
  await appendFile(file, `${line}\n`);
  return line;
}

/** The shortest way that is right: a folder as lock, tried again at once, and no fsync. What locking costs at least. */
async function underFolder<T>(act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      mkdirSync(`${file}.lock`);
      break;
    } catch (error) {
      if (errnoCode(error) !== 'EEXIST') throw error;
      await pause(1);
    }
  }
  try {
    return await act();
  } finally {
    rmdirSync(`${file}.lock`);
  }
}

const ways: Readonly<Record<string, (number: number) => Promise<string>>> = {
  'no-lock': countUp,
  'lock-file': () => underLockFile(countUp),
  folder: () => underFolder(countUp),
  'log-no-lock': (number) => logLine(lineOf(name, number)),
  'append-file': async (number) => {
    const line = lineOf(name, number);
    appendFileSync(file, `${line}\n`);
    return line;
  },
  'read-and-write': async (number) => {
    const line = lineOf(name, number);
    const before = statSync(file, { throwIfNoEntry: false }) === undefined ? '' : readFileSync(file, 'utf8');
    writeFileSync(file, `${before}${line}\n`);
    return line;
  },
};

for (let i = 0; i < Number(times); i++) {
  const acknowledged = await ways[what]?.(i);
  writeSync(1, `${acknowledged}\n`);
}
