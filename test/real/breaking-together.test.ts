// Several processes break the same lock at the same time.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Journal } from '../../src/breaking/journal.ts';
import { tempFolder } from './demo/temp-folder.ts';

/** A pid that no process can have. */
const gone = 4_194_303;
const rivals = 3;
const rounds = 3;

const kinds = [
  { name: 'a file', lock: 'a.lock', make: (file: string) => writeFileSync(file, `${gone}\n`) },
  { name: 'a folder', lock: 'a.lock', make: makeFolder },
  { name: 'a symlink', lock: '.#a', make: (file: string) => symlinkSync(`ann@${hostname()}.${gone}`, file) },
];

for (const { name, lock, make } of kinds) {
  test(`${name}: one breaks it, one entry is in the journal, and the others are told of that very break`, async () => {
    for (let round = 0; round < rounds; round++) {
      using temp = tempFolder();
      const [folder, state] = [path.join(temp.path, 'work'), path.join(temp.path, 'state')];
      mkdirSync(folder);
      make(path.join(folder, lock));
      const children = Array.from({ length: rivals }, () => spawn(process.execPath, [path.join(import.meta.dirname, 'breaking/rival.ts'), path.join(folder, lock), state], { stdio: ['pipe', 'pipe', 'inherit'] }));
      const ends = children.map((child) => outcomeOf(child));
      await Promise.all(children.map((child) => once(child.stdout, 'data')));
      for (const child of children) child.stdin.write('go');
      const outcomes = await Promise.all(ends);
      assert.deepEqual(outcomes.map(({ is }) => is).toSorted(), ['broken', ...Array.from({ length: rivals - 1 }, () => 'broken-elsewhere')]);
      assert.equal(new Set(outcomes.map(({ undoId }) => undoId)).size, 1);
      assert.deepEqual(new Journal(state).entries().entries.map(({ event }) => event.is), ['broken']);
      assert.deepEqual(readdirSync(folder), []);
    }
  });
}

function makeFolder(folder: string): void {
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'pid'), `${gone}\n`);
}

interface End {
  readonly is: string;
  readonly undoId: string | null;
}

async function outcomeOf(child: ChildProcess): Promise<End> {
  let printed = '';
  child.stdout?.on('data', (data: Buffer) => (printed += data.toString()));
  await once(child, 'close');
  const { is, undoId }: End = JSON.parse(printed.split('\n')[1] ?? '');
  return { is, undoId };
}
