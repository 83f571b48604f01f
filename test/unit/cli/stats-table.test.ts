// Contention figures as a terminal shows them.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { statsTable } from '../../../src/cli/stats-table.ts';
import type { Actor, Span } from '../../../src/contention/model.ts';
import { statisticsOf } from '../../../src/contention/statistics.ts';

const actor = (pid: number, command: string): Actor => ({ pid, startMark: String(pid), command });
const [git, job] = [actor(1, 'git commit -a'), actor(2, 'node job.js')];
let id = 0;
const span = (is: Span['is'], lock: string, who: Actor, from: number, to: number, certainty: Span['certainty'] = 'seen'): Span => ({ id: ++id, is, lock, actor: who, mode: 'exclusive', from, to, certainty, blockers: [] });
const shown = (...spans: readonly Span[]): readonly string[] => statsTable(statisticsOf(spans, { from: 0, to: 1000 }));

describe('the table of contention', () => {
  test('says so when there was none', () => assert.deepEqual(shown(), ['No lock was held or waited for.']));

  test('has a row for each lock, the longest waited for first, and who made whom wait', () => {
    const lines = shown(span('hold', '/b', git, 0, 20), span('hold', '/a', git, 0, 100), span('wait', '/a', job, 40, 100), span('hold', '/a', job, 100, 130));
    assert.match(lines[0] ?? '', /^lock\s+acquired\s+held p50\s+p95\s+max\s+in use\s+contended\s+waits/);
    assert.match(lines[1] ?? '', /^\/a\s+2\s+30 ms\s+100 ms\s+100 ms\s+13 %\s+100 %\s+1\s+60 ms\s+60 ms\s+60 ms\s+60 ms$/);
    assert.match(lines[2] ?? '', /^ {2}git commit.* made node job\.js wait once, 60 ms$/);
    assert.match(lines[3] ?? '', /^\/b\s+1\s+20 ms\s+20 ms\s+20 ms\s+2 %\s+0 %\s+0\s+-\s+-\s+-\s+-$/);
    assert.equal(lines.length, 4);
  });

  test('columns stand below each other', () => {
    const lines = shown(span('hold', '/a-lock-with-a-long-name', git, 0, 20), span('hold', '/b', git, 0, 2));
    const ends = lines.map((line) => line.search(/\d+(?= {2,}[\d.]+ ms)/));
    assert.equal(ends[1], ends[2]);
  });

  test('says what is at least so much, and what was too short to measure', () => {
    const lines = shown(span('hold', '/a', git, 0, 100, 'sampled'), span('hold', '/a', git, 200, 200, 'glimpsed'));
    assert.match(lines[1] ?? '', />=2\s+>=100 ms/);
    assert.equal(lines[2], '  1 of its holds was too short to measure');
    assert.match(lines.at(-1) ?? '', /at least so much/);
  });

  test('names that would move the cursor are shown as they are written', () => {
    assert.ok(shown(span('hold', '/a\u001B[2J', git, 0, 1)).every((line) => !line.includes('\u001B')));
  });
});
