// Every step of a transaction fails once, and sometimes a second one while things are put back.
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import type { Drive } from '../../../../src/base/steps.ts';
import { Records } from '../../../../src/saving/transaction/records.ts';
import { siteAt } from '../../../../src/saving/transaction/site.ts';
import { recoverTransactions, transactAt, TransactionError } from '../../../../src/saving/transaction/transact.ts';
import { sceneFor, type Scene } from './scene.ts';

const old = { a: 'old a', c: 'old c', d: 'old d', sub: null };
const new_ = { a: 'new a', b: 'new b', d: 'new d', sub: null, 'sub/e': 'new e' };

function isOld(scene: Scene): boolean {
  return JSON.stringify(scene.picture()) === JSON.stringify(old);
}

function isNew(scene: Scene): boolean {
  return JSON.stringify(scene.picture()) === JSON.stringify(new_);
}

/** Runs the steps, and asks before each; what it is given is thrown there. */
function driveAsking(before: (name: string, number: number) => Error | null): Drive {
  let number = 0;
  return (steps) => {
    let next = steps.next();
    while (next.done !== true) {
      number += 1;
      const fault = before(next.value, number);
      next = fault === null ? steps.next() : steps.throw(fault);
    }
    return next.value;
  };
}

interface Try {
  readonly scene: Scene;
  readonly error: unknown;
  readonly steps: readonly string[];
}

async function attempt(t: TestContext, before: (name: string, number: number, scene: Scene) => Error | null): Promise<Try> {
  const scene = sceneFor(t);
  mkdirSync(scene.at('sub'));
  for (const name of ['a', 'c', 'd']) writeFileSync(scene.at(name), `old ${name}`);
  const steps: string[] = [];
  const drive = driveAsking((name, number) => {
    steps.push(name);
    return before(name, number, scene);
  });
  const files = ['a', 'b', 'c', 'd', 'sub/e'].map(scene.at);
  const update = () => new Map(files.map((file) => [file, file.endsWith('c') ? null : Buffer.from(`new ${file.at(-1)}`)]));
  const error: unknown = await transactAt({ ...(await siteAt(scene.state)), drive }, files, update).then(() => null, (reason: unknown) => reason);
  return { scene, error, steps };
}

const fault = (): Error => Object.assign(new Error('EIO: made up'), { code: 'EIO' });

describe('a transaction in which a step fails', () => {
  test('each of them: an error that says so and all as it was, or all done', async (t) => {
    const ends = new Set<string>();
    const { steps } = await attempt(t, () => null);
    for (let at = 1; at <= steps.length; at++) {
      const { scene, error } = await attempt(t, (_name, number) => (number === at ? fault() : null));
      const said = `step ${at} (${steps[at - 1]}): ${String(error)}`;
      if (error === null) await assertDone(scene, said);
      else if (error instanceof TransactionError && error.failure === 'failed') assert.ok(isOld(scene) && scene.noted().length === 0, said);
      else await assertRecovers(scene, said);
      ends.add(error === null ? 'done' : error instanceof TransactionError ? error.failure : 'another');
    }
    t.diagnostic(`${steps.length} steps: ${[...ends].join(', ')}`);
    assert.ok(ends.has('failed'));
  });

  test('two of them: all old or all new once what hindered has gone', async (t) => {
    const { steps } = await attempt(t, () => null);
    for (let first = 1; first <= steps.length; first++) {
      const later = [1, 2, 4, 7, 11][first % 5] ?? 1;
      const { scene, error } = await attempt(t, (_name, number) => (number === first || number === first + later ? fault() : null));
      const said = `steps ${first} (${steps[first - 1]}) and ${later} later: ${String(error)}`;
      await (error === null ? assertDone(scene, said) : assertRecovers(scene, said));
    }
  });

  test('what cannot be put back is told file by file, and put back by the next one', async (t) => {
    const { scene, error } = await attempt(t, (name, _number, { at }) => {
      if (name === 'put back') return fault();
      if (name !== 'remove') return null;
      rmSync(at('c'));
      mkdirSync(at('c'));
      return null;
    });
    assert.ok(error instanceof TransactionError && error.failure === 'unfinished', String(error));
    assert.deepEqual(error.files.map(({ file, is }) => [file, is]), [[scene.at('a'), 'new'], [scene.at('b'), 'new'], [scene.at('c'), 'other'], [scene.at('d'), 'old'], [scene.at('sub/e'), 'old']]);
    await assertRecovers(scene, 'c is a folder');
  });
});

describe('what others do without the locks', () => {
  for (const [what, meddle] of [
    ['a folder', (file: string) => mkdirSync(file)],
    ['a link', (file: string) => symlinkSync('../d', file)],
    ['another file', (file: string) => writeFileSync(file, 'theirs')],
  ] as const) {
    test(`${what} in the place of the last file once the first are replaced: all are as they were, and theirs stays`, async (t) => {
      let renamed = 0;
      const { scene, error } = await attempt(t, (name, _number, { at }) => {
        renamed += Number(name === 'rename');
        if (name === 'rename' && renamed === 2) meddle(at('sub/e'));
        return null;
      });
      assert.ok(error instanceof TransactionError && ['failed', 'conflict'].includes(error.failure), String(error));
      const { 'sub/e': theirs, ...others } = scene.picture();
      assert.deepEqual(others, old);
      assert.notEqual(theirs, undefined);
      assert.deepEqual(scene.noted(), []);
    });
  }

  test('what they put in the place of a new file is set aside, not lost, when all is put back', async (t) => {
    let renamed = 0;
    const { scene, error } = await attempt(t, (name, _number, { at }) => {
      renamed += Number(name === 'rename');
      if (name !== 'rename' || renamed !== 2) return null;
      writeFileSync(at('theirs'), 'theirs');
      renameSync(at('theirs'), at('a'));
      return fault();
    });
    assert.ok(error instanceof TransactionError && error.failure === 'failed');
    const picture = scene.picture();
    const aside = Object.keys(picture).filter((name) => name.endsWith('.aside'));
    assert.deepEqual(aside.map((name) => picture[name]), ['theirs']);
    assert.equal(picture['a'], 'old a');
  });
});

/** Whatever it says, all is one or the other once it is looked after again without faults. */
async function assertRecovers(scene: Scene, said: string): Promise<void> {
  await recoverTransactions({ stateFolder: scene.state });
  // A record that was not written to its end is somebody's who is about to, for as long as that takes.
  new Records(path.join(scene.state, 'transactions')).sweep(Date.now() + 3_600_000);
  const picture = scene.picture();
  const left = Object.fromEntries(Object.entries(picture).filter(([name]) => !name.endsWith('.aside')));
  assert.ok([old, new_].some((wanted) => JSON.stringify(wanted) === JSON.stringify(left)), `${said}\n${JSON.stringify(picture)}`);
  assert.deepEqual(scene.noted(), [], said);
}

/** It says that all is done: so it is, and what is left is removed by whoever comes next. */
async function assertDone(scene: Scene, said: string): Promise<void> {
  await assertRecovers(scene, said);
  assert.ok(isNew(scene), said);
}
