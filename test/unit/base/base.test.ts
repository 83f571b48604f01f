import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DisposableStore } from '../../../src/base/disposable.ts';
import { formatDuration, untilNextTick } from '../../../src/base/duration.ts';
import { Emitter } from '../../../src/base/emitter.ts';
import { contains, upwards } from '../../../src/base/paths.ts';
import { plain, text } from '../../../src/base/text.ts';

describe('contains', () => {
  for (const [outer, inner, expected] of [
    ['/ws', '/ws', true],
    ['/ws', '/ws/a/b', true],
    ['/ws', '/ws-other', false],
    ['/ws', '/ws/..', false],
    ['/ws', '/ws/..hidden', true],
    ['/ws/a', '/ws', false],
    ['/', '/ws', true],
  ] as const) {
    test(`${inner} is ${expected ? '' : 'not '}in ${outer}`, () => assert.equal(contains(outer, inner), expected));
  }
  test('upwards ends at the root', () => assert.deepEqual([...upwards('/a/b')], ['/a/b', '/a', '/']));
});

describe('formatDuration', () => {
  for (const [ms, expected] of [
    [-5, '0 s'],
    [999, '0 s'],
    [192_000, '3 m 12 s'],
    [120_000, '2 m'],
    [3_600_000 + 59_000, '1 h'],
    [90_061_000, '1 d 1 h'],
  ] as const) {
    test(`${ms} ms is ${expected}`, () => assert.equal(formatDuration(ms), expected));
  }

  test('reads differently exactly when untilNextTick says so', () => {
    for (const ms of [0, 999, 1000, 59_999, 61_500, 3_599_999, 3_700_000, 86_400_000, 90_000_000]) {
      const next = ms + untilNextTick(ms);
      assert.equal(formatDuration(next - 1), formatDuration(ms), `${ms}`);
    }
  });
});

describe('text', () => {
  test('fills its slots, and shows those it cannot fill', () => assert.equal(plain(text('{a} and {b}', { a: 1 })), '1 and {b}'));
});

describe('emitters and owners', () => {
  test('a listener that has gone hears nothing', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const listening = emitter.event((value) => heard.push(value));
    emitter.fire(1);
    listening.dispose();
    emitter.fire(2);
    assert.deepEqual(heard, [1]);
  });

  test('an owner lets go of the youngest first, and at once of what comes too late', () => {
    const gone: string[] = [];
    const owner = new DisposableStore();
    owner.add({ dispose: () => gone.push('a') });
    owner.add({ dispose: () => gone.push('b') });
    owner.dispose();
    owner.add({ dispose: () => gone.push('c') });
    assert.deepEqual(gone, ['b', 'a', 'c']);
  });
});
