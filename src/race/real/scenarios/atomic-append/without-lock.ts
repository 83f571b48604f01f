import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import type { Attempt } from '../../scenario.ts';
import { whateverStrikes } from '../parts/on-files.ts';
import { appending } from './log.ts';

export const twoWrites = appending({
  name: 'two-writes',
  title: 'Two writes for each line',
  summary: 'The log is open for appending, and each line goes out in two writes; those of others get in between.',
  claims: 'broken',
  survives: [],
  model: { scenario: 'atomic-append', variant: 'two-writes-per-record' },
  append: (log) => async (line, attempt) => {
    attempt.entered();
    await within(log, 'a', (descriptor) => writeInTwo(descriptor, line, attempt));
    attempt.left();
    return true;
  },
});

export const withoutAppending = appending({
  name: 'without-o-append',
  title: 'A write at the end as it was',
  summary: 'Each process looks how long the log is and writes there, in a file that is not open for appending; two that see the same end write over each other.',
  claims: 'broken',
  survives: [],
  model: { scenario: 'atomic-append', variant: 'without-o-append' },
  append: (log) => async (line, attempt) => {
    attempt.entered();
    await within(log, 'r+', async (descriptor) => {
      const { size } = fstatSync(descriptor);
      await attempt.fault();
      writeSync(descriptor, line, size);
      await attempt.fault();
    });
    attempt.left();
    return true;
  },
});

export const oneWrite = appending({
  name: 'append-file',
  title: 'fs.appendFile',
  summary: 'One write for each line, in a file that is open for appending: the kernel finds the end and writes there in one step.',
  claims: 'kept',
  survives: whateverStrikes,
  model: { scenario: 'atomic-append', variant: 'one-write-with-o-append' },
  append: (log) => async (line, attempt) => {
    attempt.entered();
    await attempt.fault();
    await appendFile(log, line);
    await attempt.fault();
    attempt.left();
    return true;
  },
});

/** Does something with a file open. @throws the system's error */
export async function within(file: string, flags: string, act: (descriptor: number) => Promise<void>): Promise<void> {
  const descriptor = openSync(file, flags);
  try {
    await act(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Half of a line and then the other; a fault may strike in between. */
export async function writeInTwo(descriptor: number, line: string, attempt: Attempt): Promise<void> {
  const half = Math.floor(line.length / 2);
  writeSync(descriptor, line.slice(0, half));
  await attempt.fault();
  writeSync(descriptor, line.slice(half));
  await attempt.fault();
}
