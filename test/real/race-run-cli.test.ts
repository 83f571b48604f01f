// `lockscope race run` and its like, as they are built: real processes on real files.
import assert from 'node:assert/strict';
import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { describe, it, type TestContext } from 'node:test';
import { resultFrom } from '../../src/race/real/read-result.ts';
import type { RunResult } from '../../src/race/real/result.ts';
import { realScenarios } from '../../src/race/real/scenarios/index.ts';
import { cli, CommandPlace } from './demo/command-place.ts';

class Place extends CommandPlace {
  /** Where the folders of runs are made, which nothing else uses. */
  readonly temporary = this.at('temporary');

  constructor(t: TestContext) {
    super(t);
    mkdirSync(this.temporary);
    Object.assign(this.env, { TMPDIR: this.temporary, TEMP: this.temporary, TMP: this.temporary });
  }

  race(...words: readonly string[]): SpawnSyncReturns<string> {
    return spawnSync(process.execPath, [cli, 'race', ...words], { cwd: this.folder, env: this.env, encoding: 'utf8', timeout: 120_000 });
  }

  run(...words: readonly string[]): { readonly code: number | null; readonly result: RunResult } {
    const { status, stdout, stderr } = this.race('run', ...words, '--json');
    assert.notEqual(stdout, '', stderr);
    return { code: status, result: resultFrom(JSON.parse(stdout)) };
  }

  /** What runs have left behind; what Node keeps of compiled modules is none of theirs. */
  left(): readonly string[] {
    return readdirSync(this.temporary).filter((name) => name.startsWith('lockscope-race-'));
  }
}

const place = (t: TestContext): Place => new Place(t);

describe('lockscope race run', () => {
  it('loses updates without a lock, as expected, and tells the first', (t) => {
    const at = place(t);
    const { code, result } = at.run('counter', '--strategy', 'none', '--actors', '4', '--seconds', '1');
    assert.equal(code, 0);
    assert.ok(result.lostUpdates > 0 && result.violations >= result.lostUpdates);
    assert.deepEqual([result.kept, result.asClaimed], [false, true]);
    assert.match(result.breaches.find(({ kind }) => kind === 'lost-update')?.explanation ?? '', /read .*lost/);
    assert.deepEqual(at.left(), []);
  });

  it('keeps the promise with a lock, and has the figures that are asked for', (t) => {
    const at = place(t);
    const { code, result } = at.run('counter', '--strategy', 'file-lock', '--actors', '2', '--operations', '40');
    assert.deepEqual([code, result.operations, result.lostUpdates, result.violations, result.kept], [0, 40, 0, 0, true]);
    assert.ok(result.throughput > 0 && result.fairness > 0 && result.fairness <= 1);
    const { p50, p95, p99, max } = result.latencyMs;
    assert.ok(p50 > 0 && p50 <= p95 && p95 <= p99 && p99 <= max, JSON.stringify(result.latencyMs));
    assert.deepEqual(at.left(), []);
  });

  it('runs several one after the other: a table, an array, CSV, Markdown', (t) => {
    const at = place(t);
    const several = ['run', 'counter', '--strategy', 'none,flock', '--actors', '1', '--operations', '5'];
    const told = at.race(...several);
    assert.equal(told.status, 0, told.stderr);
    assert.match(told.stdout, /^Counter race\..*\n\n5 operations, seed 1, .*\n\nstrategy +actors +promise .*\nnone +1 +kept.*\nflock +1 +kept .*\n\nMeasured on .*\n$/);
    assert.equal(told.stderr, '');
    const json: unknown = JSON.parse(at.race(...several, '--json').stdout);
    assert.ok(Array.isArray(json));
    assert.deepEqual(json.map(resultFrom).map(({ strategy }) => strategy), ['none', 'flock']);
    assert.equal(at.race(...several, '--csv').stdout.split('\r\n').length, 4);
    assert.match(at.race(...several, '--markdown').stdout, /^# Measured runs\n\n## counter\n/);
  });

  it('ends all and says so with 130 when it is interrupted', { skip: process.platform === 'win32' }, async (t) => {
    const at = place(t);
    const child = spawn(process.execPath, [cli, 'race', 'run', 'counter', '--strategy', 'none', '--actors', '3', '--seconds', '60', '--json'], { cwd: at.folder, env: at.env, stdio: ['ignore', 'pipe', 'pipe'] });
    t.after(() => child.kill('SIGKILL'));
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    const closed = once(child, 'close');
    while (at.left().length === 0 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill('SIGINT');
    const [code]: unknown[] = await closed;
    assert.deepEqual([code, printed, at.left()], [130, '', []]);
  });

  it('fails, and does not say the password, where a given server does not answer', (t) => {
    const { status, stdout, stderr } = place(t).race('run', 'counter', '--strategy', 'postgresql-for-update', '--actors', '1', '--seconds', '1', '--postgresql', 'postgresql://someone:s3cret@127.0.0.1:1/nothing');
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, /^lockscope: counter\/postgresql-for-update, 1 actor: .+\n$/);
    assert.ok(!stderr.includes('s3cret'));
  });

  const misused: Readonly<Record<string, readonly [words: readonly string[], says: RegExp]>> = {
    'an unknown scenario': [['run', 'nope', '--strategy', 'none', '--actors', '1', '--seconds', '1'], /There are counter, /],
    'an unknown strategy': [['run', 'counter', '--strategy', 'nope', '--actors', '1', '--seconds', '1'], /It has none, seed-lock-file, /],
    'no length': [['run', 'counter', '--strategy', 'none', '--actors', '1'], /--seconds S.*--operations K/],
    'a fault that makes no sense': [['run', 'counter', '--strategy', 'none', '--actors', '1', '--seconds', '1', '--redis-down', '1'], /none does not take --redis-down/],
    'an unknown scenario of the strategies': [['strategies', 'nope'], /There are counter, /],
    'one actor for many': [['compare', '--actors', '1'], /--actors takes/],
  };
  for (const [name, [words, says]] of Object.entries(misused)) {
    it(`says in one line what is wrong: ${name}`, (t) => {
      const { status, stdout, stderr } = place(t).race(...words);
      assert.deepEqual([status, stdout], [2, '']);
      assert.match(stderr, /^lockscope: .+\n$/);
      assert.match(stderr, says);
    });
  }
});

describe('lockscope race strategies', () => {
  it('lists what there is, and whether it can run here', (t) => {
    const { status, stdout } = place(t).race('strategies', '--json');
    assert.equal(status, 0);
    const listed: readonly { readonly name: string; readonly strategies: readonly { readonly name: string; readonly availability: { readonly is: string } }[] }[] = JSON.parse(stdout);
    assert.deepEqual(listed.map(({ name, strategies }) => [name, ...strategies.map((each) => each.name)]), realScenarios.map(({ name, strategies }) => [name, ...strategies.map((each) => each.name)]));
    assert.ok(listed.every(({ strategies }) => strategies.every(({ availability }) => availability.is === 'here' || availability.is === 'missing')));
  });
});
