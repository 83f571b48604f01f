import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { isInScope } from '../../../src/commands/break-scope.ts';

function roomFor(t: TestContext): string {
  const room = realpathSync(mkdtempSync(path.join(tmpdir(), 'lockscope-scope-')));
  t.after(() => rmSync(room, { recursive: true, force: true }));
  return room;
}

const lock = (place: string, kind = 'file'): { readonly path: string; readonly kind: string } => ({ path: place, kind });

suite('What a window may touch', () => {
  test('what lies in an open folder, by segments and not by prefix', () => {
    assert.equal(isInScope(lock('/ws/a.lock'), '/ws/a.lock', ['/ws'], []), true);
    assert.equal(isInScope(lock('/ws-other/a.lock'), '/ws-other/a.lock', ['/ws'], []), false);
    assert.equal(isInScope(lock('/ws/../etc/a.lock'), '/etc/a.lock', ['/ws'], []), false);
    assert.equal(isInScope(lock('/a.lock'), '/a.lock', [], []), false);
  });

  test('where it really lies: an open folder may be a link, and a link in it may lead out', (t) => {
    const room = roomFor(t);
    const at = (...names: readonly string[]): string => path.join(room, ...names);
    mkdirSync(at('real'));
    mkdirSync(at('outside'));
    symlinkSync('real', at('open'));
    symlinkSync(at('outside'), at('real', 'out'));
    assert.equal(isInScope(lock(at('open', 'a.lock')), at('real', 'a.lock'), [at('open')], []), true);
    assert.equal(isInScope(lock(at('open', 'out', 'a.lock')), at('outside', 'a.lock'), [at('open')], []), false);
  });

  test('what the inventory lists, wherever it lies', () => {
    assert.equal(isInScope(lock('/elsewhere/a.lock'), '/elsewhere/a.lock', ['/ws'], [{ path: '/elsewhere/a.lock' }]), true);
    assert.equal(isInScope(lock('/elsewhere/a.lock'), '/elsewhere/a.lock', ['/ws'], [{ path: '/elsewhere/b.lock' }]), false);
  });

  test('the lock of a known tool, but nothing that is only called like a lock', () => {
    for (const kind of ['git-index', 'mercurial-wlock', 'emacs']) assert.equal(isInScope(lock('/elsewhere/x', kind), '/elsewhere/x', [], []), true, kind);
    for (const kind of ['file', 'pid-file', 'folder']) assert.equal(isInScope(lock('/elsewhere/x', kind), '/elsewhere/x', [], []), false, kind);
  });
});
