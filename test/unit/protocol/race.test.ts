import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { ToHost, ToPage } from '../../../src/protocol/race.ts';
import { readRaceToHost } from '../../../src/protocol/race-to-host.ts';
import { readRaceToPage } from '../../../src/protocol/race-to-page.ts';
import { raceWords } from '../../../src/protocol/race-words.ts';
import { LabAtOnce } from '../race/screen-lab.ts';

const variant = { file: null, scenario: 'two-increments', variant: 'plain' };
const lab = new LabAtOnce();
const finding = await lab.explore(variant, { is: 'states' }, () => undefined, new AbortController().signal);
const trace = await lab.trace(variant, finding.failure?.schedule ?? null);
const progress = { executions: 1, states: 2, transitions: 3 };
const place = { file: '/a.race.ts', line: 3, column: 1 };

suite('What the host tells the page of the race lab', () => {
  test('comes through a structured clone as it was', async () => {
    const messages: readonly ToPage[] = [
      { is: 'start', words: raceWords, language: 'en' },
      { is: 'catalog', file: null, scenarios: (await lab.catalog(null)).scenarios },
      { is: 'choose', variant: { ...variant, file: '/a.race.ts' } },
      { is: 'progress', request: 1, progress },
      { is: 'found', request: 1, finding },
      { is: 'found', request: 1, finding: { ...finding, verdict: 'INCOMPLETE', failure: null, bound: '2 preemptions', interleavings: '12', method: { is: 'preemptions', most: 2 } } },
      { is: 'found', request: 1, finding: { ...finding, method: { is: 'chance', seed: 1, runs: 9, pctDepth: 3 } } },
      { is: 'trace', request: 2, trace },
      { is: 'measured', scenarios: ['counter-race'] },
      { is: 'source', file: '/a.ts', text: null },
      { is: 'refused', request: 3, message: 'No.', place },
    ];
    for (const message of messages) assert.deepEqual(readRaceToPage(structuredClone(message)), message);
  });

  test('is refused when it is anything else, or names steps that are not there', () => {
    const [step] = trace.steps;
    assert.ok(step !== undefined);
    const traces = [
      { ...trace, loopFrom: 4 },
      { ...trace, steps: [{ ...step, follows: [7] }] },
      { ...trace, steps: [{ ...step, what: 'dance' }] },
      { ...trace, problem: { ...trace.problem, after: 99 } },
      { ...trace, start: { objects: [], actors: [{ name: 'A' }], now: null } },
    ];
    const broken = [...traces.map((each) => ({ is: 'trace', request: 1, trace: each })), { is: 'found', request: 1, finding: { ...finding, interleavings: '1e9' } }, { is: 'start', words: {}, language: 'en' }, { is: 'run' }, null, 3];
    for (const [at, each] of broken.entries()) assert.throws(() => readRaceToPage(each), SyntaxError, `number ${at}`);
  });
});

suite('What the page of the race lab tells the host', () => {
  test('is read when it is one of the messages', () => {
    const messages: readonly ToHost[] = [
      { is: 'ready' },
      { is: 'catalog', request: 1, file: '/a.race.ts' },
      { is: 'explore', request: 2, variant, method: null },
      { is: 'explore', request: 2, variant, method: { is: 'orders' } },
      { is: 'cancel', request: 2 },
      { is: 'run', request: 3, run: { variant, schedule: trace.schedule, keep: 2, move: { choice: { move: 1, way: 0 }, what: 'step', actor: 'B', label: 'number.read() → 10' } } },
      { is: 'source', file: '/a.ts' },
      { is: 'measure', scenario: 'counter-race' },
      { is: 'open-place', place },
      { is: 'copy', text: trace.schedule },
      { is: 'open-as-text', text: { variant, schedule: null, finding } },
      { is: 'titled', title: null },
      { is: 'failed', message: 'x' },
    ];
    for (const message of messages) assert.deepEqual(readRaceToHost(structuredClone(message)), message);
  });

  test('is refused when it is anything else', () => {
    for (const value of [null, 'ready', {}, { is: 'trace' }, { is: 'explore', request: 1, variant, method: { is: 'magic' } }, { is: 'run', request: 1, run: { variant } }, { is: 'copy', text: 'x'.repeat(100_001) }, { is: 'open-place', place: { file: '/a' } }]) {
      assert.throws(() => readRaceToHost(value), SyntaxError, JSON.stringify(value)?.slice(0, 50));
    }
  });
});
