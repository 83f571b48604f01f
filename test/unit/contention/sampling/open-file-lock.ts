import { statSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { LockStream } from '../../../../src/system/linux/lock-stream.ts';
import { ListedLocks, type ListedLock } from '../../../../src/system/linux/lock-stream-lines.ts';
import { Locker } from '../../../real/contention/locker.ts';
import { tempFolder } from '../../../real/demo/temp-folder.ts';
import { waitFor } from '../../../real/demo/wait.ts';

/** A lock of an open file that a process has, as the kernel lists it. */
export interface OpenFileLock {
  readonly folder: string;
  readonly file: string;
  readonly holder: Locker;
  readonly listed: ListedLock;
  /** Another process asks for it. @returns the lock as it is listed once that process waits */
  readonly wait: (waiter: Locker) => Promise<ListedLock>;
}

/** Settles once the kernel lists it; all is gone after the test. */
export async function beginOpenFileLock(t: TestContext): Promise<OpenFileLock> {
  const temp = tempFolder();
  const stream = LockStream.open();
  if (stream === null) throw new Error('no list of locks');
  const lockers = [new Locker()];
  t.after(async () => {
    for (const locker of lockers) await locker[Symbol.asyncDispose]();
    stream.dispose();
    temp[Symbol.dispose]();
  });
  const [holder] = lockers;
  if (holder === undefined) throw new Error('no holder');
  const file = `${temp.path}/data`;
  await holder.lock(file, 'ofd');
  const inode = String(statSync(file).ino);
  const list = (waiters: number): Promise<ListedLock> =>
    waitFor(() => [...new ListedLocks().parse(stream.look().text).values()].find((each) => each.line.inode === inode && each.line.by === 'ofd' && each.waiters.length === waiters), `the lock with ${waiters} that wait`);
  const wait = (waiter: Locker): Promise<ListedLock> => {
    lockers.push(waiter);
    // It waits until it is ended with the test.
    waiter.lock(file, 'ofd').catch(() => undefined);
    return list(1);
  };
  return { folder: temp.path, file, holder, listed: await list(0), wait };
}
