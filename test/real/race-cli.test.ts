// `lockscope race` as it is built, and the core as a program of somebody else imports it.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { fingerprintOf } from '../../src/race/model/fingerprint.ts';
import { machineOf } from '../../src/race/model/replay.ts';
import { readSchedule } from '../../src/race/model/schedule.ts';
import { scenarios } from '../../src/race/scenarios/index.ts';
import { cli, CommandPlace } from './demo/command-place.ts';

interface Checked {
  readonly scenario: string;
  readonly variant: string;
  readonly verdict: string;
  readonly schedule: string | null;
  readonly explanation: string | null;
  readonly executions: number;
  readonly states: number;
}

class Place extends CommandPlace {
  race(...args: readonly string[]): { code: number | null; out: string; err: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'race', ...args], { cwd: this.folder, env: this.env, encoding: 'utf8', timeout: 120_000 });
    return { code: status, out: stdout, err: stderr };
  }

  check(...args: readonly string[]): { code: number | null; found: readonly Checked[] } {
    const { code, out, err } = this.race('check', '--json', ...args);
    assert.notEqual(out, '', err);
    const found: readonly Checked[] = JSON.parse(out);
    return { code, found };
  }

  /** A scenario of two that count, each as that expression says. */
  write(name: string, expect: string, steps: string): string {
    const file = this.at(name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `import { counter, defineScenario, type Body } from 'lockscope/core';

const sum = counter('sum', 10);
console.log('loaded');

function* count(): Body {
  ${steps}
}

export default defineScenario({
  name: 'own-counter', title: 'Own counter', promise: 'Both count.', topic: 'own',
  variants: {
    plain: {
      explanation: 'Two count.', expect: '${expect}',
      system: () => ({ shared: [sum], actors: { A: count, B: count }, finally: [{ name: 'Both count.', holds: (view) => view.of(sum) === 12 }] }),
    },
  },
});
`);
    return file;
  }
}

const place = (t: TestContext): Place => new Place(t);
const losing = 'const read: number = yield* sum.read(); yield* sum.write(read + 1);';

describe('lockscope race', () => {
  it('lists the scenarios', (t) => {
    const { code, out } = place(t).race('list', '--json');
    assert.equal(code, 0);
    const listed: readonly { readonly name: string; readonly variants: readonly { readonly name: string }[] }[] = JSON.parse(out);
    assert.ok(listed.some(({ name, variants }) => name === 'counter-race' && variants.some((variant) => variant.name === 'read-add-write')));
  });

  it('checks one, and replays its failure', (t) => {
    const at = place(t);
    const { code, found } = at.check('counter-race/read-add-write');
    assert.equal(code, 0);
    assert.deepEqual(found.map(({ scenario, variant, verdict }) => [scenario, variant, verdict]), [['counter-race', 'read-add-write', 'FAILED']]);
    const again = at.race('replay', found[0]?.schedule ?? '');
    assert.equal(again.code, 0, again.err);
    assert.equal(again.out.split('\n').filter((line) => /^\d /.test(line)).length, 4);
    assert.ok(again.out.includes(found[0]?.explanation ?? '?'));
  });

  it('checks all that come with Lockscope, each as it promises, and by the same fingerprints as the sources', (t) => {
    const { code, found } = place(t).check();
    assert.equal(code, 0);
    const variants = scenarios.flatMap((scenario) => Object.keys(scenario.variants).map((variant) => ({ scenario, variant })));
    assert.equal(found.length, variants.length);
    for (const [at, { scenario, variant }] of variants.entries()) {
      const schedule = found[at]?.schedule ?? null;
      if (schedule !== null) assert.equal(readSchedule(schedule).fingerprint, fingerprintOf(machineOf(scenario, variant)), `${scenario.name}/${variant}`);
    }
  });

  for (const engine of ['states', 'orders', 'preemptions', 'chance']) {
    it(`finds it by ${engine}`, (t) => {
      const { code, found } = place(t).check('counter-race/read-add-write', '--engine', engine);
      assert.deepEqual([code, found[0]?.verdict], [0, 'FAILED']);
    });
  }

  it('says the same of chance by the same seed', (t) => {
    const at = place(t);
    const run = (): unknown => at.check('counter-race/queue', '--engine', 'chance', '--seed', '7', '--runs', '40').found;
    assert.deepEqual(run(), run());
  });

  it('fails when a verdict is not the promised one, with what the file prints out of the way', (t) => {
    const at = place(t);
    const file = at.write('own.race.ts', 'PROVED', losing);
    const { code, found } = at.check(file);
    assert.equal(code, 1);
    assert.equal(found[0]?.verdict, 'FAILED');
    const told = at.race('check', 'own.race.ts');
    assert.match(told.out, /^FAILED +own-counter\/plain .*expected PROVED/);
    assert.match(told.out, /1 variant, 1 not as promised\./);
    assert.match(told.err, /loaded/);
    assert.ok(!told.out.includes('\u001B') && !told.out.includes('loaded'));
  });

  it('refuses the schedule of a scenario that has changed, in one line', (t) => {
    const at = place(t);
    const file = at.write('own.race.ts', 'FAILED', losing);
    const schedule = at.check(file).found[0]?.schedule ?? '';
    assert.equal(at.race('replay', schedule, file).code, 0);
    at.write('own.race.ts', 'FAILED', losing.replace('+ 1', '+ 2'));
    const { code, out, err } = at.race('replay', schedule, file);
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /^(loaded\n)?lockscope: own-counter\/plain has changed.*\n$/);
  });

  it('names the line of a file that is wrong', (t) => {
    const at = place(t);
    const file = at.write('own.race.ts', 'FAILED', 'yield* sum.read(); null.x;');
    const { code, err } = at.race('check', file);
    assert.equal(code, 1);
    assert.ok(err.includes(`${file}:7`), err);
  });

  it('checks the other variants of a file of which one is wrong', (t) => {
    const at = place(t);
    const file = at.write('own.race.ts', 'FAILED', losing);
    writeFileSync(file, readFileSync(file, 'utf8').replace('    plain: {', "    broken: { explanation: 'It throws.', expect: 'PROVED', system: () => { throw new Error('no'); } },\n    plain: {"));
    const { code, out, err } = at.race('check', file);
    assert.equal(code, 1);
    assert.match(err, /lockscope: own-counter\/broken: .*no/);
    assert.match(out, /FAILED +own-counter\/plain .*\n(.*\n)+2 variants, 1 cannot be explored\./);
  });

  const misused: Readonly<Record<string, readonly string[]>> = {
    'no command': [],
    'an unknown command': ['explode'],
    'an unknown scenario': ['check', 'nope'],
    'an unknown variant': ['check', 'counter-race/nope'],
    'a file that is not there': ['check', 'nope.race.ts'],
    'an unknown engine': ['check', '--engine', 'luck'],
    'a seed without chance': ['check', '--seed', '1'],
    'a seed that is no number': ['check', '--engine', 'chance', '--seed', 'x'],
    'no schedule': ['replay'],
    'what is no schedule': ['replay', 'abab'],
  };
  for (const [what, args] of Object.entries(misused)) {
    it(`answers ${what} with one line and 2`, (t) => {
      const { code, out, err } = place(t).race(...args);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, /^lockscope: [^\n]+\n$|^Usage: [^\n]+\n$|^lockscope: Usage: [^\n]+\n$/);
    });
  }

  it('ends cleanly by Ctrl+C', { skip: process.platform === 'win32' }, async (t) => {
    const at = place(t);
    const file = at.write('large.race.ts', 'FAILED', 'for (let round = 0; round < 60; round += 1) { yield* sum.add(round); yield* sum.write(round); }');
    const child = spawn(process.execPath, [cli, 'race', 'check', file, '--engine', 'orders'], { cwd: at.folder, env: at.env, stdio: ['ignore', 'pipe', 'pipe'] });
    t.after(() => child.kill('SIGKILL'));
    const ended = once(child, 'exit');
    // It is loaded twice: to be listed, and then to be explored.
    let printed = '';
    await new Promise<void>((resolve) => child.stderr.on('data', (chunk: Buffer) => (printed += String(chunk)).split('loaded').length > 2 && resolve()));
    child.kill('SIGINT');
    assert.deepEqual(await ended, [130, null]);
  });
});

describe('lockscope/core', () => {
  it('explores and replays the lost update in a program', (t) => {
    const at = place(t);
    const core = pathToFileURL(path.join(path.dirname(cli), 'core.mjs')).href;
    writeFileSync(at.at('program.mjs'), `
import { counter, defineScenario, explore, replay, ScenarioError } from ${JSON.stringify(core)};
const sum = counter('sum', 10);
function* count() { const read = yield* sum.read(); yield* sum.write(read + 1); }
const ends = [{ name: 'Both count.', holds: (view) => view.of(sum) === 12 }];
const scenario = defineScenario({ name: 'lost', title: 'Lost', promise: 'Both count.', topic: 'own', variants: {
  plain: { explanation: '', expect: 'FAILED', system: () => ({ shared: [sum], actors: { A: count, B: count }, finally: ends }) },
  atomic: { explanation: '', expect: 'PROVED', system: () => ({ shared: [sum], actors: { *A() { yield* sum.add(1); }, *B() { yield* sum.add(1); } }, finally: ends }) },
} });
const [plain, atomic] = await explore(scenario, { method: { is: 'orders' } });
const trace = replay(scenario, plain.failure.schedule);
const reason = new Error('enough');
const aborted = await explore(scenario, { signal: AbortSignal.abort(reason) }).catch((error) => error === reason);
const wrong = await explore(scenario, { variant: 'none' }).catch((error) => error instanceof ScenarioError);
console.log(JSON.stringify({ verdicts: [plain.verdict, atomic.verdict], steps: trace.steps.map(({ place }) => place.line), aborted, wrong }));
`);
    const { stdout, stderr } = spawnSync(process.execPath, ['program.mjs'], { cwd: at.folder, encoding: 'utf8' });
    assert.notEqual(stdout, '', stderr);
    assert.deepEqual(JSON.parse(stdout), { verdicts: ['FAILED', 'PROVED'], steps: [4, 4, 4, 4], aborted: true, wrong: true });
  });
});
