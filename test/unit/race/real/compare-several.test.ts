// Several runs, one after the other.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RealRunError, type RealLab } from '../../../../src/race/real/lab.ts';
import { plainRequest, type RunRequest } from '../../../../src/race/real/request.ts';
import { requestsOf, runSeveral } from '../../../../src/race/real/several.ts';
import { sampleRun } from './sample-run.ts';

const { strategy: _strategy, actors: _actors, ...conditions } = plainRequest('counter', '', 0, { is: 'seconds', seconds: 1 });

/** A lab whose runs end as they are told to. */
function labThat(run: (request: RunRequest, signal: AbortSignal) => Promise<void> | void): Pick<RealLab, 'run'> {
  return {
    run: async (request, { onProgress, onFolder }, signal) => {
      onFolder?.(`/tmp/${request.strategy}`);
      onProgress({ phase: 'running', operations: 1, elapsedMs: 1, leftMs: 1 });
      await run(request, signal);
      return sampleRun({ strategy: request.strategy, actors: request.actors });
    },
  };
}

describe('several runs', () => {
  it('are each strategy with each number of actors', () => {
    const requests = requestsOf({ ...conditions, strategies: ['a', 'b'], actors: [1, 8] });
    assert.deepEqual(requests.map(({ strategy, actors }) => `${strategy} ${actors}`), ['a 1', 'a 8', 'b 1', 'b 8']);
    assert.ok(requests.every(({ scenario }) => scenario === 'counter') && !requests.some((request) => 'strategies' in request));
  });

  it('go on after one that cannot be made, and are told in their order', async () => {
    const told: string[] = [];
    const lab = labThat(({ strategy }) => {
      if (strategy === 'b') throw new RealRunError('no server');
    });
    const outcomes = await runSeveral(lab, requestsOf({ ...conditions, strategies: ['a', 'b', 'c'], actors: [2] }), {
      onStart: (at, request) => told.push(`${at} ${request.strategy}`),
      onFolder: (at, folder) => told.push(`${at} ${folder}`),
      onProgress: (at, { operations }) => told.push(`${at} ${operations}`),
      onEnd: (at, { is }) => told.push(`${at} ${is}`),
    }, new AbortController().signal);
    assert.deepEqual(outcomes.map(({ is }) => is), ['measured', 'failed', 'measured']);
    assert.equal(outcomes[1]?.is === 'failed' ? outcomes[1].message : '', 'no server');
    assert.deepEqual(told, ['0 a', '0 /tmp/a', '0 1', '0 measured', '1 b', '1 /tmp/b', '1 1', '1 failed', '2 c', '2 /tmp/c', '2 1', '2 measured']);
  });

  it('never run two at once', async () => {
    let inside = 0;
    const lab = labThat(async () => {
      inside += 1;
      assert.equal(inside, 1);
      await new Promise(setImmediate);
      inside -= 1;
    });
    const outcomes = await runSeveral(lab, requestsOf({ ...conditions, strategies: ['a', 'b'], actors: [1, 2] }), {}, new AbortController().signal);
    assert.deepEqual(outcomes.map(({ is }) => is), ['measured', 'measured', 'measured', 'measured']);
  });

  it('are cancelled: the one that runs, and those whose turn never came', async () => {
    const cancel = new AbortController();
    const started: number[] = [];
    const lab = labThat(({ strategy }, signal) => {
      if (strategy !== 'b') return;
      cancel.abort();
      signal.throwIfAborted();
    });
    const outcomes = await runSeveral(lab, requestsOf({ ...conditions, strategies: ['a', 'b', 'c'], actors: [1] }), { onStart: (at) => started.push(at) }, cancel.signal);
    assert.deepEqual(outcomes.map(({ is }) => is), ['measured', 'cancelled', 'cancelled']);
    assert.deepEqual(started, [0, 1]);
  });
});
