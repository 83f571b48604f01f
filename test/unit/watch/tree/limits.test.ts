import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { folderFor, sceneFor } from './scene.ts';
import { namespacesRefused, watcherInNamespace } from './namespace.ts';

const refused = namespacesRefused();
const needsNamespace = refused === null ? {} : { skip: refused };

test('watches used up: told once with what to do, keeps finding by looking, recovers on rescan', needsNamespace, async (t) => {
  const root = folderFor(t);
  for (let i = 0; i < 40; i++) mkdirSync(path.join(root, `f${i}/sub`), { recursive: true });
  writeFileSync(path.join(root, 'f7/sub/x.lock'), '');
  const child = watcherInNamespace(t, root, ['max_inotify_watches=10']);
  await child.heard('ready');
  const met = child.said.filter(([what]) => what === 'met');
  assert.equal(met.length, 1);
  assert.equal(met[0]?.[1], 'watch-limit');
  assert.match(met[0]?.[3] ?? '', /fs\.inotify\.max_user_watches/);
  await child.heard('touch', path.join(root, 'f7/sub/x.lock'));
  child.forget();

  unlinkSync(path.join(root, 'f7/sub/x.lock'));
  await child.heard('touch', path.join(root, 'f7/sub/x.lock'));
  for (let i = 0; i < 40; i++) mkdirSync(path.join(root, `f${i}/sub/y.lock`));
  symlinkSync('me@here:1', path.join(root, 'f8/sub/dangling.lock'));
  writeFileSync(path.join(root, 'f9/sub/file.lock'), '1');
  for (let i = 0; i < 40; i++) await child.heard('touch', path.join(root, `f${i}/sub/y.lock`));
  await child.heard('touch', path.join(root, 'f8/sub/dangling.lock'));
  await child.heard('touch', path.join(root, 'f9/sub/file.lock'));
  mkdirSync(path.join(root, 'later/deep/z.lock'), { recursive: true });
  await child.heard('touch', path.join(root, 'later/deep/z.lock'));

  child.forget();
  utimesSync(path.join(root, 'f3/sub/y.lock'), 1, 1);
  await child.heard('touch', path.join(root, 'f3/sub/y.lock'));
  child.tell('set max_inotify_watches=1000');
  child.tell('rescan');
  await child.heard('rescanned');
  await child.heard('end', 'watch-limit');
  assert.equal(child.said.filter(([what]) => what === 'met').length, 0);
});

test('no inotify to be had at all', needsNamespace, async (t) => {
  const root = folderFor(t);
  mkdirSync(path.join(root, 'a/b'), { recursive: true });
  const child = watcherInNamespace(t, root, ['max_inotify_instances=0']);
  await child.heard('ready');
  assert.match(child.said.find(([what]) => what === 'met')?.[3] ?? '', /fs\.inotify\.max_user_instances/);
  writeFileSync(path.join(root, 'a/b/x.lock'), '');
  await child.heard('touch', path.join(root, 'a/b/x.lock'));
  child.tell('set max_inotify_instances=10');
  child.tell('rescan');
  await child.heard('end', 'watch-limit');
});

test('a mount that other machines write to is told, and looked at again and again', needsNamespace, async (t) => {
  const folder = folderFor(t);
  const root = path.join(folder, 'ws');
  const shared = path.join(root, 'shared');
  mkdirSync(path.join(shared, 'a'), { recursive: true });
  const mounts = path.join(folder, 'mounts');
  writeFileSync(mounts, `22 1 254:0 / / rw - ext4 /dev/root rw\n40 22 0:35 / ${shared} rw - nfs4 server:/ rw\n`);
  const child = watcherInNamespace(t, root, [], mounts);
  await child.heard('ready');
  assert.deepEqual(child.said.filter(([what]) => what === 'met').map((words) => words.slice(1, 3)), [['network-folder', shared]]);
  const lock = path.join(shared, 'a/x.lock');
  writeFileSync(lock, '');
  await child.heard('touch', lock);
  // What comes without a further event comes from looking again.
  for (let again = 0; again < 3; again++) {
    child.forget();
    await child.heard('touch', lock);
  }
  rmSync(shared, { recursive: true });
  await child.heard('end', 'network-folder', shared);
});

test('a root that cannot be guarded is found again by asking', needsNamespace, async (t) => {
  const root = path.join(folderFor(t), 'ws');
  mkdirSync(root);
  const child = watcherInNamespace(t, root, ['max_inotify_watches=0']);
  await child.heard('ready');
  rmSync(root, { recursive: true });
  await child.heard('met', 'folder-gone', root);
  mkdirSync(path.join(root, 'a'), { recursive: true });
  writeFileSync(path.join(root, 'a/x.lock'), '');
  await child.heard('end', 'folder-gone', root);
  await child.heard('touch', path.join(root, 'a/x.lock'));
});

// For root nothing is unreadable, except what belongs to a user unknown in the namespace.
const isRoot = process.getuid?.() === 0;

test('an unreadable folder is told, and seen once it may be read', isRoot ? needsNamespace : {}, async (t) => {
  const root = folderFor(t);
  const closed = path.join(root, 'a/closed');
  mkdirSync(closed, { recursive: true });
  writeFileSync(path.join(closed, 'x.lock'), '');
  writeFileSync(path.join(root, 'a/y.lock'), '');
  chmodSync(closed, isRoot ? 0o700 : 0);
  const open = (): void => chmodSync(closed, 0o755);
  if (!isRoot) {
    const scene = sceneFor(t);
    await scene.watcher.addRoot(root);
    assert.deepEqual(scene.watcher.troubles().map(({ code, path: where }) => [code, where]), [['unreadable-folder', closed]]);
    open();
    await scene.touch(path.join(closed, 'x.lock'));
    assert.deepEqual(scene.watcher.troubles(), []);
    return;
  }
  chownSync(closed, 12_345, 12_345);
  const child = watcherInNamespace(t, root, []);
  await child.heard('ready');
  await child.heard('met', 'unreadable-folder', closed);
  await child.heard('touch', path.join(root, 'a/y.lock'));
  open();
  await child.heard('touch', path.join(closed, 'x.lock'));
  await child.heard('end', 'unreadable-folder', closed);
});
