// A process that changes several files as one is killed between every two of its steps.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';
import { Records } from '../../src/saving/transaction/records.ts';
import { recoverTransactions, transact } from '../../src/saving/transaction/transact.ts';
import { sceneIn, type Scene } from '../unit/saving/transaction/scene.ts';
import { actorFiles, after as contentsAfter, before as contentsBefore, layOut } from './saving/transaction-files.ts';

const actor = path.join(import.meta.dirname, 'saving', 'transaction-actor.ts');

/** More steps than it has; so many would mean that it never ends. */
const mostSteps = 150;

interface Meddling {
  readonly at: string;
  readonly count: number;
  readonly script: string;
}

const nobody: Meddling = { at: '', count: 0, script: '' };

/** Makes the last file impossible to replace when the first are replaced, so that all is put back. */
const inTheWay: Meddling = { at: 'rename', count: 3, script: 'rm "$1/sub/e"; mkdir "$1/sub/e"' };

function stageFor(t: TestContext): Scene {
  const base = mkdtempSync(path.join(tmpdir(), 'lockscope-killed-'));
  t.after(() => rmSync(base, { recursive: true }));
  const scene = sceneIn(base);
  layOut(scene.at('.'));
  return scene;
}

/** What the actor is compiled to is kept by the first one that comes to its end: it is started some two hundred times. */
const compiled = mkdtempSync(path.join(tmpdir(), 'lockscope-compiled-'));

/** Acts in a process of its own, which is killed before that step. @returns whether it came to its end */
async function act({ at, state }: Scene, what: 'transact' | 'recover', killAt: number, { at: step, count, script } = nobody): Promise<boolean> {
  const child = spawn(process.execPath, [actor, what, at('.'), state, String(killAt), step, String(count), script], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, NODE_COMPILE_CACHE: compiled } });
  await once(child, 'close');
  if (child.signalCode === 'SIGKILL') return false;
  assert.equal(child.exitCode, 0);
  return true;
}

/** What is there, but for the locks of a process that was killed before it noted anything: whoever wants them next takes them. */
function pictureOf(scene: Scene): Readonly<Record<string, string | null>> {
  return Object.fromEntries(Object.entries(scene.picture()).filter(([name]) => !name.endsWith('.lock')));
}

/** All old or all new, with nothing left of it. @returns which */
function endOf(scene: Scene, said: string): 'old' | 'new' {
  const picture = JSON.stringify(pictureOf(scene));
  assert.ok([contentsBefore, contentsAfter].some((wanted) => JSON.stringify(wanted) === picture), `${said}: ${picture}`);
  // A record that was cut off is left for a minute: it may be one that is being written.
  new Records(path.join(scene.state, 'transactions')).sweep(Date.now() + 3_600_000);
  assert.deepEqual(scene.noted(), [], said);
  assert.equal(statSync(scene.at('a')).mode & 0o777, 0o640);
  return picture === JSON.stringify(contentsAfter) ? 'new' : 'old';
}

describe('killed while it changes several files as one', { concurrency: 2 }, () => {
  before(async () => void (await act(sceneIn(compiled), 'recover', 0)));
  after(() => rmSync(compiled, { recursive: true }));

  test('all are old or all are new after the next recovery', async (t) => {
    const ends: string[] = [];
    for (let step = 1; step <= mostSteps; step++) {
      const scene = stageFor(t);
      const hasEnded = await act(scene, 'transact', step);
      await recoverTransactions({ stateFolder: scene.state });
      ends.push(endOf(scene, `step ${step}`));
      if (hasEnded) break;
    }
    t.diagnostic(`${ends.length - 1} steps, the first new one at ${ends.indexOf('new') + 1}`);
    // Once new, always new: there is one moment at which it counts as done.
    assert.deepEqual(ends, ends.toSorted().toReversed());
    assert.deepEqual(new Set(ends), new Set(['old', 'new']));
  });

  test('the same for whoever comes next with one of the files, without a recovery', async (t) => {
    for (let step = 1; step <= mostSteps; step += 6) {
      const scene = stageFor(t);
      const hasEnded = await act(scene, 'transact', step);
      const seen = await transactOn(scene, actorFiles[step % actorFiles.length] ?? '');
      assert.equal(seen, endOf(scene, `step ${step}`));
      if (hasEnded) break;
    }
  });

  test('killed as well while it puts everything back', async (t) => {
    for (let step = 61; step <= mostSteps; step += 2) {
      const scene = stageFor(t);
      const hasEnded = await act(scene, 'transact', step, inTheWay);
      const isMet = statSync(scene.at('sub/e')).isDirectory();
      await recoverTransactions({ stateFolder: scene.state });
      if (isMet) assertPutBack(scene, `step ${step}`);
      else endOf(scene, `step ${step}`);
      if (hasEnded) break;
    }
  });

  test('killed again and again while others recover', async (t) => {
    for (let step = 20; step <= mostSteps; step += 15) {
      const scene = stageFor(t);
      if (await act(scene, 'transact', step)) break;
      for (let killAt = 1; killAt <= mostSteps && !(await act(scene, 'recover', killAt)); killAt += 5);
      endOf(scene, `step ${step}`);
    }
  });
});

/** Looks at one file in a transaction of its own. */
async function transactOn({ at, state }: Scene, name: string): Promise<'old' | 'new'> {
  let content: string | null = null;
  await transact([at(name)], (current) => {
    const bytes = current.get(at(name)) ?? null;
    content = bytes === null ? null : Buffer.from(bytes).toString();
    return new Map();
  }, { stateFolder: state });
  return content === (contentsBefore[name] ?? null) ? 'old' : 'new';
}

/** As it was, but for what somebody else has put in the place of the last file: it stays, or is set aside. */
function assertPutBack(scene: Scene, said: string): void {
  const { 'sub/e': inPlace, ...others } = pictureOf(scene);
  const { 'sub/e': _old, ...wanted } = contentsBefore;
  const aside = Object.keys(others).find((name) => name.endsWith('.aside'));
  if (inPlace === null) assert.deepEqual(others, wanted, said);
  else assert.deepEqual(pictureOf(scene), { ...contentsBefore, [aside ?? 'nothing was set aside']: null }, said);
  assert.deepEqual(scene.noted(), [], said);
}
