import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { LineEndError } from '../../../src/saving/append/append-lines.ts';
import { RotatingLog } from '../../../src/saving/rotating-log.ts';
import { breakAmongMounts, noMounts } from '../breaking/namespace.ts';

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lockscope-log-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** All lines, the oldest first. */
function linesOf(log: RotatingLog): readonly string[] {
  return [...log.texts()].toReversed().flatMap((text) => text.split('\n').filter((line) => line !== ''));
}

describe('a rotating log', () => {
  test('is empty before anything was written', (t) => {
    const log = new RotatingLog(path.join(folderFor(t), 'none/log.txt'), { maxBytes: 100, keep: 2 });
    assert.deepEqual([linesOf(log), log.changedAt()], [[], null]);
  });

  test('puts a full file aside, and keeps so many of them', async (t) => {
    const folder = folderFor(t);
    const log = new RotatingLog(path.join(folder, 'log.txt'), { maxBytes: 20, keep: 2 });
    const lines = Array.from({ length: 9 }, (_, i) => `line ${i}..`);
    for (const line of lines) await log.append(line);
    assert.deepEqual(linesOf(log), lines.slice(4));
    assert.equal(readdirSync(folder).length, 3);
    for (const name of readdirSync(folder)) assert.ok(lstatSync(path.join(folder, name)).size <= 20, name);
  });

  test('takes a line that is longer than a file may be', async (t) => {
    const log = new RotatingLog(path.join(folderFor(t), 'log.txt'), { maxBytes: 10, keep: 1 });
    await log.append('much longer than that');
    assert.deepEqual(linesOf(log), ['much longer than that']);
  });

  test('leaves other files of the folder alone', async (t) => {
    const folder = folderFor(t);
    const others = ['log.1.txt', 'log.old.txt', 'logs.0000000000001-1-1.txt', 'log.0000000000001-1-1.txt.gz'];
    for (const other of others) writeFileSync(path.join(folder, other), other);
    const log = new RotatingLog(path.join(folder, 'log.txt'), { maxBytes: 1, keep: 1 });
    for (const line of ['a', 'b', 'c', 'd']) await log.append(line);
    assert.deepEqual(linesOf(log), ['c', 'd']);
    for (const other of others) assert.equal(readFileSync(path.join(folder, other), 'utf8'), other);
  });

  test('does not glue a line to one that was cut off', async (t) => {
    const file = path.join(folderFor(t), 'log.txt');
    const log = new RotatingLog(file, { maxBytes: 1000, keep: 1 });
    appendFileSync(file, 'cut of');
    await log.append('whole');
    assert.deepEqual(linesOf(log), ['cut of', 'whole']);
  });

  test('keeps none of those that were put aside when it is told so', async (t) => {
    const folder = folderFor(t);
    const log = new RotatingLog(path.join(folder, 'log.txt'), { maxBytes: 1, keep: 0 });
    for (const line of ['a', 'b', 'c']) await log.append(line);
    assert.deepEqual([linesOf(log), readdirSync(folder)], [['c'], ['log.txt']]);
  });

  test('what is written at the same time fills file after file, in the order of the calls', async (t) => {
    const folder = folderFor(t);
    const log = new RotatingLog(path.join(folder, 'log.txt'), { maxBytes: 100, keep: 1000 });
    const lines = Array.from({ length: 300 }, (_, i) => `line ${i} ${'x'.repeat(i % 120)}`);
    await Promise.all(lines.map((line) => log.append(line)));
    assert.deepEqual(linesOf(log), lines);
    const sizes = readdirSync(folder).map((name) => lstatSync(path.join(folder, name)).size);
    assert.ok(sizes.every((size) => size <= 129) && sizes.length > 100, String(sizes));
  });

  test('puts aside in order also when the newest of them is of a later time', async (t) => {
    const folder = folderFor(t);
    const tomorrow = Date.now() + 86_400_000;
    writeFileSync(path.join(folder, `log.${tomorrow}-1-1.txt`), 'first\n');
    const log = new RotatingLog(path.join(folder, 'log.txt'), { maxBytes: 1, keep: 2 });
    for (const line of ['second', 'third', 'fourth']) await log.append(line);
    assert.deepEqual(linesOf(log), ['second', 'third', 'fourth']);
  });

  test('refuses a line with a line\'s end in it', async (t) => {
    const log = new RotatingLog(path.join(folderFor(t), 'log.txt'), { maxBytes: 100, keep: 1 });
    await assert.rejects(log.append('a\nb'), LineEndError);
    assert.deepEqual(linesOf(log), []);
  });

  test('loses no line and tears none when processes write and rotate at once', async (t) => {
    const folder = folderFor(t);
    const file = path.join(folder, 'own/log.txt');
    const writer = path.join(folder, 'writer.ts');
    const source = path.resolve(import.meta.dirname, '../../../src/saving/rotating-log.ts');
    const [processes, lines] = [4, 100];
    writeFileSync(writer, `import { RotatingLog } from ${JSON.stringify(source)};
      const log = new RotatingLog(${JSON.stringify(file)}, { maxBytes: 200, keep: 1000 });
      for (let i = 0; i < ${lines}; i++) await log.append(process.argv[2] + ' ' + i + ' ' + 'x'.repeat(i % 50));`);
    const children = Array.from({ length: processes }, (_, i) => spawn(process.execPath, [writer, String(i)], { stdio: 'inherit' }));
    assert.deepEqual(await Promise.all(children.map((child) => once(child, 'exit'))), children.map(() => [0, null]));
    const written = linesOf(new RotatingLog(file, { maxBytes: 200, keep: 1000 }));
    const expected = children.flatMap((_, child) => Array.from({ length: lines }, (__, i) => `${child} ${i} ${'x'.repeat(i % 50)}`));
    assert.deepEqual(written.toSorted(), expected.toSorted());
    for (const child of children.keys()) {
      const order = written.filter((line) => line.startsWith(`${child} `)).map((line) => Number(line.split(' ')[1]));
      assert.deepEqual(order, order.toSorted((a, b) => a - b));
    }
  });
});

test('a full disk: the journal is not written, nothing of the line stays, and the lock stands', { skip: noMounts }, (t) => {
  const folder = folderFor(t);
  const state = path.join(folder, 'state');
  mkdirSync(state);
  writeFileSync(path.join(folder, 'a.lock'), '');
  const prepare = `mount -t tmpfs -o size=64k tmpfs "${state}"; printf '{"first":1}\\n' > "${state}/journal.jsonl"; cat /dev/zero > "${state}/filler" 2>/dev/null || :`;
  const { outcome, checked } = breakAmongMounts(prepare, path.join(folder, 'a.lock'), state, `cat "${state}/journal.jsonl"; ls "$1"`);
  assert.equal(outcome, 'ENOSPC');
  assert.equal(checked, `{"first":1}\n${path.join(folder, 'a.lock')}`);
});
