// What others do between the steps of a save.
import assert from 'node:assert/strict';
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { isMixture } from '../../../../src/saving/write/interrupted.ts';
import { SaveError, sha256Of } from '../../../../src/saving/write/save.ts';
import { assertSaved, before, failing, sceneFor, stepsOf, type Scene } from './scene.ts';

const old = sha256Of(Buffer.from('old'));

/** Writes as another program does, within the clock tick that the file has already. */
function writeUnseen(file: string, content: string): void {
  const { atime, mtime } = statSync(file);
  writeFileSync(file, content);
  utimesSync(file, atime, mtime);
}

/** Until what is written now has another time than the file: some clocks tick every 4 ms. */
function untilClockTicks(scene: Scene): void {
  const then = statSync(scene.at('a'), { bigint: true }).ctimeNs;
  for (let now = then; now === then; now = statSync(scene.at('tick'), { bigint: true }).ctimeNs) writeFileSync(scene.at('tick'), '');
  unlinkSync(scene.at('tick'));
}

/** The steps from the first look on, before which somebody can come. */
function stepsAfterLook(scene: Scene, expect?: string): readonly string[] {
  const steps = stepsOf(scene.job('a', 'new', expect === undefined ? {} : { expect }));
  writeFileSync(scene.at('a'), 'old');
  return steps.slice(steps.indexOf('look') + 1, steps.indexOf('rename'));
}

describe('between two steps', () => {
  test('what another has written is a conflict when something else was expected, at whichever step', (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a'), 'old');
    const steps = new Set(stepsAfterLook(scene, old));
    assert.ok(steps.size >= 6, [...steps].join());
    for (const step of steps) {
      for (const write of [writeFileSync, writeUnseen]) {
        // After the last look there is no other; what is before it is seen.
        writeFileSync(scene.at('a'), 'old');
        untilClockTicks(scene);
        const outcome = scene.save('a', 'new', { expect: old, drive: before(step, () => write(scene.at('a'), 'HER')) });
        assert.deepEqual(outcome, { is: 'conflict', file: scene.at('a'), found: sha256Of(Buffer.from('HER')) }, step);
        assert.equal(scene.read('a'), 'HER');
        assert.deepEqual(scene.names(), ['a']);
      }
    }
  });

  test('the same where it is written in place', (t) => {
    const scene = sceneFor(t);
    const options = { inPlace: 'backed-up', expect: old } as const;
    const start = (): void => {
      rmSync(scene.at('a'), { force: true });
      rmSync(scene.at('b'), { force: true });
      writeFileSync(scene.at('a'), 'old');
      linkSync(scene.at('a'), scene.at('b'));
    };
    start();
    const steps = stepsOf(scene.job('a', 'new', options));
    const open = steps.slice(steps.indexOf('look') + 1, steps.indexOf('write in place'));
    assert.ok(open.includes('look again'), open.join());
    for (const step of new Set(open)) {
      for (const write of [writeFileSync, writeUnseen]) {
        start();
        untilClockTicks(scene);
        const outcome = scene.save('a', 'new', { ...options, drive: before(step, () => write(scene.at('b'), 'HER')) });
        assert.equal(outcome.is, 'conflict', step);
        assert.deepEqual([scene.read('a'), ...scene.names()], ['HER', 'a', 'b'], step);
      }
    }
  });

  test('a file made meanwhile is not replaced when none was expected, up to the last step', (t) => {
    const scene = sceneFor(t);
    const steps = stepsOf(scene.job('a', 'new', { expect: null }));
    assert.ok(steps.includes('link'), steps.join());
    for (const step of new Set(steps.slice(0, steps.indexOf('link') + 1))) {
      rmSync(scene.at('a'), { force: true });
      const outcome = scene.save('a', 'new', { expect: null, drive: before(step, () => writeFileSync(scene.at('a'), 'HER')) });
      assert.equal(outcome.is, 'conflict', step);
      assert.equal(scene.read('a'), 'HER');
      assert.deepEqual(scene.names(), ['a']);
    }
  });

  test('new permissions are those that it keeps', (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a'), 'old', { mode: 0o644 });
    assertSaved(scene.save('a', 'new', { drive: before('look again', () => chmodSync(scene.at('a'), 0o600)) }), 'replaced');
    assert.equal(statSync(scene.at('a')).mode & 0o777, 0o600);
  });

  test('a second name given to it is asked about', (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a'), 'old');
    const outcome = scene.save('a', 'new', { drive: before('look again', () => linkSync(scene.at('a'), scene.at('b'))) });
    assert.equal(outcome.is, 'asks');
    assert.deepEqual([scene.read('a'), ...scene.names()], ['old', 'a', 'b']);
  });

  test('replaced by another: its content goes the way of the old one', (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a'), 'old');
    const swap = (): void => {
      writeFileSync(scene.at('b'), 'HER', { mode: 0o640 });
      renameSync(scene.at('b'), scene.at('a'));
    };
    assertSaved(scene.save('a', 'new', { drive: before('sync', swap) }), 'replaced');
    assert.equal(statSync(scene.at('a')).mode & 0o777, 0o640);
    assert.deepEqual(scene.names(), ['a']);
  });

  test('deleted: it is made', (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a'), 'old');
    assertSaved(scene.save('a', 'new', { drive: before('look again', () => unlinkSync(scene.at('a'))) }), 'created');
    assert.deepEqual([scene.read('a'), ...scene.names()], ['new', 'a']);
  });

  test('turned into a link: what it leads to is saved', (t) => {
    const scene = sceneFor(t);
    for (const step of ['look', 'temporary', 'look again']) {
      writeFileSync(scene.at('a'), 'old');
      writeFileSync(scene.at('b'), 'other');
      const turn = (): void => {
        unlinkSync(scene.at('a'));
        symlinkSync('b', scene.at('a'));
      };
      assertSaved(scene.save('a', 'new', { drive: before(step, turn) }), 'replaced');
      assert.deepEqual([scene.read('b'), ...scene.names()], ['new', 'a', 'b'], step);
      rmSync(scene.at('a'));
    }
  });

  test('turned into a folder, with or without something in it: an error, and all of it is there', (t) => {
    const scene = sceneFor(t);
    for (const step of ['look', 'temporary', 'look again', 'rename']) {
      for (const inside of [[], ['x']]) {
        rmSync(scene.at('a'), { recursive: true, force: true });
        writeFileSync(scene.at('a'), 'old');
        const turn = (): void => {
          unlinkSync(scene.at('a'));
          mkdirSync(scene.at('a'));
          for (const name of inside) writeFileSync(scene.at(`a/${name}`), '');
        };
        assert.throws(() => scene.save('a', 'new', { drive: before(step, turn) }), (error) => error instanceof SaveError && error.code === 'EISDIR');
        assert.deepEqual(scene.names(), ['a'], step);
      }
    }
  });

  test('its folder is moved away and another put there: saved where the path leads', (t) => {
    const scene = sceneFor(t);
    mkdirSync(scene.at('f'));
    writeFileSync(scene.at('f/a'), 'old');
    const move = (): void => {
      renameSync(scene.at('f'), scene.at('g'));
      mkdirSync(scene.at('f'));
      writeFileSync(scene.at('f/a'), 'other');
    };
    assertSaved(scene.save('f/a', 'new', { drive: before('look again', move) }), 'replaced');
    assert.deepEqual([scene.read('f/a'), scene.read('g/a')], ['new', 'old']);
  });

  test('content that never stands still is replaced; rights that never do are given up', (t) => {
    const scene = sceneFor(t);
    const restless = (change: (times: number) => void): Parameters<typeof scene.save>[2] => {
      let times = 0;
      return {
        drive: (steps) => {
          let next = steps.next();
          for (; next.done !== true; next = steps.next()) if (next.value === 'look again') change(++times);
          return next.value;
        },
      };
    };
    writeFileSync(scene.at('a'), 'old');
    assertSaved(scene.save('a', 'new', restless((times) => writeFileSync(scene.at('a'), 'x'.repeat(times)))), 'replaced');
    const save = (): unknown => scene.save('a', 'newer', restless((times) => chmodSync(scene.at('a'), times % 2 === 0 ? 0o600 : 0o640)));
    assert.throws(save, (error) => error instanceof SaveError && error.code === 'CHANGING');
    assert.deepEqual([scene.read('a'), ...scene.names()], ['new', 'a']);
  });

  test('somebody removes the temporary file: it is made again', (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a'), 'old');
    const remove = (): void => scene.names().filter((name) => name !== 'a').forEach((name) => unlinkSync(scene.at(name)));
    assertSaved(scene.save('a', 'new', { drive: before('rename', remove) }), 'replaced');
    assert.deepEqual([scene.read('a'), ...scene.names()], ['new', 'a']);
  });
});

describe('a step that fails', () => {
  test('whichever and with whatever: the old content stands, and nothing else is left', (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a'), 'old');
    const steps = stepsOf(scene.job('a', 'new'));
    writeFileSync(scene.at('a'), 'old');
    for (const step of new Set(steps.slice(0, steps.indexOf('rename') + 1))) {
      for (const code of ['ENOSPC', 'EIO', 'EACCES', 'EMFILE']) {
        const outcome = attempt(() => scene.save('a', 'new', { drive: failing(step, code) }));
        // A folder in which nothing can be made, a right that is not given: those are asked about.
        if (outcome !== code) assert.equal(outcome, 'asks', `${step} ${code}`);
        assert.deepEqual([scene.read('a'), ...scene.names()], ['old', 'a'], `${step} ${code}`);
      }
    }
    assert.equal(attempt(() => scene.save('a', 'new', { drive: failing('sync folder', 'EIO') })), 'NOT_CERTAIN');
    assert.deepEqual([scene.read('a'), ...scene.names()], ['new', 'a']);
  });

  test('in place: the old content stands again', (t) => {
    const scene = sceneFor(t);
    const content = 'old content';
    writeFileSync(scene.at('a'), content);
    linkSync(scene.at('a'), scene.at('b'));
    const steps = stepsOf(scene.job('a', 'new', { inPlace: 'backed-up' }));
    writeFileSync(scene.at('a'), content);
    // Once the copies are being removed it has been saved.
    for (const step of new Set(steps.slice(0, steps.indexOf('mode in place')))) {
      for (const code of ['ENOSPC', 'EIO']) {
        assert.equal(attempt(() => scene.save('a', 'new', { inPlace: 'backed-up', drive: failing(step, code) })), code, step);
        assert.deepEqual([scene.read('a'), ...scene.names()], [content, 'a', 'b'], `${step} ${code}`);
      }
    }
  });

  test('in place, and the old content cannot be put back: the error names where it is, and the next save puts it back', (t) => {
    const scene = sceneFor(t);
    writeFileSync(scene.at('a'), 'old content');
    linkSync(scene.at('a'), scene.at('b'));
    let cuts = 0;
    const outcome = attempt(() => scene.save('a', 'NEW', { inPlace: 'backed-up', drive: (steps) => {
      let next = steps.next();
      while (next.done !== true) {
        const fails = next.value === 'cut' || next.value === 'read backup';
        if (fails) cuts++;
        next = fails ? steps.throw(Object.assign(new Error('EIO'), { code: 'EIO' })) : steps.next();
      }
      return next.value;
    } }), (error) => {
      const [, keptAt = ''] = /kept at (.*): copy/.exec(error.message) ?? [];
      assert.equal(readFileSync(keptAt, 'utf8'), 'old content');
    });
    assert.deepEqual([outcome, cuts, scene.read('a')], ['NOT_RESTORED', 2, 'NEW content']);
    assert.equal(scene.save('a', 'x', { expect: 'ff' }).is, 'conflict');
    assert.deepEqual([scene.read('a'), ...scene.names()], ['old content', 'a', 'b']);
  });
});

/** The code of the error with which it fails, or the outcome's kind. */
function attempt(save: () => { readonly is: string }, check: (error: Error) => void = () => undefined): string {
  try {
    return save().is;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    check(error);
    return String(error.code);
  }
}

describe('a mixture', () => {
  const is = (there: string, old_: string, next: string): boolean => isMixture(Buffer.from(there), Buffer.from(old_), Buffer.from(next));

  test('is what writing one over the other leaves when it is cut short', () => {
    for (const [old_, next] of [['old content', 'NEW'], ['old', 'NEW CONTENT'], ['', 'NEW'], ['old', '']] as const) {
      for (let at = 0; at <= next.length; at++) assert.ok(is(next.slice(0, at) + old_.slice(at), old_, next), `${old_}, ${next}, ${at}`);
      for (let at = 0; at <= old_.length; at++) assert.ok(is(old_.slice(0, at) + next.slice(at), old_, next), `back: ${old_}, ${next}, ${at}`);
    }
  });

  test('is not what somebody has written since', () => {
    for (const there of ['NEW content.', 'NEX content', 'NE', 'nothing of it']) assert.ok(!is(there, 'old content', 'NEW'), there);
  });
});
