// A breaker is killed between every two of its steps, and the next start finds what it left.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, lstatSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, test, type TestContext } from 'node:test';
import { recoverAll } from '../../src/breaking/recovery.ts';
import { undoBreak } from '../../src/breaking/undo-break.ts';
import { sameIdentity, type Identity } from '../../src/locks/observation.ts';
import { loadExchange } from '../../src/system/exchange.ts';
import { observe } from '../../src/system/files.ts';
import { eventsOf, sceneFor, type Scene } from '../unit/breaking/scene.ts';
import type { Orders } from './breaking/orders.ts';
import { bundled } from './bundled.ts';

const actor = await bundled('breaking/actor.ts');
const skip = (process.platform === 'win32' || (await loadExchange()).is === 'none') && 'there is no exchange here';

/** More steps than any act has; so many would mean that it never ends. */
const mostSteps = 60;

interface Kind {
  readonly name: string;
  readonly make: (file: string) => void;
  readonly companions?: readonly string[];
  readonly exchange?: boolean;
}

const kinds: readonly Kind[] = [
  { name: 'a file', make: makeFile },
  { name: 'a folder', make: makeFolder },
  { name: 'a symlink', make: (file) => symlinkSync('host:4711', file) },
  { name: 'a file with companions', make: makeFile, companions: ['a~pid.lock', 'next-index-7.lock'] },
  { name: 'a file, without the exchange', make: makeFile, exchange: false },
  { name: 'a folder, without the exchange', make: makeFolder, exchange: false },
];

describe('killed while it breaks', { skip, concurrency: 2 }, () => {
  for (const kind of kinds) {
    test(`${kind.name}: as it was, or broken with a record that undo works from`, async (t) => {
      const seen = new Set<string>();
      for (let step = 1; step <= mostSteps; step++) {
        const stage = stageFor(t, kind);
        const hasEnded = await act(stage, 'break', stage.scene.at('a.lock'), step);
        const recovered = await recoverAll(stage.scene.services);
        const isBroken = observe(stage.scene.at('a.lock')) === null;
        seen.add(isBroken ? 'broken' : 'as it was');
        if (isBroken) await assertBroken(stage);
        else assertAsItWas(stage);
        if (hasEnded) {
          assert.deepEqual(recovered, []);
          t.diagnostic(`${step - 1} steps`);
          break;
        }
      }
      assert.deepEqual([...seen], ['as it was', 'broken']);
    });
  }

  test('a lock that another has taken meanwhile: it stands again, always', async (t) => {
    for (const kind of kinds.slice(0, 3)) {
      for (let step = 1; step <= mostSteps; step++) {
        const stage = stageFor(t, kind);
        const lock = stage.scene.at('a.lock');
        const meanwhile = { before: 'exchange', script: 'rm -r "$1"; mkdir "$1"; echo new > "$1/owner"; test -e "$1.folder" || { mv "$1/owner" "$1.new"; rmdir "$1"; mv "$1.new" "$1"; }' };
        if (kind.name === 'a folder') writeFileSync(stage.scene.at('a.lock.folder'), '');
        const hasEnded = await act(stage, 'break', lock, step, meanwhile);
        await recoverAll(stage.scene.services);
        assert.ok(observe(lock) !== null, `${kind.name}, step ${step}`);
        assert.deepEqual(readdirSync(stage.scene.quarantine, { recursive: true }), []);
        assert.deepEqual(stage.scene.services.pending.all(), []);
        assert.equal(lstatSync(lock).isDirectory(), kind.name === 'a folder', `step ${step}: no placeholder`);
        if (hasEnded) break;
      }
    }
  });
});

describe('killed while it undoes', { skip, concurrency: 2 }, () => {
  for (const kind of kinds) {
    test(`${kind.name}: back, or in quarantine for the next undo`, async (t) => {
      for (let step = 1; step <= mostSteps; step++) {
        const stage = stageFor(t, kind);
        assert.equal(await act(stage, 'break', stage.scene.at('a.lock'), 0), true);
        const [entry] = readdirSync(stage.scene.quarantine);
        const hasEnded = await act(stage, 'undo', entry ?? assert.fail('nothing is in quarantine'), step);
        await recoverAll(stage.scene.services);
        if (observe(stage.scene.at('a.lock')) === null) await assertBroken(stage);
        else assertAsItWas(stage);
        if (hasEnded) {
          t.diagnostic(`${step - 1} steps`);
          break;
        }
      }
    });
  }
});

interface Stage {
  readonly scene: Scene;
  readonly kind: Kind;
  /** What stands in the folder, name by name. */
  readonly before: ReadonlyMap<string, Identity>;
}

/** A folder with a lock, what belongs to it, and others that have nothing to do with it. */
function stageFor(t: TestContext, kind: Kind): Stage {
  const scene = sceneFor(t);
  kind.make(scene.at('a.lock'));
  for (const companion of kind.companions ?? []) writeFileSync(scene.at(companion), companion);
  writeFileSync(scene.at('a'), 'what it protects');
  writeFileSync(scene.at('b.lock'), 'of another');
  mkdirSync(scene.at('c.lock'));
  return { scene, kind, before: pictureOf(scene) };
}

function makeFile(file: string): void {
  writeFileSync(file, 'pid 1');
  chmodSync(file, 0o640);
  utimesSync(file, 1000, 1000);
}

function makeFolder(file: string): void {
  mkdirSync(path.join(file, 'deep'), { recursive: true });
  writeFileSync(path.join(file, 'deep/owner'), 'pid 1');
  chmodSync(file, 0o750);
  utimesSync(file, 1000, 1000);
}

function pictureOf({ workspace, at }: Scene): ReadonlyMap<string, Identity> {
  const names = readdirSync(workspace).sort();
  return new Map(names.map((name) => [name, observe(at(name))?.identity ?? assert.fail(name)]));
}

/** Acts in a process of its own, which is killed before that step. @returns whether it came to its end */
async function act({ scene, kind }: Stage, what: 'break' | 'undo', subject: string, killAt: number, meanwhile: Orders['meanwhile'] = null): Promise<boolean> {
  const orders: Orders = { exchange: kind.exchange ?? true, companions: (kind.companions ?? []).map(scene.at), endsByRename: false, meanwhile };
  const child = spawn(process.execPath, [actor, what, subject, scene.state, String(killAt), JSON.stringify(orders)], { stdio: ['ignore', 'ignore', 'pipe'] });
  const [stderr] = await Promise.all([text(child.stderr), once(child, 'close')]);
  if (child.signalCode === 'SIGKILL') return false;
  assert.equal(child.exitCode, 0, stderr);
  return true;
}

/** All is as it was, and nothing is left of the try. */
function assertAsItWas({ scene, before }: Stage): void {
  assertSame(pictureOf(scene), before);
  const kept = readdirSync(scene.quarantine, { recursive: true });
  assert.deepEqual(kept, []);
  assert.deepEqual(scene.services.pending.all(), []);
}

/** The lock and what belongs to it are gone and on record, nothing else has changed, and undo brings back the very same. */
async function assertBroken(stage: Stage): Promise<void> {
  const { scene, kind, before } = stage;
  const gone = ['a.lock', ...(kind.companions ?? [])];
  assertSame(pictureOf(scene), new Map([...before].filter(([name]) => !gone.includes(name))));
  assert.deepEqual(scene.services.pending.all(), []);
  const events = eventsOf(scene);
  assert.deepEqual(events, ['broken']);
  const [undoId] = readdirSync(scene.quarantine);
  const outcome = await undoBreak(undoId ?? '', scene.services);
  assert.ok(outcome.is === 'undone' && outcome.left.length === 0, outcome.is);
  assertAsItWas(stage);
}

function assertSame(now: ReadonlyMap<string, Identity>, then: ReadonlyMap<string, Identity>): void {
  assert.deepEqual([...now.keys()], [...then.keys()]);
  for (const [name, identity] of then) {
    const there = now.get(name);
    assert.ok(there !== undefined && sameIdentity(there, identity), name);
  }
}
