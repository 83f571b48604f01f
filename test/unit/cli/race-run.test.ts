// What `lockscope race run` comes to, with a lab whose runs are made up.
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { runAsked } from '../../../src/cli/race-run.ts';
import { readRun } from '../../../src/cli/race-run-words.ts';
import type { CatalogStrategy } from '../../../src/race/real/catalog.ts';
import { RealRunError, type RealLab } from '../../../src/race/real/lab.ts';
import type { RunRequest } from '../../../src/race/real/request.ts';
import { brokenRun, sampleRun } from '../race/real/sample-run.ts';
import { printed, type Printed } from './printed.ts';

function strategy(name: string, parts: Partial<CatalogStrategy> = {}): CatalogStrategy {
  return { name, title: name, summary: '', claims: 'kept', survives: [], faults: [], actorsAre: 'processes', model: null, claim: null, availability: { is: 'here' }, ...parts };
}

const strategies = [strategy('good'), strategy('bad'), strategy('absent', { availability: { is: 'missing', what: 'A server.', how: 'Install it.' } })];

interface Ran extends Printed {
  readonly requests: readonly RunRequest[];
}

/** Runs some words and hears what is printed. @param make what one run comes to */
async function run(t: TestContext, words: readonly string[], make: RealLab['run'] = (request) => Promise.resolve(sampleRun({ strategy: request.strategy, actors: request.actors })), signal: AbortSignal = new AbortController().signal): Promise<Ran> {
  const requests: RunRequest[] = [];
  const lab: RealLab = {
    catalog: () => Promise.resolve({ scenarios: [{ name: 'counter', title: 'Counter race', promise: 'All count.', topic: '', strategies }] }),
    run: (request, listener, each) => {
      requests.push(request);
      return make(request, listener, each);
    },
    close: () => Promise.resolve(),
  };
  return { ...(await printed(t, () => runAsked(lab, readRun(['counter', ...words], {}), signal))), requests };
}

describe('race run', () => {
  it('is done when each strategy came out as it claims', async (t) => {
    const { code, out, err, requests } = await run(t, ['--strategy', 'good', '--actors', '1,2', '--seconds', '1', '--json']);
    assert.deepEqual([code, err, requests.map(({ actors }) => actors)], [0, '', [1, 2]]);
    const runs: unknown = JSON.parse(out);
    assert.ok(Array.isArray(runs) && runs.length === 2);
  });

  it('has failed when one did not', async (t) => {
    const { code, out } = await run(t, ['--strategy', 'bad', '--actors', '1', '--seconds', '1', '--json'], () => Promise.resolve(brokenRun({ asClaimed: false })));
    assert.equal(code, 1);
    assert.ok(out.startsWith('{'));
  });

  it('says what a strategy lacks, runs nothing of it, and has failed', async (t) => {
    const { code, out, err, requests } = await run(t, ['--strategy', 'absent', '--actors', '1', '--seconds', '1', '--json']);
    assert.deepEqual([code, out, err, requests], [1, '', 'lockscope: absent cannot run here. A server. Install it.\n', []]);
  });

  it('runs the others all the same', async (t) => {
    const { code, out, requests } = await run(t, ['--strategy', 'absent,good', '--actors', '1', '--seconds', '1', '--json']);
    assert.deepEqual([code, requests.map((request) => request.strategy)], [1, ['good']]);
    assert.ok(out.startsWith('['));
  });

  it('says in one line without passwords why one could not be made, and goes on', async (t) => {
    const make: RealLab['run'] = (request) => (request.strategy === 'bad' ? Promise.reject(new RealRunError('No answer\nfrom redis://u:s3cret@h.')) : Promise.resolve(sampleRun({ strategy: 'good' })));
    const { code, out, err } = await run(t, ['--strategy', 'bad,good', '--actors', '1', '--seconds', '1', '--redis', 'redis://u:s3cret@h', '--csv'], make);
    assert.deepEqual([code, err], [1, 'lockscope: counter/bad, 1 actor: No answer from (given).\n']);
    assert.equal(out.split('\r\n').length, 3);
  });

  it('prints what was measured until it was interrupted', async (t) => {
    const cancel = new AbortController();
    const make: RealLab['run'] = (request) => {
      if (request.strategy === 'good') return Promise.resolve(sampleRun({ strategy: 'good' }));
      cancel.abort();
      return Promise.reject(new RealRunError('cancelled'));
    };
    const { code, out, err } = await run(t, ['--strategy', 'good,bad', '--actors', '1', '--seconds', '1', '--csv'], make, cancel.signal);
    assert.deepEqual([code, err, out.split('\r\n').length], [130, '', 3]);
  });
});
