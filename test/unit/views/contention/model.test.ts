import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { Model } from '../../../../media/contention/model.ts';
import { seenRows } from '../../../../media/contention/seen-rows.ts';
import { describeRow } from '../../../../media/contention/row-words.ts';
import { factsOf, lengthOf, sentenceOf } from '../../../../media/contention/span-words.ts';
import { readState, stateFrom, type ViewState } from '../../../../media/contention/view-state.ts';
import type { Span } from '../../../../src/contention/model.ts';
import type { Source } from '../../../../src/protocol/contention.ts';
import { contentionWords } from '../../../../src/protocol/contention-words.ts';
import { SpanEncoder } from '../../../../src/protocol/span-columns.ts';

const now = Date.now();
const ada = { pid: 1, startMark: null, command: 'git commit' };
const bob = { pid: 2, startMark: null, command: 'node build.mjs' };

function span(id: number, more: Partial<Span> = {}): Span {
  return { id, is: 'hold', lock: '/ws/a.lock', actor: ada, mode: 'exclusive', from: now - 1000, to: now - 500, certainty: 'seen', blockers: [], ...more };
}

/** A model and its host. */
class Scene {
  kept: ViewState | undefined;
  readonly model: Model;
  readonly changes: string[] = [];
  readonly #encoder = new SpanEncoder((path) => ({ path, resource: path.replace('.lock', ''), kind: 'k', title: 'A lock' }));

  constructor(kept?: unknown) {
    this.model = new Model(kept, (state) => {
      this.kept = state;
    });
    this.model.onChange((change) => this.changes.push(change));
  }

  start(source: Source = { is: 'live' }, mostSpans = 1000): this {
    this.model.take({ is: 'start', source, now, mostSpans, folders: [{ name: 'ws', path: '/ws' }], words: contentionWords, language: 'en' });
    return this;
  }

  send(...spans: readonly Span[]): this {
    this.model.take({ is: 'spans', ...this.#encoder.encode(spans) });
    return this;
  }

  loaded(): this {
    this.model.take({ is: 'loaded' });
    return this;
  }

  slot(id: number): number {
    return this.model.store.slotOf(id) ?? assert.fail();
  }
}

suite('The model of the page', () => {
  test('follows the time until somebody looks elsewhere', () => {
    const { model } = new Scene().start().send(span(1)).loaded();
    assert.ok(model.state.follow && model.range.to >= now);
    model.look({ from: now - 5000, to: now - 4000 });
    assert.deepEqual([model.state.follow, model.range], [false, { from: now - 5000, to: now - 4000 }]);
    model.follow(true);
    assert.ok(Math.abs(model.range.to - model.range.from - 1000) < 1e-6, 'as long a range as before');
  });

  test('goes to what is chosen when it is out of sight', () => {
    const scene = new Scene().start().send(span(1, { from: now - 900_000, to: now - 890_000 }), span(2)).loaded();
    scene.model.select(scene.slot(2));
    assert.ok(scene.model.state.follow, 'what is seen needs no going');
    scene.model.select(scene.slot(1));
    const { range, state, selectedRow } = { range: scene.model.range, state: scene.model.state, selectedRow: scene.model.selectedRow() };
    assert.deepEqual([state.follow, range.from < now - 890_000 && range.to > now - 900_000, selectedRow?.key], [false, true, '/ws/a.lock']);
  });

  test('chooses the newest of the lock that the host wants to be seen, also when it comes later', () => {
    const scene = new Scene({ ...new Scene().model.state, by: 'process', hidden: ['/ws/b.lock'], filter: 'x' }).start();
    scene.model.take({ is: 'select', lock: '/ws/b.lock' });
    scene.send(span(1)).loaded();
    assert.equal(scene.model.selected, null);
    scene.send(span(2, { lock: '/ws/b.lock' }), span(3, { lock: '/ws/b.lock', from: now - 200, to: null }));
    assert.equal(scene.model.selected, scene.slot(3));
    assert.deepEqual([scene.model.state.by, scene.model.state.hidden, scene.model.state.filter], ['lock', [], '']);
  });

  test('keeps what is arranged, and brings it back', () => {
    const scene = new Scene().start().send(span(1)).loaded();
    scene.model.update({ by: 'process', hidden: ['x'], filter: 'git' });
    scene.model.select(scene.slot(1));
    const back = new Scene(structuredClone(scene.kept)).start().send(span(1)).loaded();
    assert.deepEqual(back.model.state, scene.model.state);
    assert.equal(back.model.selected, back.slot(1));
  });

  test('starts afresh when what was kept is none of ours', () => {
    const fresh = stateFrom(undefined, now);
    for (const kept of [null, 7, {}, { ...fresh, range: { from: 2, to: 1 } }, { ...fresh, sort: { key: 'x', direction: 'ascending' } }]) assert.deepEqual(stateFrom(kept, now), fresh);
    assert.throws(() => readState({ ...fresh, tab: 'other' }), SyntaxError);
  });

  test('does not stay at a time in which nothing is left to see', () => {
    const { model } = new Scene({ ...stateFrom(null, now), follow: false, range: { from: now - 90_000, to: now - 80_000 } }).start().send(span(1)).loaded();
    assert.ok(model.state.follow);
  });

  test('shows all of a trace at once, does not follow, and knows of no now', () => {
    const scene = new Scene().start({ is: 'trace', name: 't.json', path: '/x/t.json' }).send(span(1, { from: 1000, to: 5000 }), span(2, { from: 9000, to: null })).loaded();
    const { model } = scene;
    assert.ok(model.range.from < 1000 && model.range.to > 9000 && model.range.to < 20_000, JSON.stringify(model.range));
    model.follow(true);
    assert.equal(model.state.follow, false);
    assert.equal(lengthOf(scene.slot(2), model), 'length unknown');
    assert.equal(scene.kept?.trace, '/x/t.json');
  });

  test('forgets the oldest beyond its bound', () => {
    const scene = new Scene().start({ is: 'live' }, 100);
    for (let id = 1; id <= 400; id++) scene.send(span(id, id === 1 ? { to: null } : {}));
    assert.ok(scene.model.store.size <= 105);
    assert.ok(scene.model.store.slotOf(1) !== undefined && scene.model.store.slotOf(400) !== undefined);
    scene.model.update({ by: 'process' });
    assert.equal(scene.model.rows.all.flatMap(({ lanes }) => lanes).reduce((sum, { size }) => sum + size, 0), scene.model.store.size);
  });

  test('a second start is a whole', () => {
    const scene = new Scene().start().send(span(1)).loaded();
    const { locks, actors } = scene.model.store;
    scene.start();
    assert.deepEqual([scene.model.store.size, scene.model.isLoaded, scene.model.store.locks.length], [0, false, 0]);
    assert.deepEqual([locks.length, actors.length], [1, 1]);
  });

  test('filters rows by path and by the commands in them', () => {
    const scene = new Scene().start().send(span(1), span(2, { lock: '/ws/b.lock', actor: bob })).loaded();
    const seen = (filter: string): string => {
      scene.model.update({ filter });
      return seenRows(scene.model).map(({ label }) => label).join();
    };
    assert.deepEqual(['', 'BUILD', 'a.lock', 'b git', 'b node'].map(seen), ['a,b', 'b', 'a', '', 'b']);
    scene.model.update({ filter: '', hidden: ['/ws/a.lock'] });
    assert.deepEqual(seenRows(scene.model).map(({ label }) => label), ['b']);
  });
});

suite('A bar in words', () => {
  test('says who, what, how long as far as that is known, and who was in the way', () => {
    const scene = new Scene().start().send(span(1, { from: now - 2000 }), span(2, { is: 'wait', actor: bob, from: now - 1500, to: now - 500, certainty: 'sampled' }), span(3, { certainty: 'glimpsed', actor: { pid: null, startMark: null, command: null } }), span(4, { from: now - 100, to: null })).loaded();
    const { model } = scene;
    assert.deepEqual([1, 2, 3].map((id) => `${sentenceOf(scene.slot(id), model)}, ${lengthOf(scene.slot(id), model)}`), [
      'git commit (1) held a, 1.50 s',
      'node build.mjs (2) waited for a, at least 1.00 s',
      'An unknown process held a, length unknown',
    ]);
    assert.match(`${sentenceOf(scene.slot(4), model)}, ${lengthOf(scene.slot(4), model)}`, /^git commit \(1\) holds a, \S+ m?s so far$/);
    const facts = new Map(factsOf(scene.slot(2), model));
    assert.deepEqual([facts.get('Blocked by'), facts.get('Path'), facts.get('Kind')], ['git commit (1)', '/ws/a.lock', 'A lock']);
    assert.equal(new Map(factsOf(scene.slot(1), model)).get('Kept waiting'), 'node build.mjs (2)');
    assert.equal(describeRow(model.locks.all[0] ?? assert.fail(), model), 'git commit (1)');
  });
});
