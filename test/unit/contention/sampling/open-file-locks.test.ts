// Who waits for the lock of an open file, which the kernel's list does not tell.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { OpenFileLocks } from '../../../../src/contention/sampling/open-file-locks.ts';
import { Openers } from '../../../../src/contention/sampling/openers.ts';
import { openFilesOf } from '../../../../src/system/linux/lock-stream-files.ts';
import { cannotLock, Locker } from '../../../real/contention/locker.ts';
import { waitFor } from '../../../real/demo/wait.ts';
import { beginOpenFileLock } from './open-file-lock.ts';

describe('who waits for the lock of an open file', { skip: cannotLock }, () => {
  test('stays the same one over a moment in which nobody is listed, and no longer', async (t) => {
    const { listed, wait } = await beginOpenFileLock(t);
    const waiter = new Locker();
    const { waiters: [line] } = await wait(waiter);
    assert.ok(line !== undefined);
    const openers = new Openers();
    for (const { descriptor } of openFilesOf(waiter.pid, new Set([line.inode]))) openers.note(listed.line, waiter.pid, descriptor);
    const locks = new OpenFileLocks(openers);
    t.after(() => locks.dispose());
    const look = () => {
      locks.keep((key) => key === line.key);
      return locks.waiters(line, 1)[0];
    };
    const first = await waitFor(() => {
      const slot = look();
      return slot?.value?.pid === waiter.pid && slot;
    }, 'the waiter to be told');
    // A hand-over: the next holder is woken, and neither it nor who waits behind it is listed.
    locks.keep(() => false);
    assert.equal(look()?.id, first.id);
    locks.keep(() => false);
    await pause(40);
    locks.keep(() => false);
    const last = look();
    assert.notEqual(last?.id, first.id);
    assert.equal(last?.value?.pid, waiter.pid);
  });
});
