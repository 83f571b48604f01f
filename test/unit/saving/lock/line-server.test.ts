import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { LineServer, type Member } from '../../../../src/saving/lock/line-server.ts';
import type { Place } from '../../../../src/saving/lock/turns.ts';

const alone: Place = { kind: 'exclusive', limit: 1 };

describe('the line', () => {
  let said: string[];
  let server: LineServer;
  let showPasses: boolean;

  /** "a1" is the turn of a's first request, "a1<7" with a lock that was passed by the hold of token 7, "a1>" when it may pass it on. */
  const member = (name: string): Member => ({
    go: (id, { passed, mayPass }) => said.push(`${name}${id}${passed === null ? '' : `<${passed}`}${showPasses && mayPass ? '>' : ''}`),
    ask: () => said.push(`${name}?`),
  });
  const heard = (): string => said.splice(0).join(' ');

  beforeEach(() => {
    said = [];
    showPasses = false;
    server = new LineServer((token) => said.push(`back ${token}`));
  });

  test('one after the other, first come, first served', () => {
    const [a, b] = [member('a'), member('b')];
    server.join(a, 1, alone, 10);
    server.join(b, 1, alone, 20);
    server.join(a, 2, alone, 30);
    assert.equal(heard(), 'a1');
    server.done(a, 1);
    assert.equal(heard(), 'b1');
    server.done(b, 1);
    assert.equal(heard(), 'a2');
  });

  test('who was in line before its host ended keeps its place with the next', () => {
    const [a, b, c] = [member('a'), member('b'), member('c')];
    server.holds(a, 1, alone);
    server.join(b, 1, alone, 20);
    server.join(c, 1, alone, 10);
    server.leave(a, 1);
    assert.equal(heard(), 'c1');
  });

  test('a process that ends leaves the line, with its turn', () => {
    const [a, b] = [member('a'), member('b')];
    server.join(a, 1, alone, 10);
    server.join(a, 2, alone, 11);
    server.join(b, 1, alone, 12);
    server.gone(a);
    assert.equal(heard(), 'a1 b1');
  });

  test('one who went on without its turn, its host being stopped, is not called when it is done', () => {
    const [a, b, c] = [member('a'), member('b'), member('c')];
    server.join(a, 1, alone, 10);
    server.join(b, 1, alone, 11);
    server.join(c, 1, alone, 12);
    server.done(b, 1);
    heard();
    server.done(a, 1);
    assert.equal(heard(), 'c1');
  });

  test('one who waits no longer is not called', () => {
    const [a, b] = [member('a'), member('b')];
    server.join(a, 1, alone, 10);
    server.join(b, 1, alone, 11);
    server.leave(b, 1);
    server.leave(a, 1);
    assert.equal(heard(), 'a1');
    assert.equal(server.hasWaiting, false);
  });

  test('who has the turn and does not answer keeps nobody from it, and counts again once it answers', () => {
    const [a, b, c] = [member('a'), member('b'), member('c')];
    server.join(a, 1, alone, 10);
    server.join(b, 1, alone, 11);
    server.check();
    assert.equal(heard(), 'a1 a?');
    server.check();
    assert.equal(heard(), 'b1', 'a is stopped: the turn of b comes');
    server.present(a);
    server.join(c, 1, alone, 12);
    server.leave(b, 1);
    assert.equal(heard(), '', 'a has the turn again');
    server.leave(a, 1);
    assert.equal(heard(), 'c1');
  });

  test('who answers is asked again and keeps its turn', () => {
    const [a, b] = [member('a'), member('b')];
    server.join(a, 1, alone, 10);
    server.join(b, 1, alone, 11);
    for (let i = 0; i < 3; i++) {
      server.check();
      server.present(a);
    }
    assert.equal(heard(), 'a1 a? a? a?');
  });

  test('several with permits for several', () => {
    const [a, b, c] = [member('a'), member('b'), member('c')];
    for (const one of [a, b, c]) server.join(one, 1, { kind: 'exclusive', limit: 2 }, 1);
    assert.equal(heard(), 'a1 b1');
    server.leave(b, 1);
    assert.equal(heard(), 'c1');
  });

  test('a lock is passed on to the next, who is told so', () => {
    showPasses = true;
    const [a, b, c] = [member('a'), member('b'), member('c')];
    server.join(a, 1, alone, 10);
    server.join(b, 1, alone, 11);
    server.join(c, 1, alone, 12);
    assert.equal(heard(), 'a1', 'nobody waited when its turn came');
    server.done(a, 1);
    assert.equal(heard(), 'b1>');
    server.pass(b, 1, 7);
    assert.equal(heard(), 'c1<7');
    server.done(c, 1);
    assert.equal(heard(), '');
  });

  test('a lock that is passed on to nobody is taken back', () => {
    const [a, b] = [member('a'), member('b')];
    server.join(a, 1, alone, 10);
    server.join(b, 1, alone, 11);
    server.leave(b, 1);
    server.pass(a, 1, 7);
    assert.equal(heard(), 'a1 back 7');
  });

  test('and so it is from one who has ended, waits no longer, or is stopped, before the next turn', () => {
    const [a, b, c] = [member('a'), member('b'), member('c')];
    const passToB = (): void => {
      server.join(a, 1, alone, 10);
      server.join(b, 1, alone, 11);
      server.join(c, 1, alone, 12);
      server.pass(a, 1, 7);
      assert.equal(heard(), 'a1 b1<7');
    };
    passToB();
    server.gone(b);
    assert.equal(heard(), 'back 7 c1');
    server.done(c, 1);
    passToB();
    server.leave(b, 1);
    assert.equal(heard(), 'back 7 c1');
    server.done(c, 1);
    passToB();
    server.check();
    server.present(a);
    server.check();
    assert.equal(heard(), 'b? back 7 c1');
  });

  test('readers do not take a lock as it stands', () => {
    showPasses = true;
    const [a, b] = [member('a'), member('b')];
    server.join(a, 1, alone, 10);
    server.join(b, 1, { kind: 'shared', limit: 1 }, 11);
    server.pass(a, 1, 7);
    assert.equal(heard(), 'a1 back 7 b1');
  });
});
