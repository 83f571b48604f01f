import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { ScenarioError } from '../../../src/race/model/scenario-error.ts';
import type { VariantId } from '../../../src/race/lab.ts';
import { openLab, plain, scenarioFile, untilDone, userFolder } from './users.ts';

const lostUpdate: VariantId = { file: null, scenario: 'counter-race', variant: 'read-add-write' };
const nothing = (): void => undefined;

const both = `          *A(): Body { const read = yield* sum.read(); yield* sum.write(read + 1); },
          *B(): Body { const read = yield* sum.read(); yield* sum.write(read + 1); },`;

/** Takes its time, and ends some day. */
const large = Array.from({ length: 7 }, (_, at) => `          *A${at}(): Body { for (let round = 0; round < 9; round += 1) yield* sum.write(${at} * 10 + round); },`).join('\n');

describe('the lab in threads', () => {
  it('lists what comes with Lockscope', async () => {
    using lab = openLab();
    const { scenarios } = await lab.catalog(null);
    const counter = scenarios.find(({ name }) => name === 'counter-race') ?? assert.fail();
    assert.equal(counter.file, null);
    assert.ok(counter.variants.some(({ name, expect, fix }) => name === 'read-add-write' && expect === 'FAILED' && fix !== null));
  });

  it('explores, shows the failure step by step, and the source of a step', async () => {
    using lab = openLab();
    const finding = await lab.explore(lostUpdate, null, nothing, untilDone);
    assert.equal(finding.verdict, 'FAILED');
    const trace = await lab.trace(lostUpdate, finding.failure?.schedule ?? '');
    assert.equal(trace.problem?.explanation, finding.failure?.explanation);
    const place = trace.steps[0]?.place ?? assert.fail();
    const line = (await lab.source(place.file))?.split('\n')[place.line - 1] ?? '';
    assert.match(line, /files\.read\(file\)/);
    assert.equal(await lab.source('/etc/passwd'), null);
  });

  it('goes on by what can happen next, from no step at all to the end', async () => {
    using lab = openLab();
    let trace = await lab.trace(lostUpdate, null);
    assert.deepEqual(trace.options.map(({ actor }) => actor), ['A', 'B']);
    while (trace.options.length > 0) trace = await lab.trace(lostUpdate, lab.further(trace, 0));
    assert.deepEqual(trace.steps.map(({ actor }) => actor), ['A', 'A', 'B', 'B']);
    assert.ok(trace.isOver);
    assert.equal(trace.problem, null);
  });

  it('explores the file of a user, with the lines of its source', async () => {
    using folder = userFolder();
    using lab = openLab();
    const file = folder.write('mine.race.ts', scenarioFile(both));
    assert.deepEqual((await lab.catalog(file)).scenarios.map(({ name, file: where }) => [name, where]), [['of-a-user', file]]);
    const finding = await lab.explore(plain(file), null, nothing, untilDone);
    assert.equal(finding.verdict, 'FAILED');
    const trace = await lab.trace(plain(file), finding.failure?.schedule ?? '');
    assert.deepEqual(trace.steps.map(({ actor, place }) => `${actor} ${place?.file}:${place?.line}`).toSorted(), ['A', 'A', 'B', 'B'].map((actor) => `${actor} ${file}:${actor === 'A' ? 13 : 14}`));
    assert.equal(await lab.source(file), readFileSync(file, 'utf8'));
  });

  it('refuses a schedule of what has changed since', async () => {
    using folder = userFolder();
    using lab = openLab();
    const file = folder.write('mine.race.ts', scenarioFile(both));
    const { failure } = await lab.explore(plain(file), null, nothing, untilDone);
    folder.write('mine.race.ts', scenarioFile(both.replaceAll('read + 1', 'read + 2')));
    await assert.rejects(lab.trace(plain(file), failure?.schedule ?? ''), (error) => error instanceof ScenarioError && /has changed/.test(error.message));
  });

  it('tells how far it is, and is gone at once when it is cancelled', async () => {
    using folder = userFolder();
    using lab = openLab();
    const file = folder.write('large.race.ts', scenarioFile(large));
    const cancel = new AbortController();
    const reason = new Error('seen enough');
    const told: number[] = [];
    const onProgress = ({ states }: { states: number }): void => {
      told.push(states);
      if (told.length === 3) cancel.abort(reason);
    };
    await assert.rejects(lab.explore(plain(file), null, onProgress, cancel.signal), reason);
    assert.deepEqual(told, told.toSorted((one, other) => one - other));
    assert.ok(told.length >= 3);
  });

  it('ends what runs when it is closed', async () => {
    using folder = userFolder();
    using lab = openLab();
    const file = folder.write('large.race.ts', scenarioFile(large));
    await assert.rejects(lab.explore(plain(file), null, () => lab.dispose(), untilDone), /was closed/);
    await assert.rejects(lab.catalog(null), /was closed/);
  });
});
