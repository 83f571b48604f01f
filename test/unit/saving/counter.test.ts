import assert from 'node:assert/strict';
import { existsSync, linkSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { CounterError, LockedCounter } from '../../../src/saving/counter.ts';
import { FileLock } from '../../../src/saving/lock/file-lock.ts';

function fileFor(t: TestContext, name = 'count'): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lockscope-counter-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return path.join(folder, name);
}

describe('a counter in a file', () => {
  test('begins at 0, counts by any whole number, and leaves nothing but its file', async (t) => {
    const file = fileFor(t);
    const counter = new LockedCounter(file);
    assert.equal(await counter.value(), 0);
    assert.equal(lstatSync(file, { throwIfNoEntry: false }), undefined);
    assert.equal(await counter.increment(), 1);
    assert.equal(await counter.increment(41), 42);
    assert.equal(await counter.increment(-50), -8);
    assert.equal(await counter.increment(0), -8);
    assert.equal(await counter.value(), -8);
    assert.equal(readFileSync(file, 'utf8'), '-8\n');
    // The lock is kept for a moment, in case that more is wanted.
    while (existsSync(`${file}.lock`)) await new Promise(setImmediate);
    assert.deepEqual(readdirSync(path.dirname(file)), ['count']);
  });

  test('goes on from what an editor or a shell has written', async (t) => {
    const file = fileFor(t);
    for (const content of ['41', '41\n', '41\r\n', '041']) {
      writeFileSync(file, content);
      assert.equal(await new LockedCounter(file).increment(), 42);
    }
  });

  for (const content of ['', '\n', 'NaN', '1.5', '1e3', '0x10', '12 13', '{"count":1}', '1\0', '9007199254740992']) {
    test(`does not start again where the file holds ${JSON.stringify(content)}`, async (t) => {
      const file = fileFor(t);
      writeFileSync(file, content);
      const counter = new LockedCounter(file);
      await assert.rejects(counter.increment(), (error) => error instanceof CounterError && error.file === file);
      await assert.rejects(counter.value(), CounterError);
      assert.equal(readFileSync(file, 'utf8'), content);
      writeFileSync(file, '7');
      assert.equal(await counter.increment(), 8);
    });
  }

  test('what leads beyond the safe integers is refused, and its neighbours are not', async (t) => {
    const file = fileFor(t);
    const counter = new LockedCounter(file);
    writeFileSync(file, String(Number.MAX_SAFE_INTEGER - 2));
    const ends = await Promise.allSettled([counter.increment(), counter.increment(5), counter.increment(), counter.increment()]);
    assert.deepEqual(ends.map((end) => (end.status === 'fulfilled' ? end.value : end.reason instanceof RangeError)), [Number.MAX_SAFE_INTEGER - 1, true, Number.MAX_SAFE_INTEGER, true]);
    assert.equal(await counter.value(), Number.MAX_SAFE_INTEGER);
    for (const by of [1.5, Number.NaN, Infinity, 2 ** 53]) await assert.rejects(counter.increment(by), RangeError);
  });

  test('hands each of those who count at the same time a value of its own', async (t) => {
    const file = fileFor(t);
    const [one, other] = [new LockedCounter(file), new LockedCounter(file)];
    const values = await Promise.all(Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? one : other).increment()));
    assert.deepEqual(values.toSorted((a, b) => a - b), Array.from({ length: 400 }, (_, i) => i + 1));
  });

  test('goes through links, also to where no file is yet', async (t) => {
    const file = fileFor(t);
    symlinkSync('later', file);
    assert.equal(await new LockedCounter(file).increment(), 1);
    assert.equal(await new LockedCounter(path.join(path.dirname(file), 'later')).increment(), 2);
    assert.ok(lstatSync(file).isSymbolicLink());
  });

  test('waits for others who have the lock, no longer than it is told', async (t) => {
    const file = fileFor(t);
    const counter = new LockedCounter(file, { timeoutMs: 20 });
    const hold = await new FileLock(file).acquire();
    await assert.rejects(counter.increment(), { name: 'LockTimeoutError' });
    await hold.release();
    assert.equal(await counter.increment(), 1);
  });

  test('does not undo what somebody writes without the lock in the same moment', async (t) => {
    const file = fileFor(t);
    for (let turns = 0; turns < 20; turns++) {
      writeFileSync(file, '0');
      const counting = new LockedCounter(file).increment();
      for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
      writeFileSync(file, '1000');
      const [value, end] = [await counting, readFileSync(file, 'utf8')];
      assert.ok((value === 1 && end === '1000') || (value === 1001 && end === '1001\n'), `${turns} turns: ${value}, ${end}`);
    }
  });

  test('says why where the file cannot be replaced or made', async (t) => {
    const file = fileFor(t);
    writeFileSync(file, '1');
    linkSync(file, `${file} too`);
    await assert.rejects(new LockedCounter(file).increment(), (error) => error instanceof CounterError && /2 names/.test(error.message));
    assert.equal(readFileSync(file, 'utf8'), '1');
    await assert.rejects(new LockedCounter(path.join(file, 'in a file')).increment(), { code: 'ENOTDIR' });
    mkdirSync(`${file} folder`);
    await assert.rejects(new LockedCounter(`${file} folder`).increment(), { code: 'EISDIR' });
    assert.deepEqual(readdirSync(path.dirname(file)).toSorted(), ['count', 'count folder', 'count too']);
  });
});
