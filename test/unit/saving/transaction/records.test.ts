import assert from 'node:assert/strict';
import { copyFileSync, cpSync, mkdirSync, readdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { atOnce, type Drive } from '../../../../src/base/steps.ts';
import { FileLock } from '../../../../src/saving/lock/file-lock.ts';
import { complete } from '../../../../src/saving/transaction/forward.ts';
import { revert } from '../../../../src/saving/transaction/revert.ts';
import { siteAt } from '../../../../src/saving/transaction/site.ts';
import { recoverTransactions, transact, transactAt, TransactionError } from '../../../../src/saving/transaction/transact.ts';
import { sceneFor, type Scene } from './scene.ts';

/** Stops short of a step, for good, as when its process is killed there; the locks are given back all the same. */
async function leftAt(scene: Scene, step: string, count = 1): Promise<void> {
  let met = 0;
  const drive: Drive = (steps) => {
    for (let next = steps.next(); ; next = steps.next()) {
      if (next.done === true) return next.value;
      met += Number(next.value === step);
      // What comes after that in this process does nothing any more.
      if (met >= count) throw new Error('left');
    }
  };
  const files = ['a', 'b', 'c'].map(scene.at);
  const update = () => new Map(files.map((file) => [file, file.endsWith('c') ? null : Buffer.from(`new ${path.basename(file)}`)]));
  await assert.rejects(transactAt({ ...(await siteAt(scene.state)), drive }, files, update), /left/);
}

function stageFor(t: TestContext): Scene {
  const scene = sceneFor(t);
  writeFileSync(scene.at('a'), 'old a');
  writeFileSync(scene.at('c'), 'old c');
  return scene;
}

const states = { old: { a: 'old a', c: 'old c' }, new: { a: 'new a', b: 'new b' } };

describe('what a transaction leaves', () => {
  for (const [step, count, is] of [['stage', 2, 'put-back'], ['keep', 1, 'put-back'], ['committed', 1, 'put-back'], ['rename', 1, 'completed'], ['rename', 2, 'completed'], ['remove', 1, 'completed'], ['let go', 1, 'completed'], ['end', 1, 'completed']] as const) {
    test(`before step ${step} (${count}): ${is}, once`, async (t) => {
      const scene = stageFor(t);
      await leftAt(scene, step, count);
      assert.equal(scene.noted().length, 1);
      const [recovered, ...others] = await recoverTransactions({ stateFolder: scene.state });
      assert.deepEqual([recovered?.is, recovered?.files, others], [is, ['a', 'b', 'c'].map(scene.at), []]);
      assert.deepEqual(scene.picture(), is === 'completed' ? states.new : states.old);
      assert.deepEqual([scene.noted(), await recoverTransactions({ stateFolder: scene.state })], [[], []]);
    });
  }

  test('is put in order by the next transaction on one of its files, and left alone by others', async (t) => {
    const scene = stageFor(t);
    await leftAt(scene, 'rename', 2);
    await transact([scene.at('other')], () => new Map([[scene.at('other'), Buffer.from('x')]]), { stateFolder: scene.state });
    assert.equal(scene.noted().length, 1);
    await transact([scene.at('b')], (current) => {
      assert.equal(String(current.get(scene.at('b'))), 'new b');
      return new Map();
    }, { stateFolder: scene.state });
    assert.deepEqual([scene.picture(), scene.noted()], [{ ...states.new, other: 'x' }, []]);
  });

  test('goes on for as long as somebody has the locks', async (t) => {
    const scene = stageFor(t);
    await leftAt(scene, 'rename', 2);
    await new FileLock(scene.at('c')).run(async () => {
      const [recovered] = await recoverTransactions({ stateFolder: scene.state });
      assert.equal(recovered?.is, 'going-on');
    });
    await recoverTransactions({ stateFolder: scene.state });
    assert.deepEqual(scene.picture(), states.new);
  });

  test('what somebody wrote since without the lock stays, and the rest is put back', async (t) => {
    const scene = stageFor(t);
    await leftAt(scene, 'rename', 1);
    writeFileSync(scene.at('c'), 'theirs');
    const [recovered] = await recoverTransactions({ stateFolder: scene.state });
    assert.equal(recovered?.is, 'put-back');
    assert.deepEqual([scene.picture(), scene.noted()], [{ ...states.old, c: 'theirs' }, []]);
  });

  test('goes with its folder', async (t) => {
    const scene = sceneFor(t);
    mkdirSync(scene.at('sub'));
    for (const name of ['a', 'sub/c']) writeFileSync(scene.at(name), 'old');
    const files = ['a', 'sub/c'].map(scene.at);
    const site = await siteAt(scene.state);
    let isLeft = false;
    const drive: Drive = (steps) => {
      for (let next = steps.next(); ; next = steps.next()) {
        if (next.done === true) return next.value;
        isLeft ||= next.value === 'committed';
        if (isLeft) throw new Error('left');
      }
    };
    await assert.rejects(transactAt({ ...site, drive }, files, () => new Map(files.map((file) => [file, Buffer.from('new')]))));
    rmSync(scene.at('sub'), { recursive: true });
    assert.deepEqual((await recoverTransactions({ stateFolder: scene.state })).map(({ is }) => is), ['put-back']);
    assert.deepEqual([scene.picture(), scene.noted()], [{ a: 'old' }, []]);
  });
});

describe('a record that comes again after a loss of power', () => {
  for (const [phase, step] of [['committed', 'end'], ['reverting', 'end'], ['prepared', 'committed']] as const) {
    test(`${phase}: what was done since stays`, async (t) => {
      const scene = stageFor(t);
      const folder = path.join(scene.state, 'transactions');
      const copy = path.join(scene.state, 'copy');
      const site = await siteAt(scene.state);
      let isSaved = false;
      const drive: Drive = (steps) => {
        for (let next = steps.next(); ; next = steps.next()) {
          if (next.done === true) return next.value;
          if (phase === 'reverting' && next.value === 'remove' && !isSaved) {
            isSaved = true;
            next = steps.throw(Object.assign(new Error('EIO'), { code: 'EIO' }));
          }
          if (typeof next.value === 'string' && next.value === step) cpSync(folder, copy, { recursive: true });
        }
      };
      const files = ['a', 'b', 'c'].map(scene.at);
      await transactAt({ ...site, drive }, files, () => new Map(files.map((file) => [file, file.endsWith('c') ? null : Buffer.from('new')]))).catch((error: unknown) => {
        assert.ok(error instanceof TransactionError && phase === 'reverting', String(error));
      });
      for (const name of ['a', 'b', 'c']) writeFileSync(scene.at(name), `later ${name}`);
      for (const name of readdirSync(copy)) copyFileSync(path.join(copy, name), path.join(folder, name));
      assert.deepEqual(scene.noted().map((name) => path.extname(name)), [`.${phase}`]);
      await recoverTransactions({ stateFolder: scene.state });
      assert.deepEqual([scene.picture(), scene.noted()], [{ a: 'later a', b: 'later b', c: 'later c' }, []]);
    });
  }

  test('one that was cut off says nothing, and goes after a while', async (t) => {
    const scene = stageFor(t);
    const { records } = await siteAt(scene.state);
    mkdirSync(path.join(scene.state, 'transactions'), { recursive: true });
    const cut = path.join(scene.state, 'transactions', 'mwwsgw0j-22e6dba8.prepared');
    writeFileSync(cut, '{"id":"mwwsgw0j-22e6dba8","by":');
    writeFileSync(path.join(scene.state, 'transactions', 'README'), 'of somebody else');
    assert.deepEqual(await recoverTransactions({ stateFolder: scene.state }), []);
    records.sweep(Date.now() + 61_000);
    assert.deepEqual(scene.noted(), ['README']);
  });
});

describe('two processes that decide differently', () => {
  test('only one of them succeeds, and the one that was suspended is told so', async (t) => {
    const scene = stageFor(t);
    const site = await siteAt(scene.state);
    const files = ['a', 'b', 'c'].map(scene.at);
    const overtaken = (step: string): Promise<readonly string[]> => {
      let isDone = false;
      const drive: Drive = (steps) => {
        for (let next = steps.next(); ; next = steps.next()) {
          if (next.done === true) return next.value;
          if (next.value !== step || isDone) continue;
          isDone = true;
          // Its locks count as lost: another has them, and puts things in order.
          for (const { record, phase } of site.records.all()) atOnce(phase === 'committed' ? complete(site.records, record) : revert(site.records, record, phase, new Error('lost')));
        }
      };
      return transactAt({ ...site, drive }, files, () => new Map(files.map((file) => [file, file.endsWith('c') ? null : Buffer.from(`new ${path.basename(file)}`)])));
    };
    const isOvertaken = (error: unknown): boolean => error instanceof TransactionError && error.failure === 'overtaken';
    await assert.rejects(overtaken('committed'), isOvertaken);
    assert.deepEqual([scene.picture(), scene.noted()], [states.old, []]);
    await assert.rejects(overtaken('rename'), isOvertaken);
    assert.deepEqual([scene.picture(), scene.noted()], [states.new, []]);
    for (const file of files) if (!file.endsWith('c')) unlinkSync(file);
  });
});
