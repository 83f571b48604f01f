import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { folderFor, sceneFor } from './scene.ts';

const bytes = (folder: string, ...rest: (string | number)[]): Buffer =>
  Buffer.concat([Buffer.from(`${folder}/`), ...rest.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part])))]);

test('odd names work: newlines, blanks, backslashes, quotes, emoji, a real U+FFFD, 255 bytes', async (t) => {
  const root = folderFor(t);
  const names = ['new\nline', ' blank ', 'back\\slash', `'"$(x)`, '🔒', 'real \u{FFFD}', '-rf', '#', '%41', 'x'.repeat(250), '.'.repeat(5)];
  for (const name of names) {
    mkdirSync(path.join(root, `before ${name}`.slice(0, 250)));
    writeFileSync(path.join(root, `before ${name}`.slice(0, 250), `${name}.lock`), '');
  }
  const scene = sceneFor(t);
  await scene.watcher.addRoot(root);
  for (const name of names) await scene.touch(path.join(root, `before ${name}`.slice(0, 250), `${name}.lock`));
  for (const name of names) {
    const folder = path.join(root, `after ${name}`.slice(0, 250));
    mkdirSync(folder);
    writeFileSync(path.join(folder, `${name}.lock`), '');
    await scene.touch(path.join(folder, `${name}.lock`));
    scene.forget();
    unlinkSync(path.join(folder, `${name}.lock`));
    await scene.touch(path.join(folder, `${name}.lock`));
  }
  assert.deepEqual(scene.watcher.troubles(), []);
});

test('names that are no UTF-8 are told as trouble, for as long as they are there', async (t) => {
  if (process.platform !== 'linux') return t.skip('this file system takes no such names');
  const root = folderFor(t);
  const folder = bytes(root, 'folder', 0xff);
  const lock = bytes(root, 0xfe, '.lock');
  mkdirSync(folder);
  writeFileSync(bytes(root, 'harmless', 0xff, '.txt'), '');
  const scene = sceneFor(t);
  const troubled = (): string[] => scene.watcher.troubles().map(({ code, path: where }) => `${code} ${path.basename(where)}`).toSorted();
  await scene.watcher.addRoot(root);
  assert.deepEqual(troubled(), ['unreadable-name folder\u{FFFD}']);
  writeFileSync(lock, '');
  await scene.until('trouble', () => troubled().length === 2);
  writeFileSync(path.join(root, 'good.lock'), '');
  await scene.touch(path.join(root, 'good.lock'));
  unlinkSync(lock);
  rmSync(folder, { recursive: true });
  await scene.until('the end of trouble', () => troubled().length === 0);
});

test('a FIFO, a socket and a huge file named like a lock are told and never opened', async (t) => {
  if (process.platform === 'win32') return t.skip('no such files');
  const root = folderFor(t);
  execFileSync('mkfifo', [path.join(root, 'fifo.lock')]); // opened for reading, it would block for ever
  execFileSync('truncate', ['-s', '2G', path.join(root, 'huge.lock')]);
  const server = net.createServer().listen(path.join(root, 'socket.lock'));
  t.after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const scene = sceneFor(t);
  await scene.watcher.addRoot(root);
  for (const name of ['fifo.lock', 'huge.lock', 'socket.lock']) await scene.touch(path.join(root, name));
  execFileSync('mkfifo', [path.join(root, 'later.lock')]);
  await scene.touch(path.join(root, 'later.lock'));
  assert.deepEqual(scene.watcher.troubles(), []);
});

test('folders that come and go while they are walked do no harm', async (t) => {
  const root = folderFor(t);
  const churn = `
    const fs = require('node:fs');
    for (let i = 0; i < 300; i++) {
      fs.mkdirSync(process.argv[1] + '/c/d' + i + '/e/f', { recursive: true });
      if (i % 3 === 0) fs.rmSync(process.argv[1] + '/c', { recursive: true });
    }
    fs.mkdirSync(process.argv[1] + '/c/end', { recursive: true });
    fs.writeFileSync(process.argv[1] + '/c/end/end.lock', '');`;
  const scene = sceneFor(t);
  await scene.watcher.addRoot(root);
  const child = spawn(process.execPath, ['-e', churn, root], { stdio: 'inherit' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  for (let i = 0; i < 20; i++) await scene.watcher.rescan();
  assert.equal(await ended, 0);
  await scene.touch(path.join(root, 'c/end/end.lock'));
  assert.deepEqual(scene.watcher.troubles(), []);
});
