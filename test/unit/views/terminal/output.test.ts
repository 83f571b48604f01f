import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { pathsInLine } from '../../../../src/views/terminal/paths-in-line.ts';
import { Tail } from '../../../../src/views/terminal/tail.ts';

suite('The end of an output', () => {
  test('is kept, whatever pieces it came in', () => {
    const tail = new Tail(4);
    for (const piece of ['a', 'bcdef', '', 'ghijklmnopqrs', 't']) tail.add(piece);
    assert.equal(tail.text, 'qrst');
    tail.add('u');
    assert.equal(tail.text, 'rstu');
  });

  test('is all of a short one', () => {
    const tail = new Tail(100);
    tail.add('short');
    assert.equal(tail.text, 'short');
  });
});

suite('Paths in a line of a terminal', () => {
  const locks = new Set(['/ws/.git/index.lock', '/ws/a b/x.lock', '/other/y.lock']);
  const texts = (line: string): (readonly [string, string])[] =>
    pathsInLine(line, ['/ws/sub', '/ws'], (place) => locks.has(place)).map(({ start, length, path }) => [line.slice(start, start + length), path]);

  test('in quotes, as git names it', () => {
    assert.deepEqual(texts("fatal: Unable to create '/ws/.git/index.lock': File exists."), [['/ws/.git/index.lock', '/ws/.git/index.lock']]);
  });

  test('with a blank in it, in quotes', () => {
    assert.deepEqual(texts('open "/ws/a b/x.lock" failed'), [['/ws/a b/x.lock', '/ws/a b/x.lock']]);
  });

  test('relative, from any of the folders, with marks around it', () => {
    assert.deepEqual(texts('rm (.git/index.lock), ../.git/index.lock: busy'), [['.git/index.lock', '/ws/.git/index.lock'], ['../.git/index.lock', '/ws/.git/index.lock']]);
  });

  test('only those that are wanted', () => assert.deepEqual(texts('cat /ws/.git/config /ws/.git/index.locked yarn.lock'), []));

  test('in no more than the beginning of an endless line', () => {
    const line = `${'x '.repeat(5000)}/other/y.lock`;
    assert.deepEqual(texts(line), []);
    assert.deepEqual(texts(`${'x'.repeat(1980)} /other/y.lock`), [['/other/y.lock', '/other/y.lock']]);
  });
});
