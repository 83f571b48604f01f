import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { appendLines, LineEndError, NotAFileError } from '../../../src/saving/append/append-lines.ts';
import { noMounts } from '../breaking/namespace.ts';

const source = path.resolve(import.meta.dirname, '../../../src/saving/append/append-lines.ts');

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lockscope-append-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A module with appendLines in it, to be run by Node with the file as argv[2]. */
function program(folder: string, body: string): string {
  const file = path.join(folder, 'program.ts');
  writeFileSync(file, `import { appendLines } from ${JSON.stringify(source)};\nconst file = process.argv[2] ?? '';\n${body}`);
  return file;
}

describe('appending lines', () => {
  test('makes the file, adds in order, and writes no empty list', async (t) => {
    const file = path.join(folderFor(t), 'a.txt');
    await appendLines(file, []);
    assert.equal(lstatSync(file, { throwIfNoEntry: false }), undefined);
    await appendLines(file, ['one', '']);
    await appendLines(file, ['dvě', '三'], { durable: false });
    assert.equal(readFileSync(file, 'utf8'), 'one\n\ndvě\n三\n');
  });

  test('what is added at the same time is kept in the order of the calls', async (t) => {
    const file = path.join(folderFor(t), 'a.txt');
    const numbers = Array.from({ length: 500 }, (_, i) => String(i));
    await Promise.all(numbers.map((number) => appendLines(file, [number, `${number}'`])));
    assert.deepEqual(readFileSync(file, 'utf8').trimEnd().split('\n'), numbers.flatMap((number) => [number, `${number}'`]));
  });

  test('a last line without its end is not glued to', async (t) => {
    const file = path.join(folderFor(t), 'a.txt');
    writeFileSync(file, 'whole\ncut of');
    await appendLines(file, ['next']);
    assert.equal(readFileSync(file, 'utf8'), 'whole\ncut of\nnext\n');
  });

  for (const line of ['a\nb', 'a\r', '\n']) {
    test(`refuses ${JSON.stringify(line)}, and writes none of its neighbours`, async (t) => {
      const file = path.join(folderFor(t), 'a.txt');
      await assert.rejects(appendLines(file, ['before', line, 'after']), (error) => error instanceof LineEndError && error.line === line);
      assert.equal(lstatSync(file, { throwIfNoEntry: false }), undefined);
    });
  }

  test('goes through links, keeps the mode, and leaves nothing else behind', async (t) => {
    const folder = folderFor(t);
    writeFileSync(path.join(folder, 'real.txt'), 'a\n');
    chmodSync(path.join(folder, 'real.txt'), 0o640);
    symlinkSync('real.txt', path.join(folder, 'link.txt'));
    await Promise.all([appendLines(path.join(folder, 'link.txt'), ['b']), appendLines(path.join(folder, 'real.txt'), ['c'])]);
    assert.equal(readFileSync(path.join(folder, 'real.txt'), 'utf8'), 'a\nb\nc\n');
    assert.equal(lstatSync(path.join(folder, 'real.txt')).mode & 0o777, 0o640);
    assert.ok(lstatSync(path.join(folder, 'link.txt')).isSymbolicLink());
    assert.deepEqual(readdirSync(folder).toSorted(), ['link.txt', 'real.txt']);
  });

  test('makes the file that a link leads to', async (t) => {
    const folder = folderFor(t);
    symlinkSync('later.txt', path.join(folder, 'link.txt'));
    await appendLines(path.join(folder, 'link.txt'), ['a']);
    assert.equal(readFileSync(path.join(folder, 'later.txt'), 'utf8'), 'a\n');
  });

  test('a folder, a missing folder: the system says so', async (t) => {
    const folder = folderFor(t);
    mkdirSync(path.join(folder, 'folder'));
    await assert.rejects(appendLines(path.join(folder, 'folder'), ['a']), { code: 'EISDIR' });
    await assert.rejects(appendLines(path.join(folder, 'none', 'a.txt'), ['a']), { code: 'ENOENT' });
  });

  test('a FIFO that nobody reads is refused, not waited for', { skip: process.platform === 'win32' && 'there are no FIFOs' }, async (t) => {
    const fifo = path.join(folderFor(t), 'fifo');
    execFileSync('mkfifo', [fifo]);
    await assert.rejects(appendLines(fifo, ['a']), NotAFileError);
  });

  test('processes that do it at once, and others that only append: no line lost, torn or moved apart', async (t) => {
    const folder = folderFor(t);
    const file = path.join(folder, 'all.txt');
    const [processes, calls] = [4, 60];
    const own = program(folder, `for (let i = 0; i < ${calls}; i++) await appendLines(file, [process.argv[3] + ' ' + i + ' ' + 'x'.repeat(i * 97 % 9000), process.argv[3] + ' ' + i + ' second'], { durable: i % 2 === 0 });`);
    const others = path.join(folder, 'others.ts');
    writeFileSync(others, `import { appendFileSync } from 'node:fs'; for (let i = 0; i < ${calls}; i++) appendFileSync(process.argv[2] ?? '', 'other ' + i + '\\n');`);
    const children = [...Array.from({ length: processes }, (_, i) => spawn(process.execPath, [own, file, String(i)], { stdio: 'inherit' })), spawn(process.execPath, [others, file], { stdio: 'inherit' })];
    assert.deepEqual(await Promise.all(children.map((child) => once(child, 'exit'))), children.map(() => [0, null]));
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    assert.equal(lines.length, processes * calls * 2 + calls);
    for (let child = 0; child < processes; child++) {
      const order = lines.filter((line) => line.startsWith(`${child} `));
      assert.deepEqual(order, Array.from({ length: calls }, (_, i) => [`${child} ${i} ${'x'.repeat((i * 97) % 9000)}`, `${child} ${i} second`]).flat());
    }
    for (const [i, line] of lines.entries()) if (line.endsWith('second')) assert.ok(lines[i - 1]?.startsWith(line.slice(0, -'second'.length)), line);
  });
});

describe('appending lines to a disk that is full', { skip: noMounts }, () => {
  /** Appends on a small tmpfs. @returns what the program printed, then what the shell did */
  function onSmallDisk(t: TestContext, body: string, size = '64k'): string {
    const folder = folderFor(t);
    const disk = path.join(folder, 'disk');
    mkdirSync(disk);
    const script = `mount -t tmpfs -o size=${size} tmpfs "${disk}"; printf 'first\\n' > "${disk}/a.txt"; "$0" "${program(folder, body)}" "${disk}/a.txt"; ls "${disk}"; cat "${disk}/a.txt"`;
    return execFileSync('unshare', ['-rm', '/bin/sh', '-ec', script, process.execPath], { encoding: 'utf8' });
  }

  test('nothing of the lines stays, and what was there does', (t) => {
    const printed = onSmallDisk(t, `await appendLines(file, ['x'.repeat(30_000), 'y'.repeat(60_000)]).catch((error) => console.log(error.code));`);
    assert.equal(printed, 'ENOSPC\na.txt\nfirst\n');
  });

  test('one who wants too much takes nothing away from those who ask at the same time', (t) => {
    const printed = onSmallDisk(t, `const ends = await Promise.allSettled([appendLines(file, ['before']), appendLines(file, ['x'.repeat(90_000)]), appendLines(file, ['after'])]);
      console.log(ends.map(({ status }) => status).join());`);
    assert.equal(printed, 'fulfilled,rejected,fulfilled\na.txt\nfirst\nbefore\nafter\n');
  });
});
