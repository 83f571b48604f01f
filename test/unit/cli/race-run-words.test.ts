// What `lockscope race run` is asked for.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { choose } from '../../../src/cli/race-run-choice.ts';
import { reportOf } from '../../../src/cli/race-run-report.ts';
import { readRun } from '../../../src/cli/race-run-words.ts';
import { UsageError } from '../../../src/cli/terminal.ts';
import type { CatalogRealScenario, CatalogStrategy } from '../../../src/race/real/catalog.ts';
import { defaultLeaseMs, noFaults } from '../../../src/race/real/request.ts';
import { brokenRun, sampleRun } from '../race/real/sample-run.ts';

const least = ['counter', '--strategy', 'flock', '--actors', '4', '--seconds', '1'];

function strategy(name: string, parts: Partial<CatalogStrategy> = {}): CatalogStrategy {
  return { name, title: name, summary: '', claims: 'kept', survives: [], faults: ['kill'], actorsAre: 'processes', model: null, claim: null, availability: { is: 'here' }, ...parts };
}

const counter: CatalogRealScenario = { name: 'counter', title: 'Counter race', promise: 'All count.', topic: 'counter race', strategies: [strategy('flock'), strategy('none', { faults: [] })] };

describe('race run', () => {
  it('wants little', () => {
    const { plan, output } = readRun(least, {});
    assert.deepEqual(plan, { scenario: 'counter', strategies: ['flock'], actors: [4], length: { is: 'seconds', seconds: 1 }, seed: 1, leaseMs: defaultLeaseMs, faults: noFaults, servers: { redis: [], postgresql: null } });
    assert.equal(output, 'text');
  });

  it('takes several strategies and numbers of actors, each once', () => {
    const { plan } = readRun(['counter', '--strategy', 'a,b', '--strategy', 'b, c', '--actors', '1,2,2', '--operations', '1000'], {});
    assert.deepEqual([plan.strategies, plan.actors, plan.length], [['a', 'b', 'c'], [1, 2], { is: 'operations', operations: 1000 }]);
  });

  it('takes faults; a pause lasts longer than the lease unless it is said', () => {
    const faults = (...words: readonly string[]): unknown => readRun([...least, ...words], {}).plan.faults;
    assert.deepEqual(faults('--kill', '0.01', '--slow', '5', '--clock-offset', '700', '--redis-down', '2', '--redis-restart', '400'), { kill: 0.01, pause: null, slowMs: 5, clockOffsetMs: 700, redisDown: 2, redisRestartMs: 400 });
    assert.deepEqual(faults('--pause', '.5', '--lease', '200'), { ...noFaults, pause: { share: 0.5, ms: 400 } });
    assert.deepEqual(faults('--pause', '1', '--pause-ms', '90'), { ...noFaults, pause: { share: 1, ms: 90 } });
  });

  it('takes servers from its words, else from the environment', () => {
    const environment = { LOCKSCOPE_REDIS_URLS: 'redis://a, redis://b', LOCKSCOPE_POSTGRESQL_URL: 'postgresql://u@h/d' };
    assert.deepEqual(readRun(least, environment).plan.servers, { redis: ['redis://a', 'redis://b'], postgresql: 'postgresql://u@h/d' });
    assert.deepEqual(readRun([...least, '--redis', 'redis://c', '--redis', '/run/redis.sock', '--postgresql', 'postgres://x'], environment).plan.servers, { redis: ['redis://c', '/run/redis.sock'], postgresql: 'postgres://x' });
    assert.deepEqual(readRun(least, { LOCKSCOPE_REDIS_URLS: '', LOCKSCOPE_POSTGRESQL_URL: '' }).plan.servers, { redis: [], postgresql: null });
  });

  const misused: Readonly<Record<string, readonly [words: readonly string[], says: RegExp]>> = {
    'no scenario': [least.slice(1), /^Usage/],
    'two scenarios': [['transfer', ...least], /^Usage/],
    'no strategy': [['counter', '--actors', '1', '--seconds', '1'], /--strategy is missing/],
    'an empty strategy': [['counter', '--strategy', ',', '--actors', '1', '--seconds', '1'], /--strategy is missing/],
    'no actors': [['counter', '--strategy', 'flock', '--seconds', '1'], /--actors is missing/],
    'no length': [['counter', '--strategy', 'flock', '--actors', '1'], /either .*--seconds.*--operations/],
    'two lengths': [[...least, '--operations', '5'], /either .*--seconds.*--operations/],
    'no actor at all': [['counter', '--strategy', 'flock', '--actors', '0', '--seconds', '1'], /--actors takes a whole number from 1 to 256/],
    'too many actors': [['counter', '--strategy', 'flock', '--actors', '257', '--seconds', '1'], /--actors takes/],
    'actors that are no number': [['counter', '--strategy', 'flock', '--actors', 'many', '--seconds', '1'], /--actors takes/],
    'no time': [['counter', '--strategy', 'flock', '--actors', '1', '--seconds', '0'], /--seconds takes a number above 0 and up to 3600/],
    'half an operation': [['counter', '--strategy', 'flock', '--actors', '1', '--operations', '0.5'], /--operations takes a whole number/],
    'a share above 1': [[...least, '--kill', '1.5'], /--kill takes a number above 0 and up to 1/],
    'a share of nothing': [[...least, '--kill', '0'], /--kill takes/],
    'the length of no pause': [[...least, '--pause-ms', '5'], /needs --pause/],
    'a lease that is too short': [[...least, '--lease', '49'], /--lease takes/],
    'too many servers down': [[...least, '--redis-down', '6'], /--redis-down takes/],
    'a negative number': [[...least, '--slow', '-1'], /--slow/],
    'two forms': [[...least, '--json', '--csv'], /Only one of/],
    'an unknown flag': [[...least, '--fast'], /--fast/],
    'a server that is none': [[...least, '--redis', 'http://x'], /redis:\/\/HOST/],
    'a database that is none': [[...least, '--postgresql', 'mysql://x'], /postgresql:\/\/USER/],
  };
  for (const [name, [words, says]] of Object.entries(misused)) {
    it(`refuses ${name}`, () => assert.throws(() => readRun(words, {}), (error) => error instanceof UsageError && says.test(error.message)));
  }

  it('does not say a password of a URL it refuses', () => {
    assert.throws(() => readRun([...least, '--redis', 'rdis://u:s3cret@h'], {}), (error) => error instanceof UsageError && !error.message.includes('s3cret'));
  });
});

describe('what is chosen of the catalog', () => {
  const plan = { scenario: 'counter', strategies: ['flock'], faults: noFaults };

  it('is in the order in which it was asked for', () => {
    assert.deepEqual(choose({ scenarios: [counter] }, { ...plan, strategies: ['none', 'flock'] }).strategies.map(({ name }) => name), ['none', 'flock']);
  });

  it('is told of when it is not there, with what there is', () => {
    assert.throws(() => choose({ scenarios: [counter] }, { ...plan, scenario: 'x' }), /no scenario x to run\. There are counter\./);
    assert.throws(() => choose({ scenarios: [counter] }, { ...plan, strategies: ['flock', 'y'] }), /counter has no strategy y\. It has flock, none\./);
  });

  it('takes no faults that make no sense with it', () => {
    const faults = { ...noFaults, kill: 0.1, redisDown: 1 };
    assert.throws(() => choose({ scenarios: [counter] }, { ...plan, faults }), /flock does not take --redis-down; it takes --kill\./);
    assert.throws(() => choose({ scenarios: [counter] }, { ...plan, strategies: ['none'], faults }), /none does not take --kill, --redis-down; it takes no faults\./);
  });
});

describe('what is printed of runs', () => {
  it('is a sentence and figures for one', () => {
    const text = reportOf([brokenRun()], 'text', true, counter);
    assert.match(text, /^Counter race\. All count\.\n2 s, seed 1, lease 500 ms\.\n\nnone, 4 actors: the promise was broken, as expected of it\.\n/);
    assert.match(text, /812 updates lost\. Actor 1 read 10/);
    assert.match(text, /operations +2,400 in 2 s, 1,200 a second/);
    assert.ok(!text.includes('\u001B'));
  });

  it('is a table for several, whose columns stand below each other', () => {
    const lines = reportOf([sampleRun(), sampleRun({ strategy: 'seed-lock-file', asClaimed: false, kept: false, breaches: [] })], 'text', false, counter).split('\n');
    const [head = '', first = '', second = ''] = lines.slice(lines.findIndex((line) => line.startsWith('strategy')));
    assert.match(second, /broken, unexpectedly/);
    assert.equal(head.indexOf('ops/s') + 5, first.indexOf('1,200') + 5);
    assert.equal(first.length, second.length);
  });

  it('shows no control characters of what was told', () => {
    const text = reportOf([brokenRun({ strategy: 'a\u001B[31mb' })], 'text', true, counter);
    assert.ok(!text.includes('\u001B') && text.includes(String.raw`a\x1b[31mb`));
  });

  it('is nothing where nothing was measured, and an array for several', () => {
    assert.equal(reportOf([], 'json', true, counter), '');
    assert.deepEqual(JSON.parse(reportOf([], 'json', false, counter)), []);
    assert.deepEqual(JSON.parse(reportOf([sampleRun()], 'json', false, counter)), [sampleRun()]);
    assert.deepEqual(JSON.parse(reportOf([sampleRun()], 'json', true, counter)), sampleRun());
  });
});
