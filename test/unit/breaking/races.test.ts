import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { breakLock } from '../../../src/breaking/break-lock.ts';
import type { BreakOutcome } from '../../../src/breaking/outcome.ts';
import { undoBreak } from '../../../src/breaking/undo-break.ts';
import { sameIdentity } from '../../../src/locks/observation.ts';
import { observe } from '../../../src/system/files.ts';
import { eventsOf, interrupted, sceneFor, shownAt, withoutExchange } from './scene.ts';
import type { Judged, Scene } from './scene.ts';

const skip = process.platform !== 'linux' && 'the other process is a shell, and the exchange is that of Linux';

/** Another process acts, and has ended when this returns. */
function elsewhere(script: string, file: string): void {
  execFileSync('/bin/sh', ['-ec', script, 'sh', file]);
}

/** Each kind of lock: how this process makes it, how another takes it over, acquires and releases it. */
const kinds = [
  { name: 'file', make: (file: string) => writeFileSync(file, 'old'), takeOver: 'rm "$1"; echo new > "$1"', acquire: 'set -C; echo third > "$1"', release: 'unlink "$1"' },
  { name: 'folder', make: (file: string) => mkdirSync(file), takeOver: 'rmdir "$1"; mkdir "$1"; echo new > "$1/owner"', acquire: 'mkdir "$1"; echo third > "$1/owner"', release: 'rmdir "$1"' },
  { name: 'symlink', make: (file: string) => symlinkSync('old:1', file), takeOver: 'rm "$1"; ln -s new:2 "$1"', acquire: 'ln -sT third:3 "$1"', release: 'unlink "$1"' },
];

/** What the lock at a path says of its holder. */
function saidAt(file: string): string {
  const artifact = observe(file)?.artifact;
  if (artifact?.type === 'symlink') return artifact.target;
  return readFileSync(artifact?.type === 'folder' ? path.join(file, 'owner') : file, 'utf8').trim();
}

/** Breaks a.lock by one of the methods while others act right before some of its steps. */
async function breakWhile(scene: Scene, method: 'exchange' | 'move', acts: Readonly<Record<string, () => void>>, judged: Judged = {}): Promise<BreakOutcome> {
  const services = interrupted(method === 'exchange' ? scene.services : withoutExchange(scene.services), acts);
  return breakLock({ lock: shownAt(scene.at('a.lock'), judged), force: false }, services);
}

function assertNothingLeft(scene: Scene): void {
  assert.deepEqual(readdirSync(scene.quarantine), []);
  assert.deepEqual(scene.services.pending.all(), []);
}

for (const { name, make, takeOver, acquire, release } of kinds) {
  for (const method of ['exchange', 'move'] as const) {
    describe(`a ${name} lock, by ${method}`, { skip }, () => {
      test('replaced right before: it goes back, and the journal says that it was away', async (t) => {
        const scene = sceneFor(t);
        make(scene.at('a.lock'));
        const outcome = await breakWhile(scene, method, { [method]: () => elsewhere(takeOver, scene.at('a.lock')) });
        assert.equal(outcome.is, 'changed');
        assert.match(saidAt(scene.at('a.lock')), /^new/);
        assert.deepEqual(readdirSync(scene.workspace), ['a.lock']);
        assertNothingLeft(scene);
        assert.deepEqual(eventsOf(scene), ['returned']);
      });

      test('released right before: nothing was done', async (t) => {
        const scene = sceneFor(t);
        make(scene.at('a.lock'));
        const outcome = await breakWhile(scene, method, { [method]: () => elsewhere('rm -r "$1"', scene.at('a.lock')) });
        assert.equal(outcome.is, 'released');
        assertNothingLeft(scene);
        assert.deepEqual(eventsOf(scene), []);
      });

      test('changed before the last look: it is not touched', async (t) => {
        const scene = sceneFor(t);
        make(scene.at('a.lock'));
        const outcome = await breakWhile(scene, method, { look: () => elsewhere(takeOver, scene.at('a.lock')) });
        assert.equal(outcome.is, 'changed');
        assertNothingLeft(scene);
        assert.deepEqual(eventsOf(scene), []);
      });
    });
  }

  describe(`a ${name} lock while a placeholder stands for it`, { skip }, () => {
    test('cannot be acquired', async (t) => {
      const scene = sceneFor(t);
      make(scene.at('a.lock'));
      let acquired = true;
      const outcome = await breakWhile(scene, 'exchange', {
        verify: () => {
          acquired = spawnSync('/bin/sh', ['-ec', acquire, 'sh', scene.at('a.lock')]).status === 0;
        },
      });
      assert.equal(outcome.is, 'broken');
      assert.equal(acquired, false);
      assert.deepEqual(readdirSync(scene.workspace), []);
    });

    test('cannot be released by its new holder: it stands again, and the journal says so', async (t) => {
      const scene = sceneFor(t);
      make(scene.at('a.lock'));
      let released = true;
      const outcome = await breakWhile(scene, 'exchange', {
        exchange: () => elsewhere(takeOver, scene.at('a.lock')),
        verify: () => {
          released = spawnSync('/bin/sh', ['-ec', release, 'sh', scene.at('a.lock')]).status === 0;
        },
      });
      assert.equal(outcome.is, 'changed');
      assert.equal(released, false);
      assert.match(saidAt(scene.at('a.lock')), /^new/);
      assert.deepEqual(eventsOf(scene), ['returned']);
    });

    test('removed by force and acquired by a third: said loudly, the third stays, nothing is overwritten', async (t) => {
      const scene = sceneFor(t);
      const file = scene.at('a.lock');
      make(file);
      const outcome = await breakWhile(scene, 'exchange', {
        exchange: () => elsewhere(takeOver, file),
        'exchange back': () => {
          elsewhere('rm -rf "$1"', file);
          elsewhere(acquire, file);
        },
      });
      await assertCollision(scene, outcome);
    });
  });

  test(`a ${name} lock, by move: replaced, and acquired by a third before it can go back: said loudly`, { skip }, async (t) => {
    const scene = sceneFor(t);
    const file = scene.at('a.lock');
    make(file);
    await assertCollision(scene, await breakWhile(scene, 'move', { move: () => elsewhere(takeOver, file), verify: () => elsewhere(acquire, file) }));
  });
}

async function assertCollision(scene: Scene, outcome: BreakOutcome): Promise<void> {
  const file = scene.at('a.lock');
  assert.ok(outcome.is === 'collision', outcome.is);
  assert.match(saidAt(file), /^third/);
  assert.match(saidAt(outcome.keptAt), /^new/);
  assert.deepEqual(eventsOf(scene), ['kept-apart']);
  assert.equal((await undoBreak(outcome.undoId, scene.services)).is, 'occupied');
  elsewhere('rm -r "$1"', file);
  assert.equal((await undoBreak(outcome.undoId, scene.services)).is, 'undone');
  assert.match(saidAt(file), /^new/);
}

test('what went back is the very file that another process made', { skip }, async (t) => {
  const scene = sceneFor(t);
  const file = scene.at('a.lock');
  writeFileSync(file, 'old');
  let made = observe(file);
  await breakWhile(scene, 'exchange', {
    exchange: () => {
      elsewhere('rm "$1"; echo new > "$1"', file);
      made = observe(file);
    },
  });
  const back = observe(file);
  assert.ok(made !== null && back !== null && sameIdentity(made.identity, back.identity));
});

test('a heartbeat between the last look and the exchange keeps the lock', { skip }, async (t) => {
  const scene = sceneFor(t);
  mkdirSync(scene.at('a.lock'));
  const outcome = await breakWhile(scene, 'exchange', { exchange: () => utimesSync(scene.at('a.lock'), 2000, 2000) });
  assert.equal(outcome.is, 'changed');
  assert.equal(lstatSync(scene.at('a.lock')).mtimeMs, 2_000_000);
});

test('a wrong one that cannot go back is stranded, and comes back once it can', { skip }, async (t) => {
  const scene = sceneFor(t);
  mkdirSync(scene.at('sub'));
  const file = scene.at('sub/a.lock');
  writeFileSync(file, 'old');
  const services = interrupted(scene.services, {
    exchange: () => writeFileSync(file, 'newer'),
    'exchange back': () => {
      rmdirSync(file);
      rmdirSync(path.dirname(file));
    },
  });
  const outcome = await breakLock({ lock: shownAt(file), force: false }, services);
  assert.ok(outcome.is === 'stranded' && outcome.code === 'ENOENT');
  assert.equal(readFileSync(outcome.keptAt, 'utf8'), 'newer');
  assert.equal((await undoBreak(outcome.undoId, scene.services)).is, 'folder-gone');
  mkdirSync(scene.at('sub'));
  assert.equal((await undoBreak(outcome.undoId, scene.services)).is, 'undone');
  assert.equal(readFileSync(file, 'utf8'), 'newer');
});

test('two breakers: one breaks it, the other is told', async (t) => {
  const scene = sceneFor(t);
  writeFileSync(scene.at('a.lock'), '');
  const lock = shownAt(scene.at('a.lock'));
  const outcomes = await Promise.all([breakLock({ lock, force: false }, scene.services), breakLock({ lock, force: false }, scene.services)]);
  assert.deepEqual(outcomes.map(({ is }) => is).sort(), ['broken', 'broken-elsewhere']);
  const [one, other] = outcomes.map((outcome) => ('undoId' in outcome ? outcome.undoId : null));
  assert.equal(one, other);
  assert.deepEqual(eventsOf(scene), ['broken']);
});

describe('a holder that lives after all and ends by renaming its lock', { skip }, () => {
  test('over something: its rename fails, and what was there stays', async (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a'), 'the old one');
    writeFileSync(scene.at('a.lock'), 'the new one');
    const outcome = await breakWhile(scene, 'exchange', { verify: () => assert.throws(() => renameSync(scene.at('a.lock'), scene.at('a')), /ENOTDIR/) }, { endsByRename: true });
    assert.ok(outcome.is === 'broken' && outcome.method === 'exchange');
    assert.equal(readFileSync(scene.at('a'), 'utf8'), 'the old one');
    assert.deepEqual(readdirSync(scene.workspace), ['a']);
  });

  test('into an empty place, as its tool is known to: it is moved, so that no placeholder can get there', async (t) => {
    const scene = sceneFor(t, { endsByRename: true });
    writeFileSync(scene.at('a.lock'), 'the new one');
    const outcome = await scene.break(scene.at('a.lock'));
    assert.ok(outcome.is === 'broken' && outcome.method === 'move');
  });

  test('into an empty place, unexpectedly: what it renamed is put right', async (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a.lock'), 'the new one');
    const outcome = await breakWhile(scene, 'exchange', { 'still ours': () => renameSync(scene.at('a.lock'), scene.at('a')) });
    assert.equal(outcome.is, 'released');
    assert.equal(readFileSync(scene.at('a'), 'utf8'), 'the new one');
    assert.deepEqual(readdirSync(scene.workspace), ['a']);
    assert.deepEqual(eventsOf(scene), ['returned']);
    assertNothingLeft(scene);
  });
});

test('somebody who removes the placeholder and acquires: theirs stays, and the user is told', { skip }, async (t) => {
  const scene = sceneFor(t);
  const file = scene.at('a.lock');
  writeFileSync(file, 'old');
  const outcome = await breakWhile(scene, 'exchange', {
    'still ours': () => {
      rmSync(file, { recursive: true });
      writeFileSync(file, 'third');
    },
  });
  assert.ok(outcome.is === 'broken' && outcome.warnings.length === 1);
  assert.equal(readFileSync(file, 'utf8'), 'third');
  assert.ok(existsSync(path.join(scene.quarantine, outcome.undoId, 'lock')));
});

describe('a shell script of root that acquires by ln, which means into a folder', { skip: skip || (process.getuid?.() !== 0 && 'only root may put anything into the placeholder') }, () => {
  const acquire = (target: string, file: string): void => elsewhere(`ln -s ${target} "$1"`, file);

  test('gets its lock: the link stands at the path, and its holder can release it', async (t) => {
    const scene = sceneFor(t);
    const file = scene.at('a.lock');
    symlinkSync('old:1', file);
    const outcome = await breakWhile(scene, 'exchange', { 'still ours': () => acquire('new:2', file) });
    assert.ok(outcome.is === 'broken' && outcome.warnings.length === 1);
    assert.equal(saidAt(file), 'new:2');
    elsewhere('rm "$1"', file);
    assert.deepEqual(readdirSync(scene.workspace), []);
    assert.deepEqual(readdirSync(path.join(scene.quarantine, outcome.undoId)).sort(), ['lock', 'record.json']);
  });

  test('twice: said loudly', async (t) => {
    const scene = sceneFor(t);
    const file = scene.at('a.lock');
    symlinkSync('old:1', file);
    const outcome = await breakWhile(scene, 'exchange', { 'still ours': () => ['new:2', 'third:3'].forEach((target) => acquire(target, file)) });
    assert.ok(outcome.is === 'broken' && outcome.warnings.some(({ template }) => template.includes('acquired twice')));
    assert.match(saidAt(file), /^(?:new|third)/);
  });

  test('while another lock goes back: said loudly, and the other stands', async (t) => {
    const scene = sceneFor(t);
    const file = scene.at('a.lock');
    symlinkSync('old:1', file);
    const outcome = await breakWhile(scene, 'exchange', { exchange: () => elsewhere('ln -sfn new:2 "$1"', file), verify: () => acquire('third:3', file) });
    assert.ok(outcome.is === 'collision', outcome.is);
    assert.equal(saidAt(file), 'new:2');
    assert.equal(saidAt(outcome.keptAt), 'third:3');
  });
});
