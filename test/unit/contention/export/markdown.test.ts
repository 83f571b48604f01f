import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lengthText, shareText } from '../../../../src/base/length-text.ts';
import { markdownReport, reportParts } from '../../../../src/contention/export/markdown.ts';
import type { Span } from '../../../../src/contention/model.ts';
import { actor, lockName, span } from '../make.ts';

const range = { from: 0, to: 1000 };

function hold(from: number, to: number | null, more: Partial<Span> = {}): Span {
  return span({ is: 'hold', from, to, ...more });
}

function wait(from: number, to: number | null, more: Partial<Span> = {}): Span {
  return span({ is: 'wait', from, to, actor: actor(2, 'make all'), ...more });
}

function report(spans: readonly Span[]): string {
  return markdownReport({ spans, locks: [...new Set(spans.map(({ lock }) => lock))].map(lockName) }, 1000, range);
}

describe('a report', () => {
  test('has the locks by how long was waited for them', () => {
    const text = report([hold(0, 20, { lock: '/ws/quiet.lock' }), hold(100, 400), wait(200, 400, { blockers: [actor(1)] })]);
    assert.equal(text, `# Contention

1970-01-01T00:00:00.000Z to 1970-01-01T00:00:01.000Z (1 s).

## Locks

| Lock | Acquired | Held p50 | p95 | max | In use | Contended | Waits | Wait p50 | p95 | max | total |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| /ws/a (Git index) | 1 | 300 ms | 300 ms | 300 ms | 30 % | 100 % | 1 | 200 ms | 200 ms | 200 ms | 200 ms |
| /ws/quiet (Git index) | 1 | 20 ms | 20 ms | 20 ms | 2 % | 0 % | 0 |  |  |  |  |

## Who makes whom wait

| Blocker | Waiter | Lock | Waits | Time |
| --- | --- | --- | ---: | ---: |
| git commit | make all | /ws/a | 1 | 200 ms |

## The longest waits

| Waiter | Lock | Began | Waited | For |
| --- | --- | --- | --- | --- |
| make all (2) | /ws/a | 1970-01-01T00:00:00.200Z | 200 ms | git commit (1) |
`);
  });

  test('says "at least" where something was sampled, is short or lasts', () => {
    const text = report([hold(0, 20, { certainty: 'sampled' }), hold(30, 31, { certainty: 'glimpsed' }), wait(500, null, { id: 2 })]);
    assert.match(text, /at least so much/);
    assert.match(text, /\| ≥ 2 \(1 too short to measure\) \| ≥ 20 ms \|/);
    assert.match(text, /\| ≥ 500 ms \| unknown \|/);
    assert.doesNotMatch(report([hold(0, 20)]), /≥/);
  });

  test('names the deadlocks that there were', () => {
    const [x, y] = [{ lock: '/ws/x.lock' }, { lock: '/ws/y.lock' }];
    const two = actor(2, 'make all');
    const text = report([hold(0, null, { ...x, id: 1 }), hold(0, null, { ...y, id: 2, actor: two }), wait(5, null, { ...x, id: 3, actor: two }), wait(5, null, { ...y, id: 4, actor: actor(1) })]);
    assert.match(text, /## Deadlocks\n\n- 1970-01-01T00:00:00\.005Z, lasts since 995 ms: git commit \(1\) waits for \/ws\/y, held by make all \(2\), which waits for \/ws\/x, held by git commit \(1\)/);
  });

  test('is not broken by what names hold', () => {
    const text = report([hold(0, 20, { lock: '/ws/a|b\n# c <x> [l](command:d) http://e.lock', actor: actor(1, 'a|b\u202E') }), wait(1, 20, { lock: '/ws/a|b\n# c <x> [l](command:d) http://e.lock' })]);
    const row = text.split('\n').find((line) => line.startsWith('| /ws'));
    assert.ok(row?.startsWith(String.raw`| /ws/a\|b\\u{a}\# c \<x\> \[l\](command:d) http:\//e (Git index) |`), row);
    assert.equal(row?.split(/(?<!\\)\|/).length, 14);
    assert.ok(!text.includes('\u202E'));
  });

  test('says first what the reader has to know', () => {
    const text = [...reportParts({ spans: [], locks: [] }, 0, { notes: ['Not all *is* seen.'] })].join('');
    assert.equal(text, String.raw`# Contention

Not all \*is\* seen.

No lock was held or waited for.
`);
  });

  test('of nothing says so', () => {
    assert.equal(markdownReport({ spans: [], locks: [] }, 0), '# Contention\n\nNo lock was held or waited for.\n');
  });

  test('has no table without end', () => {
    const text = report(Array.from({ length: 250 }, (_none, at) => hold(0, 1, { lock: `/ws/${at}.lock` })));
    assert.match(text, /\n50 more are not shown\.\n/);
    assert.equal(text.match(/^\| \/ws/gm)?.length, 200);
  });
});

test('lengths and shares are short', () => {
  assert.deepEqual([0, 0.4249, 9.999, 12.4, 999, 1500, 59_949, 192_000, 7_260_000].map(lengthText), ['0 ms', '0.42 ms', '10 ms', '12 ms', '999 ms', '1.5 s', '59.9 s', '3 m 12 s', '2 h 1 m']);
  assert.deepEqual([0, 0.001, 0.42, 1].map(shareText), ['0 %', '< 1 %', '42 %', '100 %']);
});
