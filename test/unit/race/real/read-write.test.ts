// Who was inside with a writer, what a pair of files holds, and the seed's lock in memory.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judgePair } from '../../../../src/race/real/scenarios/parts/pair.ts';
import { judgeSharing } from '../../../../src/race/real/scenarios/read-write/judge.ts';
import { MemoryLock } from '../../../../src/race/real/scenarios/read-write/memory-lock.ts';
import { attemptThat } from './attempt.ts';
import { historyOf, type Row } from './history.ts';

const read = (actor: number, entered: number, left: number): Row => ({ actor, asked: entered, entered, left, ended: left, read: 0 });
const wrote = (actor: number, entered: number, left: number, before = 0): Row => ({ ...read(actor, entered, left), read: before, wrote: before + 1 });
const both = (value: number): { left: number; right: number } => ({ left: value, right: value });

describe('readers and writers', () => {
  test('readers are inside together, and a writer alone', () => {
    assert.deepEqual(judgeSharing(historyOf([read(1, 1, 9), read(2, 2, 8), wrote(0, 9, 10), read(1, 10, 11)]), both(1)), []);
  });

  test('a reader with a writer, and two writers, are told of', () => {
    assert.deepEqual(judgeSharing(historyOf([read(1, 1, 9), wrote(0, 3, 4)]), both(1)), [
      { kind: 'two-inside', times: 1, explanation: 'Inside together at 3.000 ms were actor B, who read, and actor A, who wrote.', around: [0, 1] },
    ]);
    const kinds = judgeSharing(historyOf([wrote(0, 1, 4), wrote(4, 2, 3)]), both(1)).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['two-inside', 'lost-update']);
  });

  test('among several readers the writer is named', () => {
    const [verdict] = judgeSharing(historyOf([read(1, 1, 9), wrote(0, 2, 8), read(2, 3, 4)]), both(1));
    assert.deepEqual([verdict?.times, verdict?.around], [2, [0, 1]]);
  });
});

describe('a pair of files', () => {
  test('holds the same in both, and all that was written', () => {
    assert.deepEqual(judgePair(historyOf([wrote(0, 1, 2, 0), wrote(0, 3, 4, 1)]), both(2)), []);
    assert.deepEqual(judgePair(historyOf([wrote(0, 1, 2)]), { left: 1, right: 0 }).map(({ kind, explanation }) => [kind, explanation]), [['torn', 'In the end the left file holds 1 and the right one 0.']]);
    assert.equal(judgePair(historyOf([wrote(0, 1, 2), wrote(1, 1, 2)]), both(1))[0]?.kind, 'lost-update');
  });
});

describe('the lock in memory', () => {
  const nobody = attemptThat();

  test('lets readers in together and a writer alone, to those who share it', async () => {
    const lock = new MemoryLock();
    const order: string[] = [];
    const [one, other] = [await lock.read.acquire(nobody), await lock.read.acquire(nobody)];
    const writing = Promise.resolve(lock.write.acquire(nobody)).then((release) => {
      order.push('writes');
      return release;
    });
    await one?.();
    await Promise.resolve();
    order.push('last reader leaves');
    await other?.();
    const release = await writing;
    const reading = Promise.resolve(lock.read.acquire(nobody)).then(() => order.push('reads'));
    await Promise.resolve();
    order.push('writer leaves');
    await release?.();
    await reading;
    assert.deepEqual(order, ['last reader leaves', 'writes', 'writer leaves', 'reads']);
  });

  test('keeps nobody out who has another', async () => {
    await new MemoryLock().write.acquire(nobody);
    await new MemoryLock().write.acquire(nobody);
  });
});
