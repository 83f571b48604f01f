// Records of logs: which are whole, which are missing, which stand there twice.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import type { Plain } from '../../../../src/race/real/scenario.ts';
import { judgeRecords } from '../../../../src/race/real/scenarios/parts/judge-records.ts';
import { actorOf, countOf, recordBytes, recordId, recordIn, recordLine, surveyFrom, surveyOf } from '../../../../src/race/real/scenarios/parts/records.ts';
import { historyOf, type Row } from './history.ts';

const written = (actor: number, count: number, at: number): Row => ({ actor, asked: at, entered: at, left: at + 1, ended: at + 1, wrote: recordId(actor, count) });
const logOf = (ids: readonly number[], torn: readonly string[] = []): Plain => ({ ids, torn: torn.length, firstTorn: torn[0] ?? null });

describe('a record', () => {
  test('is one line of a fixed length, which says whose it is', () => {
    for (const id of [recordId(0, 0), recordId(255, 7), recordId(3, 5_000_000)]) {
      assert.equal(Buffer.byteLength(`${recordLine(id)}\n`), recordBytes);
      assert.equal(recordIn(recordLine(id)), id);
    }
    assert.deepEqual([actorOf(recordId(7, 12)), countOf(recordId(7, 12))], [7, 12]);
  });

  test('is told from parts of it, and from parts of two', () => {
    const [one, other] = [recordLine(recordId(1, 5)), recordLine(recordId(2, 5))];
    for (const torn of [one.slice(0, -1), one.slice(1), one.slice(0, 32) + other.slice(32), one + other, `${one} `, '']) assert.equal(recordIn(torn), null, torn);
  });
});

describe('a survey of logs', () => {
  test('has the records of all in their order, and counts lines that nobody wrote', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'lockscope-records-'));
    try {
      const [old, current] = [path.join(folder, 'old'), path.join(folder, 'current')];
      writeFileSync(old, `${recordLine(1)}\n${recordLine(2)}\n`);
      writeFileSync(current, `${recordLine(3)}\n\n${recordLine(4).slice(9)}\n${recordLine(1)}\n${recordLine(5).slice(0, 9)}`);
      assert.deepEqual(surveyFrom(await surveyOf([old, current])), { ids: [1, 2, 3, 1], torn: 2, firstTorn: recordLine(4).slice(9) });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the promise of a log', () => {
  test('is kept when each record that was acknowledged stands there once', () => {
    const history = historyOf([written(0, 0, 1), written(1, 0, 2), { actor: 1, asked: 3, ended: 3, wrote: recordId(1, 1), ending: 'died' }]);
    assert.deepEqual(judgeRecords(history, logOf([recordId(1, 0), recordId(0, 0)])), []);
    // One that was killed may have written it or not, and half a line of it is no harm.
    assert.deepEqual(judgeRecords(history, logOf([recordId(1, 0), recordId(0, 0), recordId(1, 1)], ['<1.'])), []);
  });

  test('is broken by one that is not there', () => {
    const [verdict, ...others] = judgeRecords(historyOf([written(0, 0, 1), written(1, 3, 1.5), written(2, 0, 50)]), logOf([recordId(0, 0), recordId(2, 0)]));
    assert.deepEqual(others, []);
    assert.deepEqual([verdict?.kind, verdict?.times, verdict?.around], ['lost-update', 1, [0, 1]]);
    assert.match(verdict?.explanation ?? '', /^A record of actor B \("<1\.3 -+ 1\.3>"\) was acknowledged, and no line holds it whole\.$/);
  });

  test('is broken by one that was torn, which is shown', () => {
    const [verdict] = judgeRecords(historyOf([written(0, 0, 1)]), logOf([], ['<0.0 --<1.']));
    assert.deepEqual([verdict?.kind, verdict?.times], ['torn', 1]);
    assert.match(verdict?.explanation ?? '', /One line of the log is not as anybody wrote it: "<0\.0 --<1\."\.$/);
  });

  test('is broken by one that stands there twice', () => {
    const [verdict, ...others] = judgeRecords(historyOf([written(0, 0, 1)]), logOf([0, 0]));
    assert.deepEqual([verdict?.kind, verdict?.times, others], ['doubled', 1, []]);
  });
});
