import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readRunsToPage } from '../../../../src/protocol/race-runs-to-page.ts';
import type { PlannedRun, RunsToPage } from '../../../../src/protocol/race-runs.ts';
import { RealRunError, type RealLab, type RunListener, type RunProgress } from '../../../../src/race/real/lab.ts';
import { plainRequest, type RunRequest } from '../../../../src/race/real/request.ts';
import type { RunResult } from '../../../../src/race/real/result.ts';
import { Comparison } from '../../../../src/views/race-runs/comparison.ts';
import { leftOf } from '../../../../src/views/race-runs/left.ts';
import { resultOf } from './page-fixtures.ts';

const password = 'redis://me:secret@somewhere:6379';

/** A lab whose runs end when they are told to. */
class LabByHand implements Pick<RealLab, 'run'> {
  readonly asked: RunRequest[] = [];
  listener: RunListener | null = null;
  end: (outcome: Partial<RunResult> | Error) => void = () => undefined;

  run(request: RunRequest, listener: RunListener, signal: AbortSignal): Promise<RunResult> {
    this.asked.push(request);
    this.listener = listener;
    return new Promise((resolve, reject) => {
      this.end = (outcome) => (outcome instanceof Error ? reject(outcome) : resolve(resultOf(request.strategy, request.actors, { request, ...outcome })));
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }
}

class World {
  readonly lab = new LabByHand();
  readonly told: RunsToPage[] = [];
  readonly kept: (readonly RunResult[])[] = [];
  readonly looked = new Set<string>();
  now = 1000;
  readonly comparison: Comparison;

  constructor(keep: () => Promise<string> = async () => 'kept-1') {
    this.comparison = new Comparison({
      lab: this.lab,
      servers: () => ({ redis: [password], postgresql: null }),
      lookAt: (folder) => {
        this.looked.add(folder);
        return { dispose: () => this.looked.delete(folder) };
      },
      keep: (results) => {
        this.kept.push(results);
        return keep();
      },
      // Each goes through what the page reads.
      tell: (message) => void this.told.push(readRunsToPage(structuredClone(message))),
      clock: { now: () => this.now },
    });
  }

  get standings(): readonly string[] {
    return (this.comparison.state?.runs ?? []).map(({ standing }) => standing.is);
  }
}

const planned = (strategy: string, actors: number): PlannedRun => {
  const { servers: _, ...run } = plainRequest('counter', strategy, actors, { is: 'seconds', seconds: 2 });
  return run;
};

const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

const running = (operations: number, leftMs = 1000): RunProgress => ({ phase: 'running', operations, elapsedMs: 1000, leftMs });

suite('A comparison', () => {
  test('makes one run after the other on the servers of the settings, and keeps what was measured', async () => {
    const { comparison, lab, kept, told } = new World();
    const all = comparison.measure([planned('a', 1), planned('b', 2)]);
    assert.deepEqual(lab.asked.map(({ strategy }) => strategy), ['a']);
    assert.deepEqual(lab.asked[0]?.servers.redis, [password]);
    lab.end({});
    await turn();
    assert.deepEqual(lab.asked.map(({ strategy }) => strategy), ['a', 'b']);
    lab.end({});
    await all;
    assert.deepEqual(kept.map((results) => results.map(({ strategy }) => strategy)), [['a', 'b']]);
    assert.deepEqual([comparison.state?.isRunning, comparison.state?.kept, comparison.state?.leftMs], [false, 'kept-1', null]);
    assert.deepEqual(told.map(({ is }) => is).filter((is) => is !== 'standing'), ['comparison', 'over', 'kept']);
  });

  test('tells no page the address of a server, in results or in errors', async () => {
    const { comparison, lab, told, kept } = new World();
    const all = comparison.measure([planned('a', 1), planned('b', 1)]);
    lab.end(new RealRunError(`${password} does not answer.`));
    await turn();
    lab.end({});
    await all;
    assert.ok(told.some((message) => message.is === 'standing' && message.standing.is === 'failed' && message.standing.message.includes('does not answer')));
    assert.doesNotMatch(JSON.stringify([told, kept, comparison.state]), /secret/);
  });

  test('goes on after a run that cannot be made', async () => {
    const world = new World();
    const all = world.comparison.measure([planned('a', 1), planned('b', 1)]);
    world.lab.end(new RealRunError('No.'));
    await turn();
    world.lab.end({});
    await all;
    assert.deepEqual(world.standings, ['failed', 'done']);
  });

  test('that is cancelled ends the run under way and makes no other; what is done stays and is kept', async () => {
    const world = new World();
    const all = world.comparison.measure([planned('a', 1), planned('b', 1), planned('c', 1)]);
    world.lab.end({});
    await turn();
    world.comparison.cancel();
    await all;
    assert.deepEqual(world.standings, ['done', 'cancelled', 'cancelled']);
    assert.equal(world.lab.asked.length, 2);
    assert.equal(world.kept[0]?.length, 1);
  });

  test('of which nothing was measured is not kept', async () => {
    const world = new World();
    const all = world.comparison.measure([planned('a', 1)]);
    world.comparison.dispose();
    await all;
    assert.deepEqual([world.standings, world.kept.length, world.comparison.state?.kept], [['cancelled'], 0, null]);
  });

  test('has the folder of a run looked at as long as it goes on', async () => {
    const world = new World();
    const all = world.comparison.measure([planned('a', 1), planned('b', 1)]);
    world.lab.listener?.onFolder?.('/tmp/one');
    assert.deepEqual([...world.looked], ['/tmp/one']);
    world.lab.end({});
    await turn();
    assert.deepEqual([...world.looked], []);
    world.lab.listener?.onFolder?.('/tmp/two');
    world.comparison.dispose();
    assert.deepEqual([...world.looked], []);
    await all;
  });

  test('refuses another while it runs, and takes one afterwards', async () => {
    const { comparison, lab } = new World();
    const all = comparison.measure([planned('a', 1)]);
    await assert.rejects(comparison.measure([planned('b', 1)]), RealRunError);
    lab.end({});
    await all;
    const next = comparison.measure([planned('b', 1)]);
    lab.end({});
    await next;
    assert.equal(comparison.results[0]?.strategy, 'b');
  });

  test('tells how far it is no more often than five times a second, but each new phase at once', async () => {
    const { comparison, lab, told } = new World();
    const counts: number[] = [];
    const all = comparison.measure([planned('a', 1)]);
    const before = told.length;
    for (let count = 0; count < 100; count += 1) lab.listener?.onProgress(running(count));
    lab.listener?.onProgress({ ...running(100), phase: 'ending' });
    for (const message of told.slice(before)) if (message.is === 'standing' && message.standing.is === 'running') counts.push(message.standing.progress?.operations ?? -1);
    assert.deepEqual(counts, [0, 100]);
    lab.end({});
    await all;
  });

  test('says what keeps its results from being kept', async () => {
    const { comparison, lab, told } = new World(() => Promise.reject(new Error('The disk is full.')));
    const all = comparison.measure([planned('a', 1)]);
    lab.end({});
    await all;
    assert.deepEqual(told.at(-1), { is: 'trouble', message: 'The disk is full.' });
    assert.equal(comparison.state?.isRunning, false);
  });
});

suite('The time left of a comparison', () => {
  const waiting = { request: planned('a', 1), standing: { is: 'waiting' } } as const;
  const byCount = { request: { ...planned('a', 1), length: { is: 'operations', operations: 10 } }, standing: { is: 'waiting' } } as const;
  const done = { ...waiting, standing: { is: 'done', result: resultOf('a', 1) } } as const;

  test('is what was asked for, and as much more as runs took until now', () => {
    assert.equal(leftOf([waiting, waiting], new Map(), 0), 2 * 2700);
    assert.equal(leftOf([done, waiting, waiting], new Map([[0, 3000]]), 0), 6000);
    assert.equal(leftOf([done, { ...waiting, standing: { is: 'running', progress: null } }], new Map([[0, 3000]]), 1000), 2000);
    assert.equal(leftOf([done, { ...waiting, standing: { is: 'running', progress: null } }], new Map([[0, 3000]]), 9000), 0);
  });

  test('of numbers of operations is known once one run is done', () => {
    assert.equal(leftOf([byCount, byCount], new Map(), 0), null);
    assert.equal(leftOf([{ ...byCount, standing: done.standing }, byCount, byCount], new Map([[0, 700]]), 0), 1400);
  });
});
