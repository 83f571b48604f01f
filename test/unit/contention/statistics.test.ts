import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Span } from '../../../src/contention/model.ts';
import { shortCommand } from '../../../src/contention/short-command.ts';
import { filterStatistics, sortStatistics, statisticsOf, waitersOverTime, type LockStatistics, type Range } from '../../../src/contention/statistics.ts';
import { actor, epoch, lockName, randomFrom, randomSpans, span } from './make.ts';

function hold(from: number, to: number | null, more: Partial<Span> = {}): Span {
  return span({ is: 'hold', from, to, ...more });
}

function wait(from: number, to: number | null, more: Partial<Span> = {}): Span {
  return span({ is: 'wait', from, to, actor: actor(2), ...more });
}

function only(spans: readonly Span[], range: Range): LockStatistics {
  const [first, ...others] = statisticsOf(spans, range);
  assert.ok(first);
  assert.deepEqual(others, []);
  return first;
}

describe('statistics of a lock', () => {
  const range = { from: 0, to: 100 };

  test('are exact by nearest rank', () => {
    const holds = Array.from({ length: 20 }, (_none, at) => hold(at * 5, at * 5 + (20 - at) / 8));
    assert.deepEqual(only(holds, range).holds, { count: 20, p50: 1.25, p95: 2.375, max: 2.5, total: 26.25 });
    assert.deepEqual(only([hold(0, 3)], range).holds, { count: 1, p50: 3, p95: 3, max: 3, total: 3 });
    assert.deepEqual(only([hold(0, 3)], range).waits, { count: 0, p50: 0, p95: 0, max: 0, total: 0 });
  });

  test('count whole lengths of all that the range has a part of, and nothing else', () => {
    const spans = [hold(-20, -10), hold(-10, 10), hold(90, 130), hold(130, 140)];
    const { acquisitions, holds, utilisation } = only(spans, range);
    assert.deepEqual([acquisitions, holds.total, utilisation], [2, 60, 0.2]);
    assert.deepEqual(statisticsOf([hold(-20, -10)], range), []);
  });

  test('count time once in which several hold it', () => {
    const shared = { mode: 'shared' } as const;
    assert.equal(only([hold(0, 30, shared), hold(10, 20, shared), hold(20, 50, shared), hold(60, 70, shared)], range).utilisation, 0.6);
  });

  test('count what was glimpsed as an acquisition without a length', () => {
    const { acquisitions, glimpsed, holds, utilisation, isAtLeast } = only([hold(0, 10), hold(50, 60, { certainty: 'glimpsed' })], range);
    assert.deepEqual([acquisitions, glimpsed, holds.count, utilisation, isAtLeast], [2, 1, 1, 0.1, true]);
  });

  test('say "at least" of what lasts or was sampled, and only then', () => {
    assert.equal(only([hold(0, 10), wait(0, 10)], range).isAtLeast, false);
    assert.equal(only([hold(0, 10), wait(0, 10, { certainty: 'sampled' })], range).isAtLeast, true);
    const { isAtLeast, holds, utilisation } = only([hold(40, null)], range);
    assert.deepEqual([isAtLeast, holds.max, utilisation], [true, 60, 0.6]);
  });

  test('say it figure by figure', () => {
    const bounds = (spans: readonly Span[]): readonly string[] => {
      const { holds, waits, ...others } = only(spans, range).atLeast;
      const named = Object.entries({ ...others, ...prefixed('hold', holds), ...prefixed('wait', waits) });
      return named.flatMap(([figure, isAtLeast]) => (isAtLeast ? [figure] : [])).toSorted();
    };
    const prefixed = (name: string, of: Readonly<Record<string, boolean>>): Record<string, boolean> => Object.fromEntries(Object.entries(of).map(([key, isAtLeast]) => [`${name} ${key}`, isAtLeast]));
    const holds = Array.from({ length: 50 }, (_none, at) => hold(at, at + 0.9));
    assert.deepEqual(bounds(holds), []);
    // What has just begun says nothing about the others, and little about all of them.
    assert.deepEqual(bounds([...holds, hold(99.9, null)]), []);
    assert.deepEqual(bounds([...holds, hold(70, null)]), ['hold max', 'hold total']);
    assert.deepEqual(bounds([hold(40, null)]), ['hold max', 'hold p50', 'hold p95', 'hold total']);
    assert.deepEqual(bounds([...holds, wait(60, null)]), ['blocking', 'wait max', 'wait p50', 'wait p95', 'wait total']);
    // Where looks were rare, others may have come and gone.
    assert.deepEqual(bounds([...holds, hold(90, 90.1, { certainty: 'sampled' })]), ['acquisitions', 'hold count']);
    assert.deepEqual(bounds([...holds, hold(80, 95, { certainty: 'sampled' })]), ['acquisitions', 'blocking', 'hold count', 'hold max', 'hold total', 'utilisation']);
    const brief = hold(90, 90, { certainty: 'glimpsed' });
    assert.deepEqual(bounds([...holds, brief]), ['acquisitions', 'hold count']);
    assert.deepEqual(bounds([...holds, brief, brief]), ['acquisitions', 'blocking', 'hold count', 'utilisation']);
    assert.deepEqual(bounds([hold(0, 100), wait(5, 6, { certainty: 'glimpsed' })]), ['wait count']);
  });

  test('know which acquisitions somebody waited for, and which followed a wait', () => {
    const free = hold(0, 5);
    const waitedFor = hold(10, 20);
    const followed = hold(20.4, 25, { actor: actor(2) });
    const unrelated = hold(40, 50, { actor: actor(3) });
    assert.equal(only([free, waitedFor, wait(12, 20), followed, unrelated], range).contendedShare, 0.5);
    const tooLate = hold(40, 50, { actor: actor(2) });
    assert.equal(only([free, waitedFor, wait(12, 20), tooLate], range).contendedShare, 1 / 3);
  });

  test('give the time of a wait to those who held during it', () => {
    const spans = [hold(0, 30), hold(30, 60, { actor: actor(3, '/usr/bin/make -j4 all') }), wait(10, 60), hold(59.9, 70, { actor: actor(2) })];
    assert.deepEqual(only(spans, range).blocking, [
      { blocker: 'make all', waiter: 'git commit', count: 1, totalMs: 30 },
      { blocker: 'git commit', waiter: 'git commit', count: 1, totalMs: 20 },
    ]);
  });

  test('do not have readers wait for readers', () => {
    const shared = { mode: 'shared' } as const;
    const spans = [hold(0, 50, { ...shared, actor: actor(3, 'reader') }), hold(50, 60, { actor: actor(4, 'writer') }), wait(40, 60, shared)];
    assert.deepEqual(only(spans, range).blocking.map(({ blocker, totalMs }) => [blocker, totalMs]), [['writer', 10]]);
  });

  test('give what remains of a wait to those who were told to block it', () => {
    const told = wait(0, 30, { blockers: [actor(7, 'cargo build'), actor(8, 'rustc')] });
    assert.deepEqual(only([told, hold(0, 10, { actor: actor(9, 'make') })], range).blocking.map(({ blocker, count, totalMs }) => [blocker, count, totalMs]), [
      ['make', 1, 10],
      ['cargo build', 1, 10],
      ['rustc', 1, 10],
    ]);
  });

  test('agree with a computation that takes each pair of spans by itself', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const spans = randomSpans(randomFrom(seed), 60);
      const within = { from: epoch + 10, to: epoch + 40 };
      const counted = new Map(statisticsOf(spans, within).map((each) => [each.lock, each]));
      const expected = bruteForce(spans, within);
      assert.deepEqual([...counted.keys()].toSorted(), [...expected.keys()].toSorted());
      for (const [lock, want] of expected) {
        const { blocking, atLeast: _atLeast, ...have } = counted.get(lock) ?? assert.fail(lock);
        const { blocking: wantBlocking, ...wantRest } = want;
        assertNear(have, wantRest, `seed ${seed}`);
        const byPair = new Map(blocking.map((each) => [`${each.blocker}|${each.waiter}`, each]));
        assert.deepEqual([...byPair.keys()].toSorted(), [...wantBlocking.keys()].toSorted(), `seed ${seed}`);
        for (const [pair, each] of wantBlocking) assertNear({ count: byPair.get(pair)?.count, totalMs: byPair.get(pair)?.totalMs }, each, `seed ${seed} ${pair}`);
      }
    }
  });
});

/** Equal, numbers within a thousandth: sums of large moments are rounded. */
function assertNear(have: unknown, want: unknown, message: string): void {
  const round = (_key: string, value: unknown): unknown => (typeof value === 'number' ? Math.round(value * 1000) / 1000 : value);
  assert.deepEqual(JSON.parse(JSON.stringify(have, round)), JSON.parse(JSON.stringify(want, round)), message);
}

type Brute = Omit<LockStatistics, 'blocking' | 'atLeast'> & { readonly blocking: ReadonlyMap<string, { readonly count: number; readonly totalMs: number }> };

function bruteForce(spans: readonly Span[], range: Range): ReadonlyMap<string, Brute> {
  const result = new Map<string, Brute>();
  const end = (each: Span): number => each.to ?? Math.max(each.from, range.to);
  const overlap = (a: Span, b: Span): number => Math.max(Math.min(end(a), end(b)) - Math.max(a.from, b.from), 0);
  for (const lock of new Set(spans.map((each) => each.lock))) {
    const all = spans.filter((each) => each.lock === lock);
    const inRange = all.filter((each) => each.from <= range.to && end(each) >= range.from);
    if (inRange.length === 0) continue;
    const holds = inRange.filter((each) => each.is === 'hold');
    const waits = inRange.filter((each) => each.is === 'wait' && each.certainty !== 'glimpsed');
    const measured = holds.filter((each) => each.certainty !== 'glimpsed');
    const durations = (of: readonly Span[]): LockStatistics['holds'] => {
      const lengths = of.map((each) => end(each) - each.from).toSorted((a, b) => a - b);
      const rank = (share: number): number => lengths.find((length) => lengths.filter((other) => other <= length).length >= share * lengths.length) ?? 0;
      return { count: lengths.length, p50: rank(0.5), p95: rank(0.95), max: lengths.at(-1) ?? 0, total: lengths.reduce((a, b) => a + b, 0) };
    };
    // All edges are on a grid of a quarter: so is what is covered.
    let covered = 0;
    for (let at = range.from; at < range.to; at += 0.25) if (measured.some((each) => each.from <= at && end(each) >= at + 0.25)) covered += 0.25;
    const everWaited = all.filter((each) => each.is === 'wait');
    const contended = holds.filter((each) => everWaited.some((other) => other.from < end(each) && end(other) > each.from)
      || everWaited.some((other) => other.actor.pid !== null && other.actor.pid === each.actor.pid && end(other) >= each.from - 5 && end(other) < each.from + 5));
    const blocking = new Map<string, { count: number; totalMs: number }>();
    for (const waiter of waits) {
      const sums = new Map<string, number>();
      const begunBefore = all.filter((each) => each.is === 'hold' && each.certainty !== 'glimpsed' && each.actor.pid !== null && each.actor.pid === waiter.actor.pid && each.from < end(waiter));
      const last = begunBefore.toSorted((a, b) => a.from - b.from).at(-1);
      const ownAfter = last !== undefined && last.from >= Math.max(end(waiter) - 5, waiter.from) ? last : null;
      for (const holder of all.filter((each) => each.is === 'hold' && each.certainty !== 'glimpsed')) {
        if (holder === ownAfter || (holder.mode === 'shared' && waiter.mode === 'shared')) continue;
        const command = shortCommand(holder.actor.command);
        sums.set(command, (sums.get(command) ?? 0) + overlap(holder, waiter));
      }
      for (const [command, ms] of sums) {
        if (ms === 0) continue;
        const pair = `${command}|${shortCommand(waiter.actor.command)}`;
        const before = blocking.get(pair) ?? { count: 0, totalMs: 0 };
        blocking.set(pair, { count: before.count + 1, totalMs: before.totalMs + ms });
      }
    }
    result.set(lock, {
      lock,
      acquisitions: holds.length,
      glimpsed: holds.length - measured.length,
      holds: durations(measured),
      waits: durations(waits),
      utilisation: covered / (range.to - range.from),
      contendedShare: holds.length === 0 ? 0 : contended.length / holds.length,
      isAtLeast: inRange.some((each) => each.to === null || each.certainty !== 'seen'),
      blocking,
    });
  }
  return result;
}

describe('waiters over time', () => {
  test('are the most at once in each part', () => {
    const spans = [wait(0, 25), wait(20, 30), wait(21, 22), hold(0, 100)];
    assert.deepEqual(waitersOverTime(spans, { from: 0, to: 50 }, 5), [1, 1, 3, 0, 0]);
  });

  test('do not count who goes at the edge of a part as one of the next', () => {
    assert.deepEqual(waitersOverTime([wait(0, 10), wait(10, 20)], { from: 0, to: 30 }, 3), [1, 1, 0]);
    assert.deepEqual(waitersOverTime([wait(0, 10), wait(0, 10), wait(10, 20)], { from: 0, to: 30 }, 3), [2, 1, 0]);
  });

  test('go on to the end for those who wait still, and are none for an empty range', () => {
    assert.deepEqual(waitersOverTime([wait(15, null)], { from: 0, to: 40 }, 4), [0, 1, 1, 1]);
    assert.deepEqual(waitersOverTime([wait(15, null)], { from: 40, to: 40 }, 3), [0, 0, 0]);
    assert.deepEqual(waitersOverTime([], { from: 0, to: 40 }, 2), [0, 0]);
  });

  test('agree with a look at each moment', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const spans = randomSpans(randomFrom(seed), 40);
      const range = { from: epoch + 10, to: epoch + 40 };
      const expected = Array.from({ length: 6 }, (_none, bucket) => {
        let most = 0;
        for (let at = range.from + bucket * 5; at < range.from + (bucket + 1) * 5; at += 0.25) {
          most = Math.max(most, spans.filter(({ is, from, to }) => is === 'wait' && from <= at && (to ?? Infinity) > at).length);
        }
        return most;
      });
      assert.deepEqual(waitersOverTime(spans, range, 6), expected, `seed ${seed}`);
    }
  });
});

describe('a table of statistics', () => {
  const range = { from: 0, to: 100 };
  const list = statisticsOf([hold(0, 10, { lock: '/b' }), hold(0, 30, { lock: '/a' }), wait(5, 10, { lock: '/b', actor: actor(5, 'cargo build') }), hold(0, 10, { lock: '/c' })], range);
  const paths = (of: readonly LockStatistics[]): readonly string[] => of.map(({ lock }) => lock);

  test('is sorted by what is asked for, equals by path', () => {
    assert.deepEqual(paths(sortStatistics(list, 'lock', 'descending')), ['/c', '/b', '/a']);
    assert.deepEqual(paths(sortStatistics(list, 'holdTotal', 'ascending')), ['/b', '/c', '/a']);
    assert.deepEqual(paths(sortStatistics(list, 'holdTotal', 'descending')), ['/a', '/b', '/c']);
    assert.deepEqual(paths(sortStatistics(list, 'waitTotal', 'descending')), ['/b', '/a', '/c']);
  });

  test('is filtered by words of path, title and command', () => {
    const nameOf = (path: string): ReturnType<typeof lockName> => ({ ...lockName(path), title: path === '/a' ? 'Git index' : 'Lock file' });
    assert.deepEqual(paths(filterStatistics(list, ' ', nameOf)), ['/b', '/a', '/c']);
    assert.deepEqual(paths(filterStatistics(list, 'CARGO lock', nameOf)), ['/b']);
    assert.deepEqual(paths(filterStatistics(list, 'index', nameOf)), ['/a']);
    assert.deepEqual(paths(filterStatistics(list, 'nothing', nameOf)), []);
  });
});

test('a command is called by its program and first argument', () => {
  const cases: readonly (readonly [string | null, string])[] = [
    [null, 'unknown'],
    ['', 'unknown'],
    ['git commit -m x', 'git commit'],
    ['/usr/bin/git --no-pager commit', 'git commit'],
    [String.raw`C:\Git\git.exe add`, 'git.exe add'],
    ["node '/home/me/my project/build.mjs' --watch", 'node build.mjs'],
    ['make', 'make'],
    ['cat /', 'cat /'],
    ["perl -e 'use Fcntl; flock(A, 2)' /tmp/a", 'perl -e'],
    ['/bin/bash -lc make', 'bash -lc'],
    ['git -c user.name=x commit', 'git user.name=x'],
    ['node --enable-source-maps build.mjs', 'node build.mjs'],
    [`x ${'a'.repeat(50)}`, `x ${'a'.repeat(31)}…`],
  ];
  for (const [command, short] of cases) assert.equal(shortCommand(command), short);
});
