import { fstatSync, readSync, writeSync } from 'node:fs';
import { FileLock } from '../../../../saving/lock/file-lock.ts';
import type { Strategy } from '../../scenario.ts';
import { untilOver, whateverStrikes, whoeverIsLate, withOwnLocks } from '../parts/on-files.ts';
import { appending, logIn, type Append, type Appending } from './log.ts';
import { within, writeInTwo } from './without-lock.ts';

export const twoWritesUnderLock = underFileLock({
  name: 'two-writes-under-file-lock',
  title: 'Two writes under FileLock',
  summary: 'Each line goes out in two writes, and a lock keeps all others out meanwhile. A writer that is killed between the two leaves half a line, which the next line is glued to.',
  claims: 'kept',
  survives: whoeverIsLate,
  model: { scenario: 'atomic-append', variant: 'two-writes-under-a-lock' },
  append: (log) => underLock(log, 'a', () => undefined),
});

export const looksHowItEnds = underFileLock({
  name: 'looks-how-the-log-ends',
  title: 'Two writes under FileLock, after a look at the end',
  summary: 'As two writes under a lock, but whoever has the lock first ends a half line that a dead writer has left.',
  claims: 'kept',
  survives: whateverStrikes,
  model: { scenario: 'atomic-append', variant: 'looks-how-the-log-ends' },
  append: (log) => underLock(log, 'a+', endHalfLine),
});

function underFileLock(own: Appending): Strategy {
  return withOwnLocks(appending(own), (folder) => [`${logIn(folder)}.lock`]);
}

function underLock(log: string, flags: string, first: (descriptor: number) => void): Append {
  const lock = new FileLock(log);
  return async (line, attempt) => {
    const hold = await lock.acquire(untilOver(attempt));
    attempt.entered();
    await within(log, flags, async (descriptor) => {
      first(descriptor);
      await writeInTwo(descriptor, line, attempt);
    });
    attempt.left();
    await hold.release();
    return true;
  };
}

function endHalfLine(descriptor: number): void {
  const last = Buffer.alloc(1);
  const { size } = fstatSync(descriptor);
  if (size > 0 && readSync(descriptor, last, 0, 1, size - 1) === 1 && last.toString() !== '\n') writeSync(descriptor, '\n');
}
