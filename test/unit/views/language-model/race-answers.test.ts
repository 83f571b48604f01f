import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { runSeveral, type Outcome } from '../../../../src/race/run-several.ts';
import { ToolInputError } from '../../../../src/views/language-model/input.ts';
import { checkAnswer, listAnswer, readCheckInput } from '../../../../src/views/language-model/race-answers.ts';
import { LabAtOnce } from '../../race/screen-lab.ts';

const ids = ['plain', 'locked', 'none'].map((variant) => ({ file: null, scenario: 'two-increments', variant }));

async function outcomes(): Promise<readonly Outcome[]> {
  return runSeveral(new LabAtOnce(), ids, 1, new AbortController().signal);
}

suite('What language models are told of race scenarios', () => {
  test('the input may name a scenario, a variant and a file, and nothing else', () => {
    assert.deepEqual(readCheckInput({ scenario: ' a ', file: 'b.race.ts' }), { scenario: 'a', variant: null, file: 'b.race.ts' });
    assert.deepEqual(readCheckInput(undefined), { scenario: null, variant: null, file: null });
    for (const wrong of [{ scenario: '' }, { name: 'a' }, { file: 1 }, []]) assert.throws(() => readCheckInput(wrong), ToolInputError, JSON.stringify(wrong));
  });

  test('the scenarios are listed with what their variants promise', async () => {
    const { words, data } = listAnswer((await new LabAtOnce().catalog(null)).scenarios);
    assert.match(words, /- two-increments: .*Promise: Both increments are kept\. Variants: plain \(FAILED\), locked \(PROVED\)/);
    assert.deepEqual(JSON.parse(data), [{ scenario: 'two-increments', topic: 'counter race', promise: 'Both increments are kept.', variants: [{ variant: 'plain', expect: 'FAILED' }, { variant: 'locked', expect: 'PROVED' }] }]);
  });

  test('what came of each is said in words, with its schedule, and is data as on the terminal', async () => {
    const { words, data } = checkAnswer(await outcomes(), (await new LabAtOnce().catalog(null)).scenarios);
    assert.match(words, /^two-increments\/plain: FAILED in 4 steps\. Promise: Both increments are kept\.\n/);
    assert.match(words, /What mends it: A lock around all three\./);
    assert.match(words, /two-increments\/locked: PROVED, \d+ states\./);
    assert.match(words, /two-increments\/none: cannot be run\. /);
    const [plain, locked, ...more]: unknown[] = JSON.parse(data);
    assert.equal(more.length, 0);
    const fields = ['scenario', 'variant', 'verdict', 'schedule', 'explanation', 'executions', 'states'];
    for (const report of [plain, locked]) assert.ok(typeof report === 'object' && report !== null && fields.every((field) => field in report));
  });
});
