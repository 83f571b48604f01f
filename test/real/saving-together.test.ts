// Several processes save one file at the same time.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { linkSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { tempFolder } from './demo/temp-folder.ts';
import { contentOf, letterAt } from './saving/content.ts';
import { watched } from './saving/watched.ts';

const crew = path.join(import.meta.dirname, 'saving', 'crew.ts');

function folderFor(t: TestContext): string {
  const temp = tempFolder();
  t.after(() => temp[Symbol.dispose]());
  return temp.path;
}

/** Each file of the list is saved by a process of its own, so many times. */
async function together(what: string, files: readonly string[], times: number): Promise<void> {
  const ends = files.map(async (file) => {
    const child = spawn(process.execPath, [crew, what, file, String(times)], { stdio: ['ignore', 'ignore', 'inherit'] });
    const [code] = await once(child, 'exit');
    assert.equal(code, 0);
  });
  await Promise.all(ends);
}

describe('together', () => {
  test('each replaces the file: nobody fails, and it is whole at every moment', async (t) => {
    const folder = folderFor(t);
    const file = path.join(folder, 'f');
    writeFileSync(file, contentOf('a', 'small'));
    const seen = await watched(file, () => together('replace', [file, file, file, file], 40));
    assert.deepEqual([seen.neither, seen.nothing], [0, 0]);
    assert.deepEqual(readdirSync(folder), ['f']);
  });

  test('each adds to what it expects: no addition is lost, without a lock', async (t) => {
    const folder = folderFor(t);
    const file = path.join(folder, 'n');
    writeFileSync(file, '0');
    await together('count', [file, file, file, file], 15);
    assert.equal(readFileSync(file, 'utf8'), '60');
    assert.deepEqual(readdirSync(folder), ['n']);
  });

  test('each writes in place, by either name: one after the other', async (t) => {
    const folder = folderFor(t);
    const [file, other] = [path.join(folder, 'f'), path.join(folder, 'g')];
    writeFileSync(file, contentOf('a', 'small'));
    linkSync(file, other);
    await together('in place', [file, other, file, other], 15);
    letterAt(file);
    assert.equal(statSync(file).nlink, 2);
    assert.deepEqual(readdirSync(folder), ['f', 'g']);
  });
});
