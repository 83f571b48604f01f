// The comparisons that are kept from one start to the next.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { KeptResults } from '../../../../src/race/real/kept-results.ts';
import { tempFolder } from '../../../real/demo/temp-folder.ts';
import { brokenRun, sampleRun } from './sample-run.ts';

function place(t: TestContext): { readonly folder: string; readonly kept: KeptResults; readonly pass: (ms: number) => void } {
  const temp = tempFolder();
  t.after(() => temp[Symbol.dispose]());
  let now = Date.parse('2026-11-26T09:00:00.000Z');
  return { folder: path.join(temp.path, 'race-runs'), kept: new KeptResults(temp.path, { now: () => now }), pass: (ms) => void (now += ms) };
}

describe('kept comparisons', () => {
  it('are none at first', (t) => {
    assert.deepEqual(place(t).kept.list(), { kept: [], skipped: [] });
  });

  it('are listed, the latest first, and loaded as they were', async (t) => {
    const { kept, pass } = place(t);
    const first = await kept.keep([brokenRun(), sampleRun({ actors: 8 })]);
    pass(1);
    const second = await kept.keep([sampleRun()]);
    assert.deepEqual(kept.list().kept, [second, first]);
    assert.deepEqual([first.strategies, first.actors, first.runs, first.at], [['none', 'file-lock'], [4, 8], 2, '2026-11-26T09:00:00.000Z']);
    assert.deepEqual(kept.load(first.id), [brokenRun(), sampleRun({ actors: 8 })]);
  });

  it('do not name the servers that were given, and only their owner may look', async (t) => {
    const { kept, folder } = place(t);
    const run = sampleRun();
    await kept.keep([{ ...run, request: { ...run.request, servers: { redis: ['redis://x:secret@h'], postgresql: null } } }]);
    const [file = ''] = readdirSync(folder);
    assert.doesNotMatch(readFileSync(path.join(folder, file), 'utf8'), /secret/);
    if (process.platform !== 'win32') assert.equal(statSync(folder).mode & 0o777, 0o700);
  });

  it('are fifty at most; the oldest go', async (t) => {
    const { kept, pass } = place(t);
    const ids: string[] = [];
    for (let at = 0; at < 52; at++) {
      ids.push((await kept.keep([sampleRun()])).id);
      pass(1000);
    }
    assert.deepEqual(kept.list().kept.map(({ id }) => id), ids.slice(2).toReversed());
  });

  it('are all there when several are kept at once', async (t) => {
    const { kept } = place(t);
    await Promise.all(Array.from({ length: 10 }, () => kept.keep([sampleRun()])));
    assert.equal(kept.list().kept.length, 10);
  });

  it('are removed, once or twice', async (t) => {
    const { kept } = place(t);
    const { id } = await kept.keep([sampleRun()]);
    kept.remove(id);
    kept.remove(id);
    assert.deepEqual([kept.list().kept, kept.load(id)], [[], null]);
  });

  const damaged: Readonly<Record<string, (text: string) => string>> = {
    'cut short': (text) => text.slice(0, -10),
    'empty': () => '',
    'of a later version': (text) => text.replace('"version":1', '"version":2'),
    'no comparison': () => '{"format":"else","version":1}\n[]\n',
    'no JSON': () => 'x\n[]\n',
  };
  for (const [name, damage] of Object.entries(damaged)) {
    it(`are listed without one that is ${name}, which is told`, async (t) => {
      const { kept, folder, pass } = place(t);
      const bad = await kept.keep([sampleRun()]);
      pass(1);
      const good = await kept.keep([sampleRun()]);
      const file = path.join(folder, `${bad.id}.json`);
      writeFileSync(file, damage(readFileSync(file, 'utf8')));
      const { kept: listed, skipped } = kept.list();
      assert.deepEqual(listed, [good]);
      assert.deepEqual(skipped.map(({ id }) => id), [bad.id]);
      assert.throws(() => kept.load(bad.id), SyntaxError);
    });
  }

  it('are not looked for outside of their folder, and other files there are left alone', async (t) => {
    const { kept, folder } = place(t);
    await kept.keep([sampleRun()]);
    writeFileSync(path.join(folder, 'README'), 'x');
    writeFileSync(path.join(folder, '..', 'outside.json'), 'x');
    assert.equal(kept.load('../outside'), null);
    kept.remove('../outside');
    assert.equal(readFileSync(path.join(folder, '..', 'outside.json'), 'utf8'), 'x');
    assert.deepEqual([kept.list().kept.length, kept.list().skipped], [1, []]);
  });
});
