// The comparison with which the seeds close: what is claimed beside what was measured.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareClaims, type MeasuredRow } from '../../../../src/race/real/export/closing-comparison.ts';
import { closingMarkdown } from '../../../../src/race/real/export/closing-markdown.ts';
import { closingRows, furtherRows, medianRun, requestsFor, requestWithKills, type ClosingConditions } from '../../../../src/race/real/export/closing-plan.ts';
import { contentionVerdict, deadlockVerdict, ordinal, rankVerdicts, verdictWords } from '../../../../src/race/real/export/closing-verdicts.ts';
import type { RunResult } from '../../../../src/race/real/result.ts';
import type { Strategy } from '../../../../src/race/real/scenario.ts';
import { realScenarios } from '../../../../src/race/real/scenarios/index.ts';
import { lost, sampleRun } from './sample-run.ts';

const conditions: ClosingConditions = { actors: 8, seconds: 2, rounds: 3, servers: { redis: [], postgresql: null } };
const counter = realScenarios.find(({ name }) => name === 'counter');

function ranked(...claimed: readonly (readonly [claim: string | null, measured: number | null])[]): readonly string[] {
  return rankVerdicts(claimed.map(([claim, measured]) => ({ claim, measured }))).map(verdictWords);
}

describe('a claimed level', () => {
  it('is a place in the order of what was measured', () => {
    assert.deepEqual(ranked(['High', 30], ['Low', 1], ['Medium', 5], ['High', 20]), ['bears out (4th of 4)', 'bears out (1st of 4)', 'bears out (2nd of 4)', 'bears out (3rd of 4)']);
  });

  it('does not bear out where another stands in its place', () => {
    assert.deepEqual(ranked(['High', 2], ['Low', 1], ['Medium', 3], ['High', 20]), ['does not bear out (2nd of 4)', 'bears out (1st of 4)', 'does not bear out (3rd of 4)', 'bears out (4th of 4)']);
  });

  it('counts whatever follows it', () => {
    assert.deepEqual(ranked(['High (nested locks)', 2], ['Low', 1]), ['bears out (2nd of 2)', 'bears out (1st of 2)']);
  });

  it('is compared with what was measured alone', () => {
    assert.deepEqual(ranked(['High', null], ['Low', 1], [null, 0], ['Medium', 3]), ['not measured', 'bears out (1st of 2)', 'nothing to compare with', 'bears out (2nd of 2)']);
    assert.deepEqual(ranked(['High', 1], ['Low', null]), ['nothing to compare with', 'not measured']);
  });

  it('bears out for equals that claim the same', () => {
    assert.deepEqual(ranked(['Low', 1], ['Low', 1], ['High', 2]), ['bears out (1st to 2nd of 3)', 'bears out (1st to 2nd of 3)', 'bears out (3rd of 3)']);
  });

  it('shares its place with what is within a tenth of it', () => {
    assert.deepEqual(ranked(['High', 100], ['Low', 105], ['Medium', 200]), ['does not bear out (1st to 2nd of 3)', 'bears out (1st to 2nd of 3)', 'does not bear out (3rd of 3)']);
    assert.deepEqual(ranked(['High', 100], ['Low', 111]), ['does not bear out (1st of 2)', 'does not bear out (2nd of 2)']);
  });

  it('has its place in words', () => {
    assert.deepEqual([1, 2, 3, 4, 11, 12, 21, 112].map(ordinal), ['1st', '2nd', '3rd', '4th', '11th', '12th', '21st', '112th']);
  });
});

describe('claims of what is done', () => {
  const bearsOut = (claim: string, retries: number, waitShare: number): boolean | null => contentionVerdict(claim, { retries, waitShare }).bearsOut;

  it('bear out by tries and waiting', () => {
    assert.deepEqual([bearsOut('Prevents', 0, 0.9), bearsOut('Prevents', 0.5, 0)], [true, false]);
    assert.deepEqual([bearsOut('Retries', 0.5, 0), bearsOut('Retries', 0, 0.9)], [true, null]);
    assert.deepEqual([bearsOut('Waits on majority', 3, 0.9), bearsOut('Waits', 3, 0.1)], [true, false]);
  });

  it('bear out by deadlocks of those that take two locks', () => {
    const of = (claim: string, deadlocks: number | null): boolean | null => deadlockVerdict(claim, deadlocks).bearsOut;
    assert.deepEqual([of('High (nested locks)', 3), of('High (nested locks)', 0), of('None', 0), of('None', 1), of('None', null), of('Medium (single instance fails)', 0)], [true, false, true, false, null, null]);
  });
});

describe('the rows of the comparison', () => {
  it('are strategies that there are, and claim what the seeds say of their approach', () => {
    assert.ok(counter !== undefined);
    for (const { approach, strategy } of [...closingRows, ...furtherRows]) {
      const found: Strategy | undefined = counter.strategies.find(({ name }) => name === strategy);
      assert.ok(found !== undefined, strategy);
      if (approach !== null) assert.equal(found.claim?.approach, approach, strategy);
    }
  });

  it('take two locks in strategies that there are', () => {
    const transfer = realScenarios.find(({ name }) => name === 'transfer');
    for (const { transfer: nested } of closingRows) if (nested !== null) assert.ok(transfer?.strategies.some(({ name }) => name === nested), nested);
  });

  it('count by the run with the median throughput', () => {
    const medianOf = (...throughputs: readonly number[]): number | undefined => medianRun(throughputs.map((throughput) => sampleRun({ throughput })))?.throughput;
    assert.deepEqual([medianOf(9, 1, 5), medianOf(9, 1), medianOf(3), medianOf()], [5, 1, 3, undefined]);
  });

  it('are measured by one and by many, and with about as many kills as are meant', () => {
    const row = closingRows[0] ?? assert.fail();
    assert.deepEqual(requestsFor(row, conditions).map(([load, { scenario, actors }]) => [load, scenario, actors]), [['low', 'counter', 1], ['high', 'counter', 8], ['nested', 'transfer', 8]]);
    const shareOf = (throughput: number): number | null => requestWithKills(row, conditions, throughput)[1].faults.kill;
    assert.deepEqual([shareOf(1000), shareOf(1), shareOf(0)], [0.001, 0.5, 0.5]);
  });
});

describe('the comparison', () => {
  /** All rows, each as slow as its place; none for those left out. */
  const measured = (without: readonly string[] = []): readonly MeasuredRow[] => [...closingRows, ...furtherRows].map((row, at) => {
    const claim = counter?.strategies.find(({ name }) => name === row.strategy)?.claim ?? null;
    if (without.includes(row.strategy)) return { row, claim, availability: { is: 'missing', what: 'A server | of its own.', how: 'Install it.' }, runs: {} };
    const run = (over: Partial<RunResult>): RunResult => sampleRun({ strategy: row.strategy, throughput: 1000 / (at + 1), latencyMs: { p50: at + 1, p95: at + 2, p99: at + 3, max: at + 4 }, ...over });
    return { row, claim, availability: { is: 'here' }, runs: { low: run({ actors: 1 }), high: run({ actors: 8, retries: 2400 }), killed: run({ killed: 4 }), ...(row.transfer === null ? {} : { nested: run({ deadlocks: 24 }) }) } };
  });

  it('has a table for each database with the four approaches, and the others apart', () => {
    const { tables, further } = compareClaims(conditions, measured());
    assert.deepEqual(tables.map(({ database, rows }) => [database, ...rows.map(({ row }) => row.strategy)]), [['SQLite', 'sqlite-immediate', 'sqlite-optimistic', 'redis-lock', 'redlock'], ['PostgreSQL', 'postgresql-for-update', 'postgresql-optimistic', 'redis-lock', 'redlock']]);
    assert.deepEqual(further.map(({ row }) => row.strategy), furtherRows.map(({ strategy }) => strategy));
  });

  it('ranks a figure among the four', () => {
    const [first] = compareClaims(conditions, measured()).tables;
    assert.deepEqual(first?.rows.map(({ verdicts }) => verdictWords(verdicts.latency.high)), ['does not bear out (1st of 4)', 'does not bear out (2nd of 4)', 'does not bear out (3rd of 4)', 'bears out (4th of 4)']);
    assert.deepEqual(first?.rows.map(({ verdicts }) => verdictWords(verdicts.throughput.low)), ['does not bear out (4th of 4)', 'does not bear out (3rd of 4)', 'does not bear out (2nd of 4)', 'bears out (1st of 4)']);
  });

  it('says deadlocks in 1,000, and none where nothing nests', () => {
    const [first] = compareClaims(conditions, measured()).tables;
    assert.deepEqual(first?.rows.map(({ verdicts }) => verdictWords(verdicts.deadlocks)), ['bears out (10 deadlocks in 1,000 transfers)', 'does not bear out (10 deadlocks in 1,000 transfers)', 'none without nested locks', 'none without nested locks']);
  });

  it('is Markdown whose rows are all as wide as their heads', () => {
    const text = closingMarkdown(compareClaims(conditions, measured(['redlock', 'postgresql-for-update', 'flock'])));
    const widths = text.split('\n\n').filter((part) => part.startsWith('|')).map((part) => [...new Set(part.split('\n').map((line) => line.replaceAll(String.raw`\|`, '').split('|').length))]);
    assert.equal(widths.length, 3);
    assert.ok(widths.every(({ length }) => length === 1), JSON.stringify(widths));
    assert.equal(text.match(/not measured here\. A server \\\| of its own\. Install it\./g)?.length, 4);
    assert.match(text, /^Measured on .*Some processor/m);
  });

  it('says where nobody got on any more after kills, and which promise was broken unlike its claim', () => {
    const rows = measured().map((each) => ({ ...each, runs: { ...each.runs, killed: sampleRun({ strategy: each.row.strategy, killed: 1, breaches: [{ ...lost, kind: 'stuck' as const, times: 1 }] }), high: sampleRun({ strategy: each.row.strategy, kept: false, asClaimed: false, breaches: [lost] }) } }));
    const text = closingMarkdown(compareClaims(conditions, rows));
    assert.match(text, /\| 1 kill, stuck \|/);
    assert.match(text, /^Broken, unlike their claims:/m);
  });
});
