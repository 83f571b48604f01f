import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answered, answeredIn, said, saidIn, type Answered, type Said } from '../../../../src/saving/lock/line-words.ts';

describe('what is said in a line', () => {
  const words: readonly Said[] = [
    { is: 'join', id: 1, place: { kind: 'exclusive', limit: 1 }, since: 1_764_100_000_000 },
    { is: 'join', id: 2, place: { kind: 'shared', limit: 3 }, since: 0 },
    { is: 'holds', id: 3, place: { kind: 'exclusive', limit: 2 } },
    { is: 'leave', id: 4 },
    { is: 'done', id: 5 },
    { is: 'pass', id: 6, token: 1_764_100_000_000_000 },
    { is: 'present' },
    { is: 'ask' },
  ];
  for (const word of words) test(`is heard as it was said: ${said(word).trim()}`, () => assert.deepEqual(saidIn(said(word).trimEnd()), word));

  const answers: readonly Answered[] = [{ is: 'go', id: 7, passed: null, mayPass: false }, { is: 'go', id: 7, passed: 1_764_100_000_000_000, mayPass: true }, { is: 'ask' }, { is: 'present' }];
  for (const word of answers) test(`is heard as it was answered: ${answered(word).trim()}`, () => assert.deepEqual(answeredIn(answered(word).trimEnd()), word));

  test('what is none of it is not heard', () => {
    for (const line of ['', 'join', 'join 1', 'join 1 x 0 5', 'join 1 y 1 5', 'join -1 x 1 5', 'join 1 x 1', 'holds 1 x', 'leave x', 'dance 1', 'leave 99999999999999999', 'pass 1', 'pass 1 x', 'done']) assert.equal(saidIn(line), null, line);
    for (const line of ['', 'go', 'go x', 'go 1', 'go 1 x free', 'went 1']) assert.equal(answeredIn(line), null, line);
  });
});
