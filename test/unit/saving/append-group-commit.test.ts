import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GroupCommit, inOneHold } from '../../../src/saving/group-commit.ts';

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}

describe('group commit', () => {
  test('the first of a turn go together, and what comes during a go is the next', async () => {
    const gos: number[][] = [];
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const group = new GroupCommit<number, number>(async (take) => {
      const taken = take();
      gos.push(taken.map(({ item }) => item));
      await opened;
      for (const { item, resolve } of taken) resolve(item * 2);
    });
    const early = [group.add(1), group.add(2)];
    await until(() => gos.length > 0);
    const late = [group.add(3), group.add(4)];
    open();
    assert.deepEqual(await Promise.all([...early, ...late]), [2, 4, 6, 8]);
    assert.deepEqual(gos, [[1, 2], [3, 4]]);
  });

  test('takes along what came while it waited for its lock', async () => {
    const { promise: locked, resolve: unlock } = Promise.withResolvers<void>();
    let started = false;
    let gos = 0;
    const group = new GroupCommit<number, number>(async (take) => {
      started = true;
      await locked;
      gos += 1;
      for (const { item, resolve } of take()) resolve(item);
    });
    const first = group.add(1);
    await until(() => started);
    const second = group.add(2);
    unlock();
    assert.deepEqual(await Promise.all([first, second]), [1, 2]);
    assert.equal(gos, 1);
  });

  test('a go that fails rejects what it has not settled, and no other', async () => {
    const group = new GroupCommit<number, number>((take) => {
      const [first, ...others] = take();
      first?.resolve(1);
      return others.length > 0 ? Promise.reject(new Error('no')) : Promise.resolve();
    });
    const ends = await Promise.allSettled([group.add(1), group.add(2), group.add(3)]);
    assert.deepEqual(ends.map(({ status }) => status), ['fulfilled', 'rejected', 'rejected']);
    assert.equal(await group.add(4), 1);
  });

  test('without the lock only those who waited for it from the start are refused', async () => {
    const { promise: locked, reject: refuse } = Promise.withResolvers<void>();
    let gos = 0;
    const group = new GroupCommit<number, number>(async (take) => {
      gos += 1;
      if (gos === 1) await locked;
      for (const { item, resolve } of take()) resolve(item);
    });
    const first = group.add(1);
    await until(() => gos > 0);
    const second = group.add(2);
    refuse(new Error('busy'));
    await assert.rejects(first, /busy/);
    assert.equal(await second, 2);
  });

  test('tells when nothing waits any more', async () => {
    let idle = 0;
    const group = new GroupCommit<number, void>((take) => {
      for (const { resolve } of take()) resolve();
      return Promise.resolve();
    }, () => (idle += 1));
    await Promise.all([group.add(1), group.add(2)]);
    await until(() => idle > 0);
    await group.add(3);
    await until(() => idle > 1);
    assert.equal(idle, 2);
  });
});

describe('one hold of a lock', () => {
  /** Adds one after the other. */
  async function addWhile(group: GroupCommit<number, void>, isWanted: () => boolean): Promise<void> {
    while (isWanted()) await group.add(1);
  }

  test('goes on with what whoever was answered wants next', async () => {
    let holds = 0;
    const group = new GroupCommit<number, void>(async (take) => {
      holds += 1;
      await inOneHold(take, async (waiting) => waiting.forEach(({ resolve }) => resolve()));
    });
    for (let i = 0; i < 5; i++) await group.add(i);
    assert.equal(holds, 1);
  });

  test('ends after a while, whatever is still wanted', async () => {
    let holds = 0;
    const ends: string[] = [];
    const group = new GroupCommit<number, void>(async (take) => {
      holds += 1;
      ends.push(await inOneHold(take, async (waiting) => waiting.forEach(({ resolve }) => resolve())));
    });
    await addWhile(group, () => holds < 3);
    await until(() => ends.length === 3);
    assert.deepEqual(ends, ['more', 'more', 'done']);
  });

  test('a commit that fails ends it, and rejects its own', async () => {
    let commits = 0;
    const group = new GroupCommit<number, void>(async (take) => {
      await inOneHold(take, async (waiting) => {
        commits += 1;
        if (commits === 2) throw new Error('no');
        for (const { resolve } of waiting) resolve();
      });
    });
    await group.add(1);
    await assert.rejects(group.add(2), /no/);
    await group.add(3);
    assert.equal(commits, 3);
  });
});
