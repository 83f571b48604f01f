// Disks that are full or read-only, and files that are mount points, in a process with mounts of its own.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { noMounts } from '../../breaking/namespace.ts';
import { sceneFor } from './scene.ts';

const source = path.resolve(import.meta.dirname, '../../../../src/saving/transaction/transact.ts');

/** Changes a, b and sub/c to contents of that many bytes. @returns how it ended, then all files with their content */
function transactAmong(t: TestContext, prepare: string, sizes: readonly number[]): string {
  const scene = sceneFor(t);
  mkdirSync(scene.at('sub'));
  mkdirSync(scene.state);
  const program = path.join(scene.state, '..', 'program.ts');
  writeFileSync(program, `import { transact, TransactionError } from ${JSON.stringify(source)};
    const files = ['a', 'b', 'sub/c'].map((name) => process.argv[2] + '/' + name);
    const sizes = ${JSON.stringify(sizes)};
    await transact(files, () => new Map(files.map((file, i) => [file, Buffer.alloc(sizes[i] ?? 0, 'n')])), { stateFolder: process.argv[3] ?? '' }).then(
      (changed) => console.log('changed', changed.length),
      (error) => console.log(error instanceof TransactionError ? error.failure : 'another', error.cause?.code ?? error.message));`);
  const fill = 'for name in a b sub/c; do printf old > "$1/$name"; done';
  const show = 'cd "$1"; find . -type f | sort | while read -r name; do echo "$name $(head -c 5 "$name")"; done; ls "$2/transactions"';
  return execFileSync('unshare', ['-rm', '/bin/sh', '-ec', `${fill}\n${prepare}\n"$0" "${program}" "$1" "$2"\n${show}`, process.execPath, scene.at('.'), scene.state], { encoding: 'utf8' });
}

describe('a transaction among mounts', { skip: noMounts }, () => {
  const intact = './a old\n./b old\n./sub/c old\n';

  test('a disk that is full: all are as they were, and nothing is left', (t) => {
    const prepare = 'mount -t tmpfs -o size=64k tmpfs "$1/sub"; printf old > "$1/sub/c"';
    assert.equal(transactAmong(t, prepare, [10, 10, 100_000]), `failed ENOSPC\n${intact}`);
    assert.equal(transactAmong(t, prepare, [100_000, 10, 10]), 'changed 3\n./a nnnnn\n./b nnnnn\n./sub/c nnnnn\n');
  });

  test('a state folder on a disk that is full', (t) => {
    const prepare = 'mount -t tmpfs -o size=16k tmpfs "$2"; mkdir "$2/transactions"; cat /dev/zero > "$2/filler" 2>/dev/null || :';
    assert.equal(transactAmong(t, prepare, [10, 10, 10]), `failed ENOSPC\n${intact}`);
  });

  test('a folder that is read-only', (t) => {
    // A lock cannot be made there either: the system's error says so before anything is done.
    const printed = transactAmong(t, 'mount --bind "$1/sub" "$1/sub"; mount -o remount,bind,ro "$1/sub"; mkdir -p "$2/transactions"', [10, 10, 10]);
    assert.match(printed, /^another EROFS/);
    assert.ok(printed.endsWith(intact));
  });

  test('a file that is a mount point of its own is asked about', (t) => {
    const prepare = 'printf old > "$2/elsewhere"; mount --bind "$2/elsewhere" "$1/b"';
    assert.equal(transactAmong(t, prepare, [10, 10, 10]).split(' ')[0], 'asks');
    assert.ok(transactAmong(t, prepare, [10, 10, 10]).endsWith(intact));
  });
});
