import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvOf, csvParts } from '../../../../src/contention/export/csv.ts';
import { bytesInTurns, inTurns } from '../../../../src/contention/export/in-turns.ts';
import { markdownReport, reportParts } from '../../../../src/contention/export/markdown.ts';
import { traceOf, traceParts } from '../../../../src/contention/export/trace-event.ts';
import { epoch, lockName, randomFrom, randomSpans } from '../make.ts';

test('a long export is the same, and others get their turn meanwhile', async () => {
  const exported = { spans: randomSpans(randomFrom(1), 5000), locks: ['/ws/a.lock', '/ws/b.lock'].map(lockName) };
  let turns = 0;
  let isDone = false;
  const other = (): void => {
    turns += 1;
    if (!isDone) setImmediate(other);
  };
  setImmediate(other);
  const slowly = function* (parts: Iterable<string>): Generator<string> {
    for (const part of parts) {
      for (const until = performance.now() + 3; performance.now() < until;);
      yield part;
    }
  };
  assert.equal(await inTurns(slowly(csvParts(exported))), csvOf(exported));
  assert.equal(await inTurns(traceParts(exported, epoch + 100)), traceOf(exported, epoch + 100));
  assert.equal((await bytesInTurns(traceParts(exported, epoch + 100))).toString(), traceOf(exported, epoch + 100));
  assert.equal(await inTurns(reportParts(exported, epoch + 100)), markdownReport(exported, epoch + 100));
  isDone = true;
  assert.ok(turns >= 2, `${turns} turns`);
});
