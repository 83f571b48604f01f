import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { layOut } from '../../../media/race/lane-layout.ts';
import { arrowsOf } from '../../../media/race/dependencies.ts';
import { tokensOf } from '../../../media/race/tokens.ts';
import { factorOf, figuresOf, largeNumber, runningFigures, timeLeft } from '../../../media/race/figures.ts';
import type { Finding } from '../../../src/race/model/finding.ts';
import type { Trace } from '../../../src/race/model/trace.ts';
import { machineOf, traceOf } from '../../../src/race/model/replay.ts';
import { LabAtOnce, twoIncrements } from './screen-lab.ts';

/** A run of the two increments, by who steps. */
function runOf(variant: string, actors: string): Trace {
  const choices = Array.from(actors, (actor) => ({ move: 'AB'.indexOf(actor), way: 0 }));
  return traceOf(machineOf(twoIncrements, variant), { scenario: twoIncrements.name, variant, choices, loop: [] });
}

suite('The lanes of a run', () => {
  test('a lock is held from the middle of the step that takes it to the middle of the one that lets go', () => {
    const { bars, actors, rows } = layOut(runOf('locked', 'AAAABBBB'));
    assert.deepEqual([actors, rows], [['A', 'B'], 8]);
    assert.deepEqual(bars.filter(({ what }) => what === 'hold'), [
      { what: 'hold', lane: 0, object: 'lock', from: 0.5, to: 3.5, depth: 0 },
      { what: 'hold', lane: 1, object: 'lock', from: 4.5, to: 7.5, depth: 0 },
    ]);
  });

  test('who cannot go on waits from right after the step that stops it to the one that frees it', () => {
    assert.deepEqual(layOut(runOf('locked', 'AAAABBBB')).bars.filter(({ what }) => what === 'wait'), [
      { what: 'wait', lane: 1, object: null, depth: 0, from: 1, to: 4 },
    ]);
  });

  test('what is held or waited for at the end lasts to the end', () => {
    const { bars, lives } = layOut(runOf('locked', 'AA'));
    assert.deepEqual(bars.map(({ what, from, to }) => [what, from, to]), [['hold', 0.5, 2], ['wait', 1, 2]]);
    assert.deepEqual(lives, [{ lane: 0, to: 2, end: null }, { lane: 1, to: 2, end: null }]);
  });

  test('an actor is there until its last step', () => {
    assert.deepEqual(layOut(runOf('plain', 'AAB')).lives, [{ lane: 0, to: 1.5, end: 'ended' }, { lane: 1, to: 3, end: null }]);
  });

  test('arrows lead from one actor to another', () => {
    const trace = runOf('plain', 'AABB');
    const arrows = arrowsOf(trace, ['A', 'B']);
    assert.ok(arrows.length > 0);
    for (const { from, to } of arrows) assert.ok(from.lane !== to.lane && from.row < to.row);
    assert.deepEqual(arrowsOf(runOf('plain', 'AA'), ['A', 'B']), []);
  });
});

suite('The figures of an exploration', () => {
  const finding: Finding = { scenario: 's', variant: 'v', method: { is: 'orders' }, verdict: 'PROVED', expect: 'PROVED', failure: null, bound: null, executions: 36, interleavings: '1680', states: 0, transitions: 200 };

  test('say how many orders an execution stands for', () => {
    assert.deepEqual(figuresOf(finding).map(({ name, value }) => `${name} ${value}`), ['Interleavings 1,680', 'Reduction 46×', 'Executions 36', 'Steps tried 200']);
    assert.deepEqual([factorOf('20', 4), factorOf('7', 2), factorOf('1', 1)], ['5', '3.5', '1']);
  });

  test('are read by a person, however large', () => {
    assert.equal(largeNumber(123_456_789n), '123,456,789');
    assert.equal(largeNumber(BigInt(`271${'0'.repeat(40)}`)), '2.71 × 10⁴²');
  });

  test('tell the time left only where the end is known', () => {
    const progress = { executions: 2500, states: 10, transitions: 50_000 };
    assert.equal(timeLeft(progress, { is: 'chance', seed: 1, runs: 10_000, pctDepth: null }, 4), 12);
    assert.equal(timeLeft(progress, { is: 'states' }, 4), null);
    assert.equal(timeLeft(progress, null, 4), null);
    assert.match(runningFigures(progress, { is: 'chance', seed: 1, runs: 10_000, pctDepth: null }, 4).map(({ value }) => value).join(' '), /12 s$/);
    assert.deepEqual(runningFigures(null, null, 4), []);
  });
});

suite('The source on the screen', () => {
  test('has as many lines as its text, and all of it', () => {
    const source = "/** Says\n * more. */\nconst a = 'it\\'s'; // why\r\nyield* b.read(`x\ny`);\n\nlet of2 = 12.5;";
    const lines = tokensOf(source);
    assert.equal(lines.map((line) => line.map(({ text }) => text).join('')).join('\n'), source.replaceAll('\r', ''));
    const tokens = lines.flat();
    assert.deepEqual(tokens.filter(({ is }) => is === 'keyword').map(({ text }) => text), ['const', 'yield', 'let']);
    assert.deepEqual(tokens.filter(({ is }) => is === 'comment').map(({ text }) => text), ['/** Says', ' * more. */', '// why']);
    assert.deepEqual(tokens.filter(({ is }) => is === 'string').map(({ text }) => text), ["'it\\'s'", '`x', 'y`']);
    assert.deepEqual(tokens.filter(({ is }) => is === 'number').map(({ text }) => text), ['12.5']);
  });
});

test('the lab for tests finds what the page is tested with', async () => {
  const lab = new LabAtOnce();
  const finding = await lab.explore({ file: null, scenario: 'two-increments', variant: 'locked' }, null, () => undefined, AbortSignal.timeout(60_000));
  assert.equal(finding.verdict, 'PROVED');
});
