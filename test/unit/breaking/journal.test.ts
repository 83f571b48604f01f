import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, lstatSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { Journal, lastUndoable } from '../../../src/breaking/journal.ts';
import type { JournalEntry, JournalEvent } from '../../../src/breaking/journal-entry.ts';
import { fromLine, toLine } from '../../../src/breaking/journal-json.ts';

const identity = { dev: 2n ** 60n + 1n, ino: 7n, birthtimeNs: null, mtimeNs: 1_795_244_768_816_872_726n, size: 3n, contentHash: 'ab' };

function entry(event: JournalEvent, file = '/ws/a.lock'): JournalEntry {
  const evidence = [{ code: 'pid-dead', supports: 'stale', message: 'Process 1 is dead.' }] as const;
  return { at: 5, pid: 6, subject: { path: file, kind: 'k', state: 'stale', forced: false, evidence, identity }, event };
}

const kept = { entry: '/q/id', artifacts: [{ path: '/ws/a.lock', name: 'lock', identity: { ...identity, birthtimeNs: 9n } }] };

const events: readonly JournalEvent[] = [
  { is: 'broken', method: 'exchange', recovered: false, undoId: 'one', ...kept },
  { is: 'broken', method: 'move', recovered: true, undoId: 'four', ...kept },
  { is: 'kept-apart', undoId: 'two', ...kept, why: 'occupied', recovered: false },
  { is: 'returned', undoId: 'three', why: 'changed', recovered: false },
  { is: 'returned', undoId: 'five', why: 'committed', recovered: true },
  { is: 'refused', why: 'not-stale' },
  { is: 'refused', why: 'outside' },
  { is: 'undone', undoId: 'one', left: ['/ws/b'], recovered: false },
  { is: 'emptied', undoId: 'four' },
];

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lockscope-journal-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('entries', () => {
  for (const event of events) {
    test(`${event.is} survives the way through JSON`, () => assert.deepEqual(fromLine(toLine(entry(event))), entry(event)));
  }

  test('a path with a newline stays on one line', () => {
    const strange = entry({ is: 'refused', why: 'never' }, '/ws/a\nb.lock');
    assert.equal(toLine(strange).includes('\n'), false);
    assert.deepEqual(fromLine(toLine(strange)), strange);
  });

  test('what is none is none', () => {
    const line = toLine(broken('a', '/ws/x'));
    const damaged = ['', 'null', '[]', '7', '{}', line.slice(0, -1), line.replace('"is":"broken"', '"is":"else"'), line.replace('"ino":"7"', '"ino":"x"'), line.replace('"at":5', '"at":"5"')];
    for (const each of damaged) assert.equal(fromLine(each), null, each);
  });
});

describe('the file', () => {
  test('is empty before anything was written', (t) => {
    assert.deepEqual(new Journal(path.join(folderFor(t), 'none')).entries(), { entries: [], damaged: 0 });
  });

  test('keeps the order, and is private', async (t) => {
    const folder = path.join(folderFor(t), 'made');
    const journal = new Journal(folder);
    for (const event of events) await journal.append(entry(event));
    assert.deepEqual(journal.entries(), { entries: events.map((event) => entry(event)), damaged: 0 });
    assert.deepEqual(journal.of('one').map(({ event }) => event.is), ['broken', 'undone']);
    if (process.platform === 'win32') return;
    assert.equal(lstatSync(folder).mode & 0o777, 0o700);
    assert.equal(lstatSync(path.join(folder, 'journal.jsonl')).mode & 0o777, 0o600);
  });

  test('a torn last line is skipped and counted, and does not swallow the next', async (t) => {
    const folder = folderFor(t);
    const file = path.join(folder, 'journal.jsonl');
    const journal = new Journal(folder);
    for (const event of events.slice(0, 2)) await journal.append(entry(event));
    truncateSync(file, readFileSync(file).length - 10);
    assert.deepEqual(journal.entries(), { entries: events.slice(0, 1).map((event) => entry(event)), damaged: 1 });
    await journal.append(entry({ is: 'refused', why: 'never' }));
    assert.equal(journal.entries().entries.length, 2);
    appendFileSync(file, 'garbage\n');
    assert.equal(journal.entries().damaged, 2);
  });

  test('several processes write without cutting into each other', async (t) => {
    const folder = folderFor(t);
    const writer = path.join(folder, 'writer.ts');
    const source = path.resolve(import.meta.dirname, '../../../src/breaking/journal.ts');
    const lines = 50;
    writeFileSync(writer, `import { Journal } from ${JSON.stringify(source)};
      const journal = new Journal(${JSON.stringify(folder)});
      const entry = JSON.parse(process.argv[2]);
      for (let i = 0; i < ${lines}; i++) await journal.append(entry);`);
    const children = [1, 2, 3].map(() => spawn(process.execPath, [writer, toLine(entry({ is: 'refused', why: 'never' }))], { stdio: 'inherit' }));
    for (const child of children) child.once('error', (error) => assert.fail(error));
    assert.deepEqual(await Promise.all(children.map((child) => once(child, 'exit'))), [[0, null], [0, null], [0, null]]);
    const { entries, damaged } = new Journal(folder).entries();
    assert.deepEqual([entries.length, damaged], [3 * lines, 0]);
  });
});

describe('the last break that can be undone', () => {
  test('none', () => assert.equal(lastUndoable([]), null));
  test('the newest', () => assert.equal(idOf(lastUndoable([broken('a', '/ws/x'), broken('b', '/ws/y')])), 'b'));
  test('not one undone', () => assert.equal(idOf(lastUndoable([broken('a', '/ws/x'), broken('b', '/ws/y'), undone('b')])), 'a'));
  test('not one that was emptied', () => assert.equal(idOf(lastUndoable([broken('a', '/ws/x'), broken('b', '/ws/y'), entry({ is: 'emptied', undoId: 'b' })])), 'a'));
  test('only in these folders, by segments', () => {
    const entries = [broken('a', '/ws/x'), broken('b', '/ws-other/y')];
    assert.equal(idOf(lastUndoable(entries, ['/ws'])), 'a');
    assert.equal(lastUndoable(entries, []), null);
  });
  test('a root may be reached through a symlink', async (t) => {
    const folder = folderFor(t);
    symlinkSync('/', path.join(folder, 'root'));
    const journal = new Journal(folder);
    await journal.append(broken('a', '/x'));
    assert.equal(idOf(journal.lastUndoable([path.join(folder, 'root')])), 'a');
    assert.equal(journal.lastUndoable([path.join(folder, 'absent')]), null);
  });
});

function broken(undoId: string, file: string): JournalEntry {
  return entry({ is: 'broken', method: 'exchange', recovered: false, undoId, ...kept }, file);
}

function undone(undoId: string): JournalEntry {
  return entry({ is: 'undone', undoId, left: [], recovered: false });
}

function idOf(found: JournalEntry | null): string | null {
  return found?.event.is === 'broken' ? found.event.undoId : null;
}
