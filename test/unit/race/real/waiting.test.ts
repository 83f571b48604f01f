// Waiting that ends with the run, and what was under way at the same time.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MutexBusyError } from '../../../../src/system/mutex.ts';
import { orGivesUp } from '../../../../src/race/real/scenarios/parts/on-files.ts';
import { overlapping } from '../../../../src/race/real/scenarios/parts/overlapping.ts';
import { orOver, untilOneIsGot } from '../../../../src/race/real/scenarios/parts/waiting.ts';
import { attemptThat } from './attempt.ts';
import { historyOf } from './history.ts';

const over = new Error('the run is over');

describe('waiting for what others have', () => {
  test('tries until it is got, and counts the tries', async () => {
    let tries = 0;
    let retries = 0;
    const got = await untilOneIsGot(attemptThat({ retried: () => (retries += 1) }), () => ((tries += 1) < 3 ? null : 'it'));
    assert.deepEqual([got, tries, retries], ['it', 3, 2]);
  });

  test('ends with the run', async () => {
    const run = new AbortController();
    const waiting = untilOneIsGot(attemptThat({ signal: run.signal }), () => null);
    run.abort(over);
    await assert.rejects(waiting, over);
  });

  test('of something that cannot be taken back ends with the run, too', async () => {
    const run = new AbortController();
    const waiting = orOver(new Promise<never>(() => undefined), run.signal);
    run.abort(over);
    await assert.rejects(waiting, over);
    assert.equal(await orOver(Promise.resolve('it'), new AbortController().signal), 'it');
    await assert.rejects(orOver(Promise.reject(new Error('no such file')), new AbortController().signal), /no such file/);
    assert.throws(() => orOver(Promise.resolve('it'), run.signal), over);
  });

  test('gives up when it was not let in, and at nothing else', async () => {
    let gaveUp = 0;
    const attempt = attemptThat({ gaveUp: () => (gaveUp += 1) });
    assert.equal(await orGivesUp(attempt, () => Promise.resolve()), true);
    assert.equal(await orGivesUp(attempt, () => Promise.reject(new MutexBusyError('busy'))), false);
    assert.equal(gaveUp, 1);
    await assert.rejects(orGivesUp(attempt, () => Promise.reject(new Error('disk full'))), /disk full/);
  });
});

describe('operations at the same time', () => {
  const at = (actor: number, asked: number, ended: number): { actor: number; asked: number; ended: number } => ({ actor, asked, ended });

  test('are those that were under way together, in their order', () => {
    assert.deepEqual(overlapping(historyOf([at(0, 0, 1), at(1, 2, 9), at(2, 3, 4), at(3, 8, 12), at(4, 10, 11)]), 1), [1, 2, 3]);
    assert.deepEqual(overlapping(historyOf([at(0, 0, 1)]), 0), [0]);
  });

  test('are no more than can be read, and the nearest', () => {
    const many = Array.from({ length: 50 }, (_, actor) => at(actor, actor, 1000));
    assert.deepEqual(overlapping(historyOf(many), 30), [27, 28, 29, 30, 31, 32]);
  });
});
