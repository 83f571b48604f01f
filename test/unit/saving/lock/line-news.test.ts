// What those are told who only look on at a line.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { LineNews } from '../../../../src/saving/lock/line-news.ts';
import { newsIn, newsLine, type News } from '../../../../src/saving/lock/line-news-words.ts';
import { LineServer, type Member } from '../../../../src/saving/lock/line-server.ts';
import { said, saidIn, type Said } from '../../../../src/saving/lock/line-words.ts';
import type { Place } from '../../../../src/saving/lock/turns.ts';

const alone: Place = { kind: 'exclusive', limit: 1 };
const nobody: Member = { go: () => undefined, ask: () => undefined };

describe('what is told of a line', () => {
  const all: readonly News[] = [
    { is: 'waits', key: '12.3', pid: 12, kind: 'exclusive', since: 1_764_100_000_000 },
    { is: 'waits', key: 'm1', pid: null, kind: 'shared', since: 5 },
    { is: 'waited', key: '12.3', pid: 12, kind: 'shared', since: 5, until: 7.125 },
    { is: 'turn', key: '12.3', at: 7.5 },
    { is: 'passed', key: '12.3', at: 7.5, by: 11, pid: 12 },
    { is: 'passed', key: '12.3', at: 7.5, by: null, pid: null },
    { is: 'has', key: '12.3', at: 8 },
    { is: 'gone', key: '12.3', at: 9.001 },
    { is: 'all' },
  ];
  for (const news of all) test(`is heard as it was told: ${newsLine(news).trim()}`, () => assert.deepEqual(newsIn(newsLine(news).trimEnd()), news));

  test('what is none of it is not heard', () => {
    for (const line of ['', 'waits', 'waits 1.1 12 y 5', 'waits 1.1 12 x', 'waits 1.1 no x 5', 'turn 1.1', 'has 1.1 soon', 'passed 1.1 5', 'danced 1.1 5', `waits ${'9'.repeat(50)} 1 x 5`, 'waited 1.1 2 x 5']) assert.equal(newsIn(line), null, line);
  });
});

describe('who says who they are', () => {
  const words: readonly Said[] = [
    { is: 'join', id: 1, place: alone, since: 5, pid: 77 },
    { is: 'holds', id: 1, place: alone, turn: { pid: 77, since: 5, has: true } },
    { is: 'holds', id: 1, place: alone, turn: { pid: 77, since: 5, has: false } },
    { is: 'has', id: 4 },
    { is: 'observe' },
  ];
  for (const word of words) test(`is heard: ${said(word).trim()}`, () => assert.deepEqual(saidIn(said(word).trimEnd()), word));
});

describe('a host, to those who look on', () => {
  let news: LineNews;
  let server: LineServer;
  let heard: string[];

  /** What a host makes of a member. */
  const memberOf = (): Member => {
    const member: Member = { go: (id, go) => news.went(member, id, go.passed !== null), ask: () => undefined };
    return member;
  };
  const hear = (lines: string): void => void heard.push(...lines.trimEnd().split('\n').map((line) => line.replace(/ \d+\.\d{3}/, '')));
  const say = (member: Member, word: Said): void => {
    news.said(member, word);
    if (word.is === 'join') server.join(member, word.id, word.place, word.since);
    if (word.is === 'done') server.done(member, word.id);
    if (word.is === 'pass') server.pass(member, word.id, word.token);
    if (word.is === 'leave') server.leave(member, word.id);
  };
  const join = (member: Member, pid: number, since: number): void => say(member, { is: 'join', id: 1, place: alone, since, pid });

  beforeEach(() => {
    news = new LineNews();
    server = new LineServer(() => undefined);
    heard = [];
  });

  test('tells how it stands, and then what changes, a turn of the event loop later', async () => {
    const [a, b] = [memberOf(), memberOf()];
    join(a, 10, 100);
    join(b, 20, 200);
    news.observe(hear);
    assert.deepEqual(heard.splice(0), ['waits 10.1 10 x 100', 'turn 10.1', 'waits 20.1 20 x 200', 'all']);
    say(a, { is: 'has', id: 1 });
    say(a, { is: 'pass', id: 1, token: 5 });
    assert.deepEqual(heard, []);
    await turn();
    assert.deepEqual(heard, ['has 10.1', 'gone 10.1', 'passed 20.1 10 20']);
  });

  test('remembers waits that are over for those who come late', () => {
    const [a, b] = [memberOf(), memberOf()];
    join(a, 10, Date.now() - 500);
    say(a, { is: 'has', id: 1 });
    join(b, 20, Date.now());
    say(b, { is: 'leave', id: 1 });
    news.observe(hear);
    assert.equal(heard.length, 2, 'one that was short is not worth it');
    assert.match(heard[0] ?? '', /^waited 10\.1 10 x \d+$/);
  });

  test('tells that those wait no longer who have ended', async () => {
    const a = memberOf();
    news.observe(hear);
    join(a, 10, 100);
    news.gone(a);
    await turn();
    assert.deepEqual(heard, ['all', 'waits 10.1 10 x 100', 'turn 10.1', 'gone 10.1']);
  });

  test('tells nothing to those who have gone', async () => {
    news.observe(hear);
    news.unobserve(hear);
    join(nobody, 10, 100);
    await turn();
    assert.deepEqual(heard, ['all']);
  });
});
