import { readFileSync, writeFileSync } from 'node:fs';
import { FileLock } from '../../src/saving/lock/file-lock.ts';
import { ReadWriteLock } from '../../src/saving/lock/read-write-lock.ts';
import { obey } from './own-child.ts';
import type { SharingRun } from './sharing-figures.ts';

// Reads or writes argv[3] again and again, for as long as the order says, ms. argv[2]: "shared" with a ReadWriteLock,
// "alone" with a FileLock. argv[4]: "read" or "write".
const [, , means = '', file = '', act = ''] = process.argv;
const lock = new ReadWriteLock(file);
const alone = new FileLock(file);
const forEver = { timeoutMs: Infinity };

obey(async (order) => {
  const end = performance.now() + Number(order);
  const run: SharingRun = { act: act === 'read' ? 'read' : 'write', waits: [], torn: 0 };
  let torn = 0;
  while (performance.now() < end) {
    const start = performance.now();
    const waited = (): unknown => run.waits.push(performance.now() - start);
    if (act === 'read') await reading(() => {
      waited();
      if (!isWhole(readFileSync(file, 'latin1'))) torn += 1;
    });
    else await writing(async () => {
      waited();
      await writeInTwo();
    });
  }
  return { ...run, torn };
});

async function reading(read: () => void): Promise<void> {
  await (means === 'shared' ? lock.read(read, forEver) : alone.run(read, forEver));
}

async function writing(write: () => Promise<void>): Promise<void> {
  await (means === 'shared' ? lock.write(write, forEver) : alone.run(write, forEver));
}

/** Half of it, and a turn of the event loop later all of it. */
async function writeInTwo(): Promise<void> {
  const next = Number(readFileSync(file, 'latin1').slice(0, 9)) + 1;
  const word = String(next).padStart(9, '0');
  writeFileSync(file, word.repeat(500));
  await new Promise((resolve) => setImmediate(resolve));
  writeFileSync(file, word.repeat(1000));
}

function isWhole(text: string): boolean {
  return text.length === 9000 && text === text.slice(0, 9).repeat(1000);
}
