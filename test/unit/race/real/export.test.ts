// Measured runs as files for others.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareTwo } from '../../../../src/race/real/export/compare-two.ts';
import { csvOfRuns } from '../../../../src/race/real/export/csv-of-runs.ts';
import { jsonOfRun, jsonOfRuns } from '../../../../src/race/real/export/json-of-runs.ts';
import { markdownOfRuns } from '../../../../src/race/real/export/markdown-of-runs.ts';
import { maskedSentence } from '../../../../src/race/real/export/masked.ts';
import { runColumns } from '../../../../src/race/real/export/run-columns.ts';
import { resultFrom } from '../../../../src/race/real/read-result.ts';
import type { RunResult } from '../../../../src/race/real/result.ts';
import { brokenRun, lost, sampleRun } from './sample-run.ts';

const redis = 'redis://someone:s3cret@db.example:6380/1';
const postgresql = 'postgresql://app:hunter2@db.example/app';

/** One with servers of the user's, whose URLs an error got into. */
function withServers(): RunResult {
  const run = brokenRun();
  return {
    ...run,
    request: { ...run.request, servers: { redis: [redis, redis], postgresql } },
    breaches: [{ ...lost, explanation: `connect ${redis} failed; ${postgresql} as well; and mysql://u:pw@h` }],
    machine: { ...run.machine, versions: { redis: `7.2 at ${redis}` } },
  };
}

function cellsOf(line: string): readonly string[] {
  return line.split(',');
}

describe('runs as CSV', () => {
  it('has a line for each, and figures where their heads say', () => {
    const [head = '', first = '', second = '', end] = csvOfRuns([sampleRun(), sampleRun({ strategy: 'flock', actors: 8 })]).split('\r\n');
    assert.equal(end, '');
    const at = (name: string): number => cellsOf(head).indexOf(name);
    assert.equal(cellsOf(head).length, runColumns.length);
    // The processor's name is the only cell here that could have a comma in it, and has none.
    const row = cellsOf(first);
    assert.equal(row.length, runColumns.length);
    assert.deepEqual([row[at('strategy')], row[at('actors')], row[at('seconds')], row[at('operations_wanted')], row[at('throughput_per_s')], row[at('latency_p99_ms')], row[at('kept')]], ['file-lock', '4', '2', '', '1200', '12', 'yes']);
    assert.equal(row[at('elapsed_ms')], '2000.123');
    assert.equal(row[at('cpu_us_per_operation')], '500');
    assert.deepEqual([cellsOf(second)[at('strategy')], cellsOf(second)[at('actors')]], ['flock', '8']);
  });

  it('quotes, and is no formula', () => {
    const csv = csvOfRuns([sampleRun({ strategy: '=cmd()|"x",y', kept: false, breaches: [{ ...lost, explanation: '@SUM(1)\nnext' }] })]);
    assert.ok(csv.includes(`"'=cmd()|""x"",y"`), csv);
    assert.ok(csv.includes(`"'@SUM(1)\nnext"`), csv);
  });

  it('has nothing where a run did nothing', () => {
    const line = csvOfRuns([sampleRun({ operations: 0, throughput: 0 })]).split('\r\n')[1] ?? '';
    assert.doesNotMatch(line, /NaN|Infinity/);
  });
});

describe('the servers of a user', () => {
  for (const [name, of] of Object.entries({ csvOfRuns, jsonOfRuns, markdownOfRuns })) {
    it(`are not in what ${name} makes`, () => {
      const text = of([withServers()]);
      for (const secret of ['s3cret', 'hunter2', 'db.example', 'u:pw']) assert.ok(!text.includes(secret), `${secret} in ${text}`);
    });
  }

  it('are counted in JSON all the same', () => {
    const { request } = resultFrom(JSON.parse(jsonOfRun(withServers())));
    assert.deepEqual(request.servers, { redis: ['(given)', '(given)'], postgresql: '(given)' });
  });

  it('are not in an error either', () => {
    assert.equal(maskedSentence(`no answer from ${redis}`, withServers().request), 'no answer from (given)');
  });
});

describe('runs as JSON', () => {
  it('reads back as what it was', () => {
    const runs = [sampleRun(), brokenRun({ serverCpuMs: 3 })];
    const read: unknown = JSON.parse(jsonOfRuns(runs));
    assert.ok(Array.isArray(read));
    assert.deepEqual(read.map(resultFrom), runs);
  });

  it('of one run is the object itself', () => {
    const read: unknown = JSON.parse(jsonOfRun(sampleRun()));
    assert.ok(typeof read === 'object' && read !== null && 'strategy' in read && 'latencyMs' in read);
  });

  it('is refused where a figure is missing', () => {
    const { fairness: _fairness, ...rest } = sampleRun();
    assert.throws(() => resultFrom(rest), SyntaxError);
  });
});

describe('runs as Markdown', () => {
  it('has a table for each scenario and its conditions, the first breach, and the machine', () => {
    const slow = sampleRun({ strategy: 'redis-lock' });
    const text = markdownOfRuns([brokenRun(), sampleRun(), { ...slow, request: { ...slow.request, faults: { ...slow.request.faults, kill: 0.01 } } }]);
    assert.equal(text.match(/^## counter$/gm)?.length, 2);
    assert.match(text, /^\| none \| 4 \| broken, as expected \| 1,200 \| 0\.5 ms \|/m);
    assert.match(text, /1 % of the operations killed/);
    assert.match(text, /^- none, 4 actors: 812 updates lost\. Actor 1 read 10/m);
    assert.equal(text.match(/^Measured on .*$/gm)?.length, 1);
    assert.match(text, /Some processor, 2 cores; 4 GB; lockscope 0\.1\.0, node 24\.0\.0/);
  });

  it('has microseconds where they matter, and no promise that was kept by doing nothing', () => {
    const text = markdownOfRuns([sampleRun({ latencyMs: { p50: 0, p95: 0.004, p99: 0.01, max: 2 } }), sampleRun({ strategy: 'redlock', operations: 0 })]);
    assert.match(text, /\| \\< 1 µs \| 4 µs \| 0\.01 ms \| 2 ms \|/);
    assert.match(text, /\| redlock \| 4 \| nothing was done \|/);
  });

  it('says when a strategy came out unlike its claim', () => {
    assert.match(markdownOfRuns([brokenRun({ asClaimed: false })]), /broken, unexpectedly/);
  });
});

describe('two comparisons', () => {
  it('are put side by side by strategy and actors', () => {
    const { runs, unlike } = compareTwo([sampleRun(), sampleRun({ actors: 8 })], [sampleRun({ throughput: 2400, latencyMs: { p50: 0.25, p95: 1.25, p99: 12, max: 1500 } }), sampleRun({ strategy: 'flock' })]);
    assert.deepEqual(runs.map(({ strategy, actors, first, second }) => [strategy, actors, first !== null, second !== null]), [['file-lock', 4, true, true], ['file-lock', 8, true, false], ['flock', 4, false, true]]);
    assert.deepEqual([runs[0]?.ratios?.throughput, runs[0]?.ratios?.p50], [2, 0.5]);
    assert.deepEqual(runs.slice(1).map(({ ratios }) => ratios), [null, null]);
    assert.deepEqual(unlike, []);
  });

  it('have no ratio to nothing', () => {
    assert.equal(compareTwo([sampleRun({ throughput: 0 })], [sampleRun()]).runs[0]?.ratios?.throughput, null);
  });

  it('say what was not the same', () => {
    const run = sampleRun();
    const other = { ...run, request: { ...run.request, leaseMs: 1000 }, machine: { ...run.machine, cores: 8 } };
    assert.deepEqual(compareTwo([run], [other]).unlike, ['conditions', 'machine']);
  });
});
