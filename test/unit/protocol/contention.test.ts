import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { ToPage } from '../../../src/protocol/contention.ts';
import { contentionWords } from '../../../src/protocol/contention-words.ts';
import { readToHost } from '../../../src/protocol/read-to-host.ts';
import { readToPage } from '../../../src/protocol/read-to-page.ts';
import { flagsOf, readFlags, SpanEncoder } from '../../../src/protocol/span-columns.ts';
import { busySpans } from '../../bench/timeline-spans.ts';

const none = { locks: 0, actors: 0 };

function spansMessage(): Extract<ToPage, { is: 'spans' }> {
  return { is: 'spans', ...new SpanEncoder(() => undefined).encode(busySpans(50, 3, 1000, 900)) };
}

suite('What the page tells the host', () => {
  test('is read when it is one of the messages', () => {
    assert.deepEqual(readToHost({ is: 'ready', more: 1 }), { is: 'ready' });
    assert.deepEqual(readToHost({ is: 'explain', lock: '/a' }), { is: 'explain', lock: '/a' });
    assert.deepEqual(readToHost({ is: 'copy', text: 'x' }), { is: 'copy', text: 'x' });
  });

  test('is refused when it is anything else', () => {
    for (const value of [null, 'ready', {}, { is: 'run' }, { is: 'explain' }, { is: 'explain', lock: 3 }, { is: 'copy', text: 'x'.repeat(100_001) }]) {
      assert.throws(() => readToHost(value), SyntaxError, JSON.stringify(value)?.slice(0, 50));
    }
  });
});

suite('What the host tells the page', () => {
  test('comes through a structured clone as it was', () => {
    const messages: readonly ToPage[] = [
      { is: 'start', source: { is: 'trace', name: 'a.json', path: '/x/a.json' }, now: 5, mostSpans: 9, folders: [{ name: 'ws', path: '/ws' }], words: contentionWords, language: 'en' },
      spansMessage(),
      { is: 'loaded' },
      { is: 'deadlocks', deadlocks: [{ sentence: 'a waits for b', locks: ['/b'] }] },
      { is: 'trouble', sentence: 'Not all is seen.' },
      { is: 'select', lock: '/b' },
    ];
    for (const message of messages) assert.deepEqual(readToPage(structuredClone(message), none), message);
  });

  test('is refused when columns do not fit together or name what is not known', () => {
    const { columns, locks, actors } = spansMessage();
    const broken = [
      { ...columns, from: columns.from.slice(1) },
      { ...columns, locks: columns.locks.map(() => 99) },
      { ...columns, actors: columns.actors.map(() => 9999) },
      { ...columns, from: columns.from.map(() => Number.NaN) },
      { ...columns, blockers: Uint32Array.of(60, 0) },
      { ...columns, blockers: Uint32Array.of(0, 9999) },
      { ...columns, blockers: Uint32Array.of(0) },
      { ...columns, ids: [...columns.ids] },
      { ...columns, flags: columns.flags.map(() => 255) },
    ];
    for (const [at, each] of broken.entries()) assert.throws(() => readToPage({ is: 'spans', locks, actors, columns: each }, none), SyntaxError, `number ${at}`);
    assert.throws(() => readToPage({ is: 'spans', locks: [{ path: 1 }], actors, columns }, none), SyntaxError);
    assert.throws(() => readToPage({ is: 'start', source: { is: 'live' }, now: 1, mostSpans: 1, folders: [], words: {}, language: 'en' }, none), SyntaxError);
  });

  test('names locks and actors once', () => {
    const encoder = new SpanEncoder(() => undefined);
    const spans = busySpans(50, 3, 1000, 900);
    const first = encoder.encode(spans);
    const second = encoder.encode(spans);
    assert.ok(first.locks.length > 0 && first.actors.length > 0);
    assert.deepEqual([second.locks, second.actors], [[], []]);
    assert.deepEqual(second.columns.locks, first.columns.locks);
  });

  test('tells kind, mode and certainty in one number', () => {
    const all = (['hold', 'wait'] as const).flatMap((is) => (['exclusive', 'shared'] as const).flatMap((mode) => (['seen', 'sampled', 'glimpsed'] as const).map((certainty) => ({ is, mode, certainty }))));
    assert.deepEqual(all.map((one) => readFlags(flagsOf(one))), all);
    assert.equal(new Set(all.map(flagsOf)).size, 12);
  });
});
