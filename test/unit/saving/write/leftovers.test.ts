// What killed saves have left, and what living ones have in hand.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { thisMaker } from '../../../../src/saving/write/makers.ts';
import { nameOf, newMark, stateName, type Maker, type Part } from '../../../../src/saving/write/names.ts';
import { readStat } from '../../../../src/system/linux/proc.ts';
import { assertSaved, sceneFor, type Scene } from './scene.ts';

const self = thisMaker();

const deadMaker = (): Maker => ({ ...self, pid: spawnSync('true').pid, startTicks: self.startTicks + 1 });

function livingMaker(t: TestContext): Maker {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  const pid = child.pid ?? assert.fail('sleep did not start');
  return { ...self, pid, startTicks: readStat(pid)?.startTicks ?? 0 };
}

/** Leaves the files of one save. */
function leave(scene: Scene, maker: Maker, contents: Partial<Record<Part, string>>, { base = 'a', folder = scene.folder } = {}): readonly string[] {
  const mark = newMark(maker);
  const made: string[] = [];
  for (const part of ['temporary', 'backup', 'coming'] as const) {
    const content = contents[part];
    if (content === undefined) continue;
    const name = nameOf(base, part, mark);
    writeFileSync(path.join(folder, name), content);
    made.push(name);
  }
  return made;
}

describe('temporary files', () => {
  test('of a dead process go at the next save of their file, those of others stay', (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a'), 'old');
    leave(scene, deadMaker(), { temporary: 'x' });
    // Its number was given to another process since.
    leave(scene, { ...self, startTicks: self.startTicks - 1 }, { temporary: 'x' });
    const stays = [
      ...leave(scene, livingMaker(t), { temporary: 'x' }),
      ...leave(scene, self, { temporary: 'x' }),
      ...leave(scene, deadMaker(), { temporary: 'x' }, { base: 'b' }),
      ...leave(scene, deadMaker(), { temporary: 'x' }, { base: 'a.b' }),
    ];
    const foreign = ['.a.swp', '.a.lockscope-tmp', 'a~'];
    for (const name of foreign) writeFileSync(scene.at(name), '');
    assertSaved(scene.save('a', 'new'), 'replaced');
    assert.deepEqual(scene.names(), ['a', ...stays, ...foreign].toSorted());
  });

  test('of another boot or container go when they are old, and not before', (t) => {
    const scene = sceneFor(t);
    const elsewhere = { ...deadMaker(), place: '00000000' };
    const [young = ''] = leave(scene, elsewhere, { temporary: 'x' });
    const [old = ''] = leave(scene, elsewhere, { temporary: 'x' });
    const before = Date.now() / 1000 - 25 * 60 * 60;
    utimesSync(scene.at(old), before, before);
    assertSaved(scene.save('a', 'new'), 'created');
    assert.deepEqual(scene.names(), [young, 'a'].toSorted());
  });

  test('one that is a second name of a new file does not make it a file of several names', (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a'), 'old');
    const name = nameOf('a', 'temporary', newMark(livingMaker(t)));
    linkSync(scene.at('a'), scene.at(name));
    assertSaved(scene.save('a', 'new'), 'replaced');
    linkSync(scene.at('a'), scene.at(nameOf('a', 'temporary', newMark(deadMaker()))));
    assertSaved(scene.save('a', 'newer'), 'replaced');
    assert.equal(statSync(scene.at('a')).nlink, 1);
    assert.deepEqual(scene.names(), [name, 'a'].toSorted());
  });
});

describe('a save in place that was cut short', () => {
  const cases: readonly { readonly name: string; readonly there: string; readonly coming: string | null; readonly after: string; readonly keeps: boolean }[] = [
    { name: 'before it began', there: 'old content', coming: 'NEW', after: 'old content', keeps: false },
    { name: 'before all was prepared', there: 'old content', coming: null, after: 'old content', keeps: false },
    { name: 'in the middle', there: 'NEd content', coming: 'NEW', after: 'old content', keeps: false },
    { name: 'before the rest was cut off', there: 'NEW content', coming: 'NEW', after: 'old content', keeps: false },
    { name: 'after it was done', there: 'NEW', coming: 'NEW', after: 'NEW', keeps: false },
    { name: 'and somebody has written since', there: 'NEd content, and more', coming: 'NEW', after: 'NEd content, and more', keeps: true },
    { name: 'and what was to come has been removed by somebody', there: 'NEd content', coming: null, after: 'NEd content', keeps: true },
  ];

  for (const { name, there, coming, after, keeps } of cases) {
    test(name, (t) => {
      for (const isBeside of [true, false]) {
        const scene = sceneFor(t);
        mkdirSync(scene.backups, { recursive: true });
        const shelf = isBeside ? { base: 'a', folder: scene.folder } : { base: stateName(scene.at('a')), folder: scene.backups };
        writeFileSync(scene.at('a'), there);
        const left = leave(scene, deadMaker(), { backup: 'old content', ...(coming === null ? {} : { coming }) }, shelf).map((each) => path.join(shelf.folder, each));
        // A conflict: everything is put in order, and nothing is saved.
        assert.equal(scene.save('a', 'x', { expect: 'ff' }).is, 'conflict');
        assert.equal(scene.read('a'), after);
        const outcome = scene.save('a', 'newest');
        const backups = left.slice(0, 1);
        assert.deepEqual(outcome.is === 'saved' && outcome.kept, keeps ? backups : []);
        assert.deepEqual(left.filter((file) => statSync(file, { throwIfNoEntry: false }) !== undefined), keeps ? left : []);
        assert.equal(scene.read('a'), 'newest');
      }
    });
  }

  test('of a process that lives: it is not interfered with', (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a'), 'NEd content');
    const left = leave(scene, livingMaker(t), { backup: 'old content', coming: 'NEW' });
    assert.equal(scene.save('a', 'x', { expect: 'ff' }).is, 'conflict');
    assert.equal(scene.read('a'), 'NEd content');
    assert.deepEqual(scene.names(), [...left, 'a'].toSorted());
  });
});
