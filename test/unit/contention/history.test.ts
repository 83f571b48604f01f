import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { list, record } from '../../../src/base/json.ts';
import { History } from '../../../src/contention/history.ts';
import type { Happening, Span } from '../../../src/contention/model.ts';
import { actor, began, epoch, lockName, pick, randomFrom, span } from './make.ts';

function hold(from: number, more: Partial<Span> = {}): Span {
  return span({ is: 'hold', from, to: null, ...more });
}

function ended(key: string, at: number, certainty: Span['certainty'] = 'seen'): Happening {
  return { is: 'ended', key, at, certainty };
}

describe('a history', () => {
  test('remembers what began, and when it ended', () => {
    const history = new History();
    history.apply([began('k', hold(10))]);
    assert.deepEqual(history.spans, [hold(10)]);
    assert.deepEqual(history.open, [hold(10)]);
    history.apply([ended('k', 12.5)]);
    assert.deepEqual(history.spans, [hold(10, { to: 12.5 })]);
    assert.deepEqual(history.open, []);
  });

  test('knows how well a length is known by the worse of its ends', () => {
    const history = new History();
    for (const [at, [a, b]] of ([['seen', 'sampled'], ['sampled', 'seen'], ['glimpsed', 'seen'], ['seen', 'seen']] as const).entries()) {
      history.apply([began(`k${at}`, hold(10, { certainty: a })), ended(`k${at}`, 11, b)]);
    }
    assert.deepEqual(history.spans.map(({ certainty }) => certainty), ['sampled', 'sampled', 'glimpsed', 'seen']);
  });

  test('learns who it was, and forgets no name again', () => {
    const history = new History();
    history.apply([began('k', hold(10, { is: 'wait', actor: actor(null) }))]);
    history.apply([{ is: 'learned', key: 'k', actor: actor(7), blockers: [actor(8, null)] }]);
    history.apply([{ is: 'learned', key: 'k', actor: actor(null), blockers: [actor(8), actor(9)] }]);
    history.apply([{ is: 'learned', key: 'k', actor: actor(7, null), blockers: [actor(9, null)] }]);
    const [learned] = history.open;
    assert.deepEqual([learned?.actor, learned?.blockers], [actor(7), [actor(8), actor(9)]]);
  });

  test('ends what a key named before when it begins again', () => {
    const history = new History();
    history.apply([began('k', hold(10)), began('k', hold(20, { actor: actor(2) }))]);
    assert.deepEqual(history.spans.map(({ actor: { pid }, to, certainty }) => [pid, to, certainty]), [[1, 20, 'sampled'], [2, null, 'seen']]);
  });

  test('is not disturbed by keys that it does not know, nor by a clock set back', () => {
    const history = new History();
    history.apply([ended('none', 5), { is: 'learned', key: 'none', actor: actor(1), blockers: [] }]);
    assert.deepEqual(history.spans, []);
    history.apply([began('k', hold(10)), ended('k', 4), ended('k', 11)]);
    assert.deepEqual(history.spans.map(({ to }) => to), [10]);
  });

  test('tells once what changed, and not when nothing did', () => {
    const history = new History();
    const told: (readonly Span[])[] = [];
    const listening = history.onDidChange((spans) => told.push(spans));
    history.apply([began('a', hold(1)), began('b', hold(2)), ended('a', 3)]);
    history.apply([ended('none', 4)]);
    history.apply([]);
    assert.deepEqual(told, [[hold(1, { to: 3 }), hold(2, { id: 2 })]]);
    listening.dispose();
    history.apply([ended('b', 4)]);
    assert.equal(told.length, 1);
  });

  test('forgets those first that ended first, and never those that last', () => {
    const history = new History(3);
    history.apply([began('long', hold(0, { lock: '/ws/long.lock' }))]);
    for (let at = 1; at <= 5; at++) history.apply([began('k', hold(at, { lock: `/ws/${at}.lock` })), ended('k', at + 0.5)]);
    assert.deepEqual(history.spans.map(({ from }) => from), [0, 4, 5]);
    assert.deepEqual(history.locks.map(({ path }) => path), ['/ws/long.lock', '/ws/4.lock', '/ws/5.lock']);
    assert.deepEqual([history.lock('/ws/1.lock'), history.lock('/ws/5.lock')], [undefined, lockName('/ws/5.lock')]);
    history.apply(Array.from({ length: 4 }, (_none, at) => began(`open ${at}`, hold(10 + at))));
    assert.deepEqual([history.spans.length, history.open.length], [5, 5]);
  });

  test('is what a simple list of the same happenings would be', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const random = randomFrom(seed);
      const history = new History(20);
      let open: (Span & { readonly key: string })[] = [];
      let past: Span[] = [];
      const end = (key: string, at: number, certainty: Span['certainty']): void => {
        const of = open.find((each) => each.key === key);
        if (of === undefined) return;
        open = open.filter((each) => each !== of);
        const { key: _key, ...rest } = of;
        past.push({ ...rest, to: at, certainty });
      };
      let id = 0;
      for (let at = 1; at <= 200; at++) {
        const key = pick(random, ['a', 'b', 'c', 'd']);
        if (random() < 0.5) {
          history.apply([began(key, hold(at))]);
          end(key, at, 'sampled');
          open.push({ ...hold(at, { id: ++id }), key });
        } else {
          history.apply([ended(key, at)]);
          end(key, at, 'seen');
        }
        past = past.slice(-(20 - open.length));
        const expected = [...past, ...open.map(({ key: _key, ...rest }) => rest)].toSorted((a, b) => a.id - b.id);
        assert.deepEqual(history.spans, expected, `seed ${seed}, step ${at}`);
      }
    }
  });

  test('takes in a thousand a second for a minute within its bound', () => {
    const history = new History(10_000);
    for (let at = 0; at < 30_000; at++) history.apply([began('k', hold(epoch + at, { lock: `/ws/${at}.lock` })), ended('k', epoch + at + 0.5)]);
    assert.deepEqual([history.spans.length, history.locks.length, history.spans[0]?.id], [10_000, 10_000, 20_001]);
  });
});

describe('a history that was saved', () => {
  const saved = (): unknown => {
    const history = new History();
    history.apply([began('a', hold(epoch, { lock: '/ws/a.lock' })), ended('a', epoch + 2.25)]);
    history.apply([began('b', hold(epoch + 1, { is: 'wait', lock: '/ws/b.lock', mode: 'shared', blockers: [actor(1), actor(null, 'make')] }))]);
    return JSON.parse(JSON.stringify(history.saved(epoch + 5)));
  };

  test('is the same after a restore, but that what lasted ended then', () => {
    const history = new History();
    history.restore(saved());
    assert.deepEqual(history.spans, [
      hold(epoch, { to: epoch + 2.25 }),
      hold(epoch + 1, { id: 2, is: 'wait', lock: '/ws/b.lock', mode: 'shared', blockers: [actor(1), actor(null, 'make')], to: epoch + 5, certainty: 'sampled' }),
    ]);
    assert.deepEqual([history.open, history.locks], [[], [lockName('/ws/a.lock'), lockName('/ws/b.lock')]]);
    history.apply([began('c', hold(epoch + 9))]);
    assert.deepEqual(history.spans.map(({ id }) => id), [1, 2, 3]);
  });

  test('is older than what is known by then', () => {
    const history = new History(2);
    history.apply([began('new', hold(epoch + 10)), ended('new', epoch + 11)]);
    history.restore(saved());
    assert.deepEqual(history.spans.map(({ id, from }) => [id, from - epoch]), [[1, 10], [3, 1]]);
    history.apply([began('newer', hold(epoch + 12))]);
    assert.deepEqual(history.spans.map(({ from }) => from - epoch), [10, 12]);
  });

  test('is bounded, the newest of it', () => {
    const history = new History();
    for (let at = 0; at < 50; at++) history.apply([began('k', hold(epoch + at)), ended('k', epoch + at)]);
    const again = new History();
    again.restore(history.saved(epoch, 10));
    assert.deepEqual(history.newest(3).map(({ from }) => from - epoch), [47, 48, 49]);
    assert.deepEqual(again.spans.map(({ from }) => from - epoch), [40, 41, 42, 43, 44, 45, 46, 47, 48, 49]);
  });

  test('loses what is malformed, and nothing else', () => {
    const good = record(saved());
    const [part] = list(good['parts'], record);
    assert.ok(part);
    const [firstLock, ...otherLocks] = list(part['locks'], record);
    const spans = list(part['spans'], (each) => each);
    const withPart = (fields: Readonly<Record<string, unknown>>): unknown => ({ ...good, parts: [{ ...part, ...fields }] });
    const bad = [null, [], [1, 2], ['hold', 0, 0, 'exclusive', 2, 1, 'seen', []], ['hold', 99, 0, 'exclusive', 1, 2, 'seen', []], ['hold', 0, -1, 'exclusive', 1, 2, 'seen', []], ['hold', 0, 0, 'exclusive', null, 2, 'seen', []], ['hold', 0, 0, 'exclusive', 1, null, 'seen', []]];
    const broken: readonly (readonly [unknown, number])[] = [
      [good, 2],
      [null, 0],
      [undefined, 0],
      ['text', 0],
      [[], 0],
      [{ ...good, version: 2 }, 0],
      [{ ...good, parts: 7 }, 0],
      [{ ...good, parts: [null, 3, part] }, 2],
      [withPart({ locks: 'no' }), 0],
      [withPart({ spans: 7 }), 0],
      [withPart({ locks: [null, ...otherLocks] }), 1],
      [withPart({ locks: [{ ...firstLock, path: 'x'.repeat(10_000) }, ...otherLocks] }), 1],
      [withPart({ actors: [{ pid: 'x' }, ...list(part['actors'], record).slice(1)] }), 0],
      [withPart({ spans: [...spans, ...bad] }), 2],
    ];
    for (const [value, left] of broken) {
      const history = new History();
      history.restore(value);
      assert.equal(history.spans.length, left, JSON.stringify(value)?.slice(0, 300));
    }
  });
});
