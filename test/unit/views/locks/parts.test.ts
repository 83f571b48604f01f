// The small parts that the tree is put together from.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { Filter } from '../../../../src/views/locks/filter.ts';
import { firstOf } from '../../../../src/views/locks/first-of.ts';
import { groupOf } from '../../../../src/views/locks/grouping.ts';
import { naturalKey } from '../../../../src/views/locks/natural-key.ts';
import { Pace } from '../../../../src/views/locks/pace.ts';
import { Turns } from '../../../../src/views/locks/turns.ts';
import { aHolder, aLock } from '../a-lock.ts';

suite('A sort key', () => {
  test('puts names in the order of people', () => {
    const names = ['b', 'A', 'job-10', 'job-9', 'job-009a', 'job-2', 'job-123456789012'];
    const sorted = names.map((name) => ({ name, key: naturalKey(name) })).sort((a, b) => (a.key < b.key ? -1 : 1));
    assert.deepEqual(sorted.map(({ name }) => name), ['A', 'b', 'job-2', 'job-9', 'job-009a', 'job-10', 'job-123456789012']);
  });
});

suite('The first of many', () => {
  const order = (a: number, b: number): number => a - b;
  const shuffled = Array.from({ length: 10_000 }, (_, i) => (i * 7919) % 10_000);

  test('are those that sorting all would give', () => {
    const sorted = shuffled.toSorted(order);
    for (const count of [0, 1, 3, 500, 9999, 10_000, 20_000]) assert.deepEqual(firstOf(shuffled, count, order), sorted.slice(0, count));
  });

  test('are found with few comparisons', () => {
    let compared = 0;
    firstOf(shuffled, 500, (a, b) => (compared++, a - b));
    let sorting = 0;
    shuffled.toSorted((a, b) => (sorting++, a - b));
    assert.ok(compared < sorting / 2, `${compared} of ${sorting}`);
  });
});

suite('The pace of redraws', () => {
  test('is quick when calm, slower the dearer it is, and half a second at most', () => {
    const pace = new Pace();
    assert.equal(pace.next(), 50);
    pace.spend(12);
    assert.equal(pace.next(), 120);
    pace.gather(200);
    assert.equal(pace.next(), 200);
    pace.gather(2000);
    pace.spend(40);
    assert.equal(pace.next(), 500);
    assert.equal(pace.next(), 50);
  });
});

suite('Work in turns', () => {
  const aTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  test('is done at once when it is little', async () => {
    const turns = new Turns();
    assert.deepEqual(Array.from({ length: 100 }, (_, i) => turns.run(() => i)), Array.from({ length: 100 }, (_, i) => i));
    await aTurn();
    assert.equal(turns.run(() => 'again'), 'again');
  });

  test('is spread when it is much, in order, and nothing is left out', async () => {
    const turns = new Turns();
    const done: number[] = [];
    for (let i = 0; i < 1000; i++) void turns.run(() => done.push(i));
    assert.equal(done.length, 100);
    for (let left = done.length; left < 1000; left = done.length) {
      await aTurn();
      assert.ok(done.length > left && done.length <= left + 100, `${left} to ${done.length}`);
    }
    assert.deepEqual(done, Array.from({ length: 1000 }, (_, i) => i));
  });

  test('that fails, fails for whom it was done', async () => {
    const turns = new Turns();
    const fail = (): never => assert.fail('mine');
    assert.throws(() => turns.run(fail), /mine/);
    for (let i = 0; i < 100; i++) void turns.run(() => i);
    await assert.rejects(async () => turns.run(fail), /mine/);
    assert.equal(await turns.run(() => 'next'), 'next');
  });
});

suite('The filter', () => {
  const folders = [{ name: 'ws', path: '/ws' }];
  const holder = aHolder({ pid: 4312, command: 'npm install', user: 'ada' });
  const lock = aLock('held', { path: '/ws/App/.git/index.lock', holder });
  const passes = (words: string): boolean => new Filter(words).passes(lock, folders);

  test('finds words in the path, the kind, the title, and the holder, in any case', () => {
    for (const words of ['', '  ', 'app', 'INDEX.LOCK', 'git-index', 'index lock', 'npm', '4312', 'Ada', 'ada npm app']) assert.equal(passes(words), true, words);
  });

  test('wants every word', () => {
    for (const words of ['yarn', 'npm yarn', 'ada.']) assert.equal(passes(words), false, words);
  });

  test('does not find what is above the folder', () => {
    assert.equal(new Filter('home').passes(aLock('held', { path: '/home/ada/ws/a.lock' }), [{ name: 'ws', path: '/home/ada/ws' }]), false);
  });
});

suite('The folder of a lock', () => {
  const folders = [{ name: 'ws', path: '/ws' }, { name: 'in', path: '/ws/in' }];
  const folderOf = (path: string): string => groupOf(aLock('held', { path }), 'folder', folders).id;

  test('is the one that its resource is in', () => {
    assert.equal(folderOf('/ws/a.lock'), 'folder:/ws');
    assert.equal(folderOf('/ws/src/deep/a.lock'), 'folder:/ws/src/deep');
    assert.equal(folderOf('/ws/in/a.lock'), 'folder:/ws/in');
    assert.equal(folderOf('/elsewhere/.cache/a.lock'), 'folder:/elsewhere/.cache');
  });

  test('is the one around the folder of a tool', () => {
    assert.equal(folderOf('/ws/app/.git/refs/heads/main.lock'), 'folder:/ws/app');
    assert.equal(folderOf('/ws/.git/index.lock'), 'folder:/ws');
  });
});
