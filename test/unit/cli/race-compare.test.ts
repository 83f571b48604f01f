// What `lockscope race compare` prints, with a lab whose runs are made up.
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { busyNotes, compare } from '../../../src/cli/race-compare.ts';
import type { RealCatalog } from '../../../src/race/real/catalog.ts';
import { closingRows, furtherRows } from '../../../src/race/real/export/closing-plan.ts';
import { RealRunError, type RealLab } from '../../../src/race/real/lab.ts';
import type { RunRequest } from '../../../src/race/real/request.ts';
import { sampleRun } from '../race/real/sample-run.ts';
import { printed, type Printed } from './printed.ts';

const conditions = { actors: 8, seconds: 2, rounds: 3, servers: { redis: ['redis://u:s3cret@h'], postgresql: null } };

/** All strategies of the comparison; those of PostgreSQL are missing. */
function catalog(): RealCatalog {
  const scenario = (name: string, strategies: readonly string[]): RealCatalog['scenarios'][number] => ({
    name, title: name, promise: '', topic: '',
    strategies: strategies.map((each) => ({ name: each, title: each, summary: '', claims: 'kept', survives: [], faults: each === 'flock' ? [] : ['kill'], actorsAre: 'processes', model: null, claim: null, availability: each.startsWith('postgresql') ? { is: 'missing', what: 'PostgreSQL is not here.', how: 'Install it.' } : { is: 'here' } })),
  });
  return { scenarios: [scenario('counter', [...closingRows, ...furtherRows].map(({ strategy }) => strategy)), scenario('transfer', closingRows.flatMap(({ transfer }) => transfer ?? []))] };
}

async function run(t: TestContext, isJson: boolean, make: RealLab['run']): Promise<Printed & { readonly requests: readonly RunRequest[] }> {
  const requests: RunRequest[] = [];
  const lab: RealLab = { catalog: () => Promise.resolve(catalog()), run: (request, listener, signal) => (requests.push(request), make(request, listener, signal)), close: () => Promise.resolve() };
  return { ...(await printed(t, () => compare(lab, conditions, isJson, new AbortController().signal))), requests };
}

/** The tests' own machine may be busy. */
const busy = /^lockscope: This machine was busy .*\n/;

const measured: RealLab['run'] = (request) => Promise.resolve(sampleRun({ id: `${request.strategy} ${request.actors} ${request.scenario} ${request.faults.kill ?? 'none'}`, request, strategy: request.strategy, actors: request.actors }));

describe('race compare', () => {
  it('measures each row that can run here by one and by many, then with kills where that makes sense', async (t) => {
    const { code, out, err, requests } = await run(t, false, measured);
    assert.deepEqual([code, err.replace(busy, '')], [0, '']);
    const rows = closingRows.length + furtherRows.length - 2;
    assert.equal(requests.filter(({ scenario, faults }) => scenario === 'counter' && faults.kill === null).length, 2 * 3 * rows);
    assert.deepEqual(requests.filter(({ scenario }) => scenario === 'transfer').map(({ strategy }) => strategy), Array.from({ length: 3 }, () => ['sqlite-immediate', 'sqlite-optimistic']).flat());
    const killed = requests.filter(({ faults }) => faults.kill !== null);
    assert.deepEqual([killed.length, killed.some(({ strategy }) => strategy === 'flock'), killed[0]?.faults.kill], [rows - 1, false, 5 / (1200 * 5)]);
    assert.deepEqual(requests.slice(-killed.length), killed);
    assert.match(out, /^# The closing comparison, measured\n/);
    assert.match(out, /postgresql-for-update .*PostgreSQL is not here\. Install it\./);
  });

  it('has failed where a run could not be made, and shows the rest', async (t) => {
    const { code, out, err } = await run(t, false, (request, ...rest) => (request.strategy === 'redlock' ? Promise.reject(new RealRunError('No majority.')) : measured(request, ...rest)));
    assert.equal(code, 1);
    assert.match(err.replace(busy, ''), /^(lockscope: counter\/redlock, \d actors?: No majority\.\n){6}$/);
    assert.match(out, /\| redlock \|.*could not be measured/);
  });

  it('says when the machine is busy with something else', () => {
    assert.deepEqual(busyNotes(1.9, 2), []);
    assert.match(busyNotes(16.54, 2).join(), /load 16\.5, 2 cores/);
  });

  it('is JSON in which rows name their runs, and no server is named', async (t) => {
    const { out } = await run(t, true, measured);
    const told: unknown = JSON.parse(out);
    assert.ok(typeof told === 'object' && told !== null && 'runs' in told && Array.isArray(told.runs) && 'tables' in told && Array.isArray(told.tables));
    assert.equal(told.tables.length, 2);
    assert.equal(new Set(told.runs.map(({ id }: { readonly id: string }) => id)).size, told.runs.length);
    assert.ok(!out.includes('s3cret'));
  });
});
