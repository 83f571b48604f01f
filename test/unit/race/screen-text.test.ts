import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { VariantId } from '../../../src/race/lab.ts';
import { Runs } from '../../../src/views/race-lab/runs.ts';
import { webviewPage } from '../../../src/views/webview-page.ts';
import { raceText } from '../../../src/views/race-lab/text.ts';
import { LabAtOnce } from './screen-lab.ts';

const lab = new LabAtOnce();

function id(variant: string): VariantId {
  return { file: null, scenario: 'two-increments', variant };
}

async function textOf(variant: string): Promise<string> {
  const { scenarios } = await lab.catalog(null);
  const finding = await lab.explore(id(variant), null, () => undefined, new AbortController().signal);
  const trace = await lab.trace(id(variant), finding.failure?.schedule ?? null);
  return raceText({ scenario: scenarios[0] ?? null, request: { variant: id(variant), schedule: trace.schedule, finding }, trace });
}

suite('The text twin', () => {
  test('has the promise, the verdict, every step with what it changed, and the schedule', async () => {
    const text = await textOf('plain');
    assert.match(text, /^# Two increments: plain\n\n\*\*Promise:\*\* Both increments are kept\./);
    assert.match(text, /\*\*FAILED\*\* .*the number is 11, not 12/i);
    assert.match(text, /\*\*What mends it:\*\* A lock around all three\./);
    assert.match(text, /## The failing run\n\nAt the start: `number` `10`\./);
    assert.equal(text.match(/^\| \d+ \| [AB] \| `number\.(read|write)\(.*$/gm)?.length, 4);
    assert.match(text, /`number`: `10` → `11`/);
    assert.match(text, /Schedule: `two-increments\/plain@[0-9a-f]{8}:\w{4}`/);
    assert.match(text, /\*\*Broken after step 4:\*\* .* To be so: The number is 12\.\n$/);
  });

  test('of what is proved says so, and what could come first', async () => {
    const text = await textOf('locked');
    assert.match(text, /\*\*PROVED\*\* The promise holds in every order of the steps\./);
    assert.match(text, /No step yet\.\n\nNext could be: A `lock\.acquire\(\)`, B `lock\.acquire\(\)`\./);
  });

  test('keeps what a scenario says from being Markdown', async () => {
    const trace = await lab.trace(id('plain'), null);
    const scenario = { file: null, name: 'x', title: '# [a](command:b)', promise: '<img src=x>', topic: 't', variants: [] };
    const text = raceText({ scenario, request: { variant: id('plain'), schedule: null, finding: null }, trace });
    assert.ok(text.startsWith('# \\# \\[a\\](command:b): plain'), text);
    assert.ok(text.includes('\\<img src=x\\>'));
  });
});

suite('The runs of a page', () => {
  test('are cut short and gone on with', async () => {
    const runs = new Runs(lab);
    const { failure } = await lab.explore(id('plain'), null, () => undefined, new AbortController().signal);
    assert.ok(failure !== null);
    const whole = await runs.run({ variant: id('plain'), schedule: failure.schedule, keep: null, move: null });
    const cut = await runs.run({ variant: id('plain'), schedule: failure.schedule, keep: 2, move: null });
    assert.deepEqual(cut.steps.map(({ label }) => label), whole.steps.slice(0, 2).map(({ label }) => label));
    const [option] = cut.options;
    assert.ok(option !== undefined);
    const further = await runs.run({ variant: id('plain'), schedule: failure.schedule, keep: 2, move: option });
    assert.deepEqual([further.steps.length, further.steps[2]?.label], [3, option.label]);
  });

  test('are asked for once, until the scenario may have changed', async () => {
    const own = new LabAtOnce();
    const runs = new Runs(own);
    for (let times = 0; times < 3; times += 1) await runs.run({ variant: id('plain'), schedule: null, keep: null, move: null });
    assert.equal(own.traces, 1);
    runs.forget();
    await runs.run({ variant: id('plain'), schedule: null, keep: null, move: null });
    assert.equal(own.traces, 2);
  });

  test('what failed is asked for again', async () => {
    const own = new LabAtOnce();
    const runs = new Runs(own);
    for (let times = 0; times < 2; times += 1) await assert.rejects(runs.run({ variant: id('gone'), schedule: null, keep: null, move: null }), /has no variant gone/);
    assert.equal(own.traces, 2);
  });
});

test('nothing runs in the page but what bears its nonce', () => {
  const page = webviewPage({ root: 'race', script: 'https://x/race.js', style: 'https://x/race.css', nonce: 'abc', language: '"en', title: '<b>' });
  assert.match(page, /content="default-src 'none'; script-src 'nonce-abc'; style-src 'nonce-abc'; base-uri 'none'; form-action 'none'"/);
  assert.match(page, /<html lang="&quot;en">/);
  assert.match(page, /<title>&lt;b&gt;<\/title>/);
  assert.doesNotMatch(page, /unsafe|style=/);
});
