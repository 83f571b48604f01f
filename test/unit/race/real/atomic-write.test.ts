// What a reader finds in a file that is being saved, and what stands there in the end.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contentOf, fileBytes, firstId, lookThrough, type Found } from '../../../../src/race/real/scenarios/atomic-write/content.ts';
import { judgeSaves } from '../../../../src/race/real/scenarios/atomic-write/judge.ts';
import { actorOf, recordId } from '../../../../src/race/real/scenarios/parts/records.ts';
import { historyOf, type Row } from './history.ts';

const [mine, yours] = [recordId(0, 4), recordId(1, 7)];

function tornIn(bytes: Buffer): string {
  const found = lookThrough(bytes);
  return found.is === 'torn' ? found.what : assert.fail('it was taken for whole');
}

describe('what a reader finds', () => {
  test('is whole when all of it is of one save', () => {
    assert.equal(contentOf(mine).length, fileBytes);
    assert.deepEqual(lookThrough(contentOf(mine)), { is: 'whole', id: mine } satisfies Found);
    assert.deepEqual(lookThrough(contentOf(firstId)), { is: 'whole', id: firstId } satisfies Found);
  });

  test('is nothing, a part, or parts of two', () => {
    assert.match(tornIn(Buffer.alloc(0)), /nothing is left of the old text/);
    assert.equal(tornIn(contentOf(mine).subarray(0, 4096)), `4096 of ${fileBytes} bytes are of save 4 of actor A, and there it ends`);
    assert.equal(tornIn(Buffer.concat([contentOf(mine).subarray(0, 4096), contentOf(yours).subarray(4096)])), `4097 of ${fileBytes} bytes are of save 4 of actor A, and what follows is of save 7 of actor B`);
    assert.match(tornIn(Buffer.concat([contentOf(mine).subarray(0, 4096), Buffer.alloc(fileBytes - 4096)])), /4096 of .* and what follows is of none$/);
    assert.match(tornIn(contentOf(mine).subarray(0, 10)), /it begins with/);
  });
});

describe('what stands there in the end', () => {
  const saved = (id: number, asked: number, ended: number): Row => ({ actor: actorOf(id), asked, entered: asked, left: ended, ended, wrote: id });
  const whole = (id: number): Found => ({ is: 'whole', id });

  test('is the last save, or one that went on at the same time', () => {
    const history = historyOf([saved(mine, 1, 5), saved(yours, 4, 6)]);
    for (const id of [mine, yours]) assert.deepEqual(judgeSaves(history, whole(id)), []);
    assert.deepEqual(judgeSaves(historyOf([]), whole(firstId)), []);
  });

  test('is not a save that was over when the last one began', () => {
    const [verdict] = judgeSaves(historyOf([saved(mine, 1, 2), saved(yours, 4, 6)]), whole(mine));
    assert.deepEqual(verdict, { kind: 'lost-update', times: 1, explanation: 'In the end the file holds save 4 of actor A, although save 7 of actor B began after that and was acknowledged.', around: [1] });
    assert.equal(judgeSaves(historyOf([saved(mine, 1, 2)]), whole(firstId))[0]?.kind, 'lost-update');
  });

  test('may be that of a writer who was killed', () => {
    assert.deepEqual(judgeSaves(historyOf([saved(mine, 1, 2), { actor: 1, asked: 3, ended: 4, ending: 'died' }]), whole(yours)), []);
  });

  test('is not half a file', () => {
    assert.deepEqual(judgeSaves(historyOf([saved(mine, 1, 2)]), { is: 'torn', what: 'it is empty' }), [{ kind: 'torn', times: 1, explanation: 'In the end the file is not whole: it is empty.', around: [0] }]);
  });
});
