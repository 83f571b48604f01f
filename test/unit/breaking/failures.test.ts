import assert from 'node:assert/strict';
import { chmodSync, existsSync, lchownSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { BreakError } from '../../../src/breaking/break-error.ts';
import type { BreakOutcome } from '../../../src/breaking/outcome.ts';
import { undoBreak } from '../../../src/breaking/undo-break.ts';
import { breakAmongMounts, noMounts } from './namespace.ts';
import { eventsOf, sceneFor, undoIdOf } from './scene.ts';
import type { Scene } from './scene.ts';

const windows = process.platform === 'win32' && 'permissions are other ones on Windows';
const nobody = 65534;

/** Breaks a.lock as a user that permissions bind; the scene's folders are that user's. */
async function unprivileged<T>(scene: Scene, act: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return act();
  mkdirSync(scene.state, { recursive: true });
  lchownSync(scene.state, nobody, nobody);
  chmodSync(path.dirname(scene.state), 0o755);
  process.seteuid?.(nobody);
  try {
    return await act();
  } finally {
    process.seteuid?.(0);
  }
}

function failsWith(code: string): (error: unknown) => boolean {
  return (error) => error instanceof BreakError && error.code === code && error.message.length > 20;
}

describe('the system says no: nothing has changed, and the error says what to do', () => {
  test('EACCES: the folder may not be written', { skip: windows }, async (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a.lock'), 'x');
    chmodSync(scene.workspace, 0o555);
    await unprivileged(scene, () => assert.rejects(scene.break(scene.at('a.lock')), failsWith('EACCES')));
    chmodSync(scene.workspace, 0o755);
    assert.equal(readFileSync(scene.at('a.lock'), 'utf8'), 'x');
    assert.deepEqual(eventsOf(scene), []);
    assert.deepEqual(scene.services.pending.all(), []);
  });

  test('EPERM: another user\'s file in a sticky folder', { skip: windows || (process.getuid?.() !== 0 && 'only root can make another user\'s file') }, async (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a.lock'), 'x');
    chmodSync(scene.workspace, 0o1777);
    await unprivileged(scene, () => assert.rejects(scene.break(scene.at('a.lock')), failsWith('EPERM')));
    assert.equal(readFileSync(scene.at('a.lock'), 'utf8'), 'x');
  });

  test('no permission to look into the folder is not taken for a release', { skip: windows }, async (t) => {
    const scene = sceneFor(t);
    mkdirSync(scene.at('sub'));
    writeFileSync(scene.at('sub/a.lock'), 'x');
    await unprivileged(scene, async () => {
      const breaking = scene.break(scene.at('sub/a.lock'));
      shut(scene.at('sub'));
      await assert.rejects(breaking, failsWith('EACCES'));
    });
    chmodSync(scene.at('sub'), 0o755);
    assert.deepEqual(readdirSync(scene.at('sub')), ['a.lock']);
  });

  test('a journal that cannot be written: not broken', { skip: windows }, async (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a.lock'), 'x');
    mkdirSync(path.join(scene.state, 'journal.jsonl'), { recursive: true });
    await assert.rejects(scene.break(scene.at('a.lock')), failsWith('EISDIR'));
    assert.ok(existsSync(scene.at('a.lock')));
    assert.equal(existsSync(scene.quarantine), false);
    assert.deepEqual(scene.services.pending.all(), []);
  });

  test('EROFS: a read-only file system', { skip: noMounts }, (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a.lock'), 'x');
    const prepare = `mount --bind "${scene.workspace}" "${scene.workspace}"; mount -o remount,ro,bind "${scene.workspace}"`;
    assert.equal(breakAmongMounts(prepare, scene.at('a.lock'), scene.state).outcome, 'EROFS');
    assert.equal(readFileSync(scene.at('a.lock'), 'utf8'), 'x');
  });

  test('ENOSPC: a full file system', { skip: noMounts }, (t) => {
    const scene = sceneFor(t);
    const prepare = `mount -t tmpfs -o size=64k tmpfs "${scene.workspace}"; echo x > "$1"; cat /dev/zero > "${scene.at('filler')}" 2>/dev/null || :`;
    const { outcome, checked } = breakAmongMounts(prepare, scene.at('a.lock'), scene.state, `cat "$1"; ls -A "${scene.workspace}"`);
    assert.equal(outcome, 'ENOSPC');
    assert.equal(checked, 'x\na.lock\nfiller');
  });

  test('EBUSY: a folder lock that is a mount point', { skip: noMounts }, (t) => {
    const scene = sceneFor(t);
    mkdirSync(scene.at('a.lock'));
    const prepare = 'mount --bind "$1" "$1"';
    assert.match(breakAmongMounts(prepare, scene.at('a.lock'), scene.state).outcome, /^(EBUSY|EXDEV)$/);
    assert.ok(existsSync(scene.at('a.lock')));
  });
});

describe('what cannot go back stays', () => {
  test('an undo without permission: it stays in quarantine', { skip: windows }, async (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a.lock'), 'x');
    if (process.getuid?.() === 0) lchownSync(scene.workspace, nobody, nobody);
    const id = await unprivileged(scene, async () => {
      const outcome: BreakOutcome = await scene.break(scene.at('a.lock'));
      const own = undoIdOf(outcome);
      chmodSync(scene.workspace, 0o555);
      await assert.rejects(undoBreak(own, scene.services), failsWith('EACCES'));
      chmodSync(scene.workspace, 0o755);
      return own;
    });
    assert.equal((await undoBreak(id, scene.services)).is, 'undone');
  });

  test('an undo does not follow a folder that has become a symlink', { skip: windows }, async (t) => {
    const scene = sceneFor(t);
    mkdirSync(scene.at('sub'));
    mkdirSync(scene.at('elsewhere'));
    writeFileSync(scene.at('sub/a.lock'), 'x');
    const id = undoIdOf(await scene.break(scene.at('sub/a.lock')));
    rmSync(scene.at('sub'), { recursive: true });
    symlinkSync('elsewhere', scene.at('sub'));
    assert.equal((await undoBreak(id, scene.services)).is, 'folder-gone');
    assert.deepEqual(readdirSync(scene.at('elsewhere')), []);
  });
});

/** Takes away the right to look into a folder, which is still ours to give back. */
function shut(folder: string): void {
  const effective = process.geteuid?.();
  if (process.getuid?.() === 0) process.seteuid?.(0);
  chmodSync(folder, 0);
  if (effective !== undefined && process.getuid?.() === 0) process.seteuid?.(effective);
}
