import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { tooManyInside } from '../../../../src/race/real/figures/inside.ts';
import { jain, quantilesOf } from '../../../../src/race/real/figures/quantiles.ts';
import { noFaults, plainRequest } from '../../../../src/race/real/request.ts';
import { judge } from '../../../../src/race/real/run/judge.ts';
import { resultOf } from '../../../../src/race/real/run/results.ts';
import { judgeCounter } from '../../../../src/race/real/scenarios/counter/judge.ts';
import { counter } from '../../../../src/race/real/scenarios/counter/index.ts';
import { strategyOf } from '../../../../src/race/real/scenarios/index.ts';
import { historyOf, type Row } from './history.ts';

const request = plainRequest('counter', 'file-lock', 2, { is: 'seconds', seconds: 1 });
const machine = { system: 'a system', processor: 'a processor', cores: 2, memoryMb: 1024, versions: {} };
const counts = { elapsedMs: 1000, startedAt: '2026-11-26T09:00:00.000Z', killed: 0, cpuMs: 10, serverCpuMs: null, machine };

describe('a history', () => {
  test('is in the order of asking, whatever the order of writing, and counts from the start', () => {
    const history = historyOf([{ actor: 1, asked: 130, ended: 140 }, { actor: 0, asked: 110, ended: 120 }], 100);
    assert.deepEqual([history.at(0).actor, history.at(0).asked, history.at(1).asked], [0, 10, 30]);
    assert.equal(history.at(0).entered, null);
    assert.throws(() => history.at(2), RangeError);
  });
});

describe('who was inside together', () => {
  test('nobody, when one leaves before the next gets in', () => {
    assert.deepEqual(tooManyInside(historyOf([{ entered: 1, left: 2 }, { asked: 1, entered: 2, left: 3 }]), 1), []);
  });

  test('one who gets in while another is inside, told with that other', () => {
    const crowds = tooManyInside(historyOf([{ asked: 0, entered: 1, left: 9 }, { asked: 1, entered: 2, left: 3 }, { asked: 2, entered: 4, left: 5 }, { asked: 3, entered: 10, left: 11 }]), 1);
    assert.deepEqual(crowds.map(({ place, others }) => [place, others]), [[1, [0]], [2, [0]]]);
  });

  test('as many as may be are not too many', () => {
    const three: readonly Row[] = [{ asked: 0, entered: 1, left: 9 }, { asked: 1, entered: 2, left: 9 }, { asked: 2, entered: 3, left: 9 }];
    assert.equal(tooManyInside(historyOf(three), 3).length, 0);
    assert.equal(tooManyInside(historyOf(three), 2).length, 1);
  });

  test('who never left was inside until it ended; who never got in does not count', () => {
    assert.equal(tooManyInside(historyOf([{ asked: 0, entered: 1, ended: 5, ending: 'died' }, { asked: 1, entered: 4, left: 6 }]), 1).length, 1);
    assert.equal(tooManyInside(historyOf([{ asked: 0, ended: 5 }, { asked: 1, entered: 4, left: 6 }]), 1).length, 0);
  });
});

describe('figures', () => {
  test('quantiles of durations in whatever order', () => {
    const durations = Float64Array.from({ length: 100 }, (_, at) => 100 - at);
    assert.deepEqual(quantilesOf(durations), { p50: 51, p95: 96, p99: 100, max: 100 });
    assert.deepEqual(quantilesOf(new Float64Array()), { p50: 0, p95: 0, p99: 0, max: 0 });
  });

  test('fairness is 1 for equal shares and 1/n when one has all', () => {
    assert.equal(jain([5, 5, 5]), 1);
    assert.equal(jain([9, 0, 0]), 1 / 3);
    assert.equal(jain([0, 0]), 1);
  });

  test('what was refused or given up is no operation', () => {
    const history = historyOf([{ asked: 1, entered: 2, ended: 4 }, { asked: 2, ended: 3, ending: 'refused' }, { asked: 3, ended: 9, ending: 'gave-up' }, { actor: 1, asked: 4, entered: 6, ended: 8, retries: 3, deadlocks: 1, paused: 7 }]);
    const result = resultOf(request, strategyOf(request), history, [], counts);
    assert.equal(result.operations, 2);
    assert.deepEqual([result.refused, result.gaveUp, result.retries, result.deadlocks, result.paused], [1, 1, 3, 1, 1]);
    assert.deepEqual([result.latencyMs.max, result.waitMs.max], [4, 2]);
    assert.deepEqual(result.perActor, [1, 1]);
    assert.equal(result.throughput, 2);
    assert.equal(result.series[0], 2);
  });

  test('addresses of servers, which may have passwords in them, are in no result', () => {
    const result = resultOf({ ...request, servers: { redis: ['redis://:secret@host'], postgresql: 'postgres://u:secret@host' } }, strategyOf(request), historyOf([]), [], counts);
    assert.doesNotMatch(JSON.stringify(result), /secret/);
  });
});

describe('what is claimed', () => {
  const broken = [{ kind: 'two-inside', times: 1, explanation: '', around: [] }] as const;
  const asClaimed = (strategy: string, isBroken: boolean, faults = noFaults, actors = 2): boolean => {
    const asked = { ...plainRequest('counter', strategy, actors, { is: 'seconds', seconds: 1 }), faults };
    return resultOf(asked, strategyOf(asked), historyOf([]), isBroken ? broken : [], counts).asClaimed;
  };

  test('a promise that is claimed has to be kept', () => assert.deepEqual([asClaimed('file-lock', false), asClaimed('file-lock', true)], [true, false]));
  test('so under faults that it claims to survive', () => assert.equal(asClaimed('file-lock', true, { ...noFaults, kill: 0.1 }), false));
  test('under other faults nothing is claimed', () => assert.equal(asClaimed('proper-lockfile', true, { ...noFaults, pause: { share: 0.1, ms: 3000 } }), true));
  test('without a lock it has to be broken, when there is more than one actor', () => {
    assert.deepEqual([asClaimed('none', true), asClaimed('none', false), asClaimed('none', false, noFaults, 1)], [true, false, true]);
  });
});

describe('the judge of the counter', () => {
  const increment = (actor: number, at: number, read: number): Row => ({ actor, asked: at, entered: at + 1, left: at + 2, ended: at + 3, read, wrote: read + 1 });

  test('finds nothing when all increments are there, of those who died afterwards too', () => {
    assert.deepEqual(judgeCounter(historyOf([increment(0, 0, 0), { ...increment(1, 10, 1), ending: 'died' }, { actor: 1, asked: 20, entered: 21, ended: 22, read: 2, ending: 'died' }]), 2), []);
  });

  test('tells what was lost by the first two who read the same', () => {
    const [verdict, ...others] = judgeCounter(historyOf([increment(0, 0, 0), increment(1, 10, 1), increment(0, 11, 1)]), 2);
    assert.equal(others.length, 0);
    assert.deepEqual([verdict?.kind, verdict?.times, verdict?.around], ['lost-update', 1, [1, 2]]);
    assert.equal(verdict?.explanation, 'Actor B read 1 at 11.000 ms and wrote 2; actor A had read 1 too, at 12.000 ms, and wrote 2: one of the two increments is lost.');
  });

  test('does not count what was refused', () => {
    assert.deepEqual(judgeCounter(historyOf([increment(0, 0, 0), { ...increment(1, 1, 0), ending: 'refused' }]), 1), []);
  });

  test('says when there is more than was done', () => {
    assert.deepEqual(judgeCounter(historyOf([increment(0, 0, 0)]), 3).map(({ kind, times }) => [kind, times]), [['counted-twice', 2]]);
  });
});

describe('the judge of a run', () => {
  const longer = plainRequest('counter', 'file-lock', 2, { is: 'seconds', seconds: 10 });
  const judged = (rows: readonly Row[], elapsedMs: number, final = 0): readonly string[] => judge(counter, strategyOf(request), longer, historyOf(rows), final, [], elapsedMs).map(({ kind }) => kind);

  test('says when nobody gets on any more', () => {
    assert.deepEqual(judged([{ asked: 1, ended: 100 }], 5000), ['stuck']);
    assert.deepEqual(judged([{ asked: 1, ended: 9000 }], 60_000), [], 'its time was over by then');
    assert.deepEqual(judged([{ asked: 1, ended: 100 }, { asked: 2, ended: 4900, ending: 'gave-up' }], 5000), []);
    assert.deepEqual(judged([], 900), []);
  });

  test('says how long one stood still whom another met inside', () => {
    const rows: readonly Row[] = [{ actor: 0, asked: 0, entered: 1, left: 3000, ended: 3001, paused: 2900 }, { actor: 1, asked: 5, entered: 2100, left: 2200, ended: 2201 }];
    const [verdict] = judge(counter, strategyOf(request), request, historyOf(rows), 0, [], 3100);
    assert.equal(verdict?.explanation, 'Actor B got in at 2100.000 ms while actor A was inside: that one got in at 1.000 ms and left at 3000.000 ms, having stood still for 2900 ms.');
  });

  test('takes what actors saw', () => {
    const sights = [{ actor: 2, breach: 'torn', explanation: 'half a file.' }, { actor: 0, breach: 'torn', explanation: '' }] as const;
    const verdicts = judge(counter, strategyOf(request), request, historyOf([]), 0, sights, 10);
    assert.deepEqual(verdicts.map(({ kind, times, explanation }) => [kind, times, explanation]), [['torn', 2, 'Actor C: half a file.']]);
  });
});
