import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { blockersOf, keptWaitingBy } from '../../../../media/contention/blockers.ts';
import { laneStrip, placeRows, rowAt } from '../../../../media/contention/layout.ts';
import { formatLength, formatTime, nameActor, nameWithin, shortPath } from '../../../../media/contention/names.ts';
import { barNear, neighbour, outermost } from '../../../../media/contention/neighbours.ts';
import { Rows } from '../../../../media/contention/rows.ts';
import { SpanStore } from '../../../../media/contention/store.ts';
import type { Actor, Span } from '../../../../src/contention/model.ts';
import { SpanEncoder } from '../../../../src/protocol/span-columns.ts';
import { busySpans } from '../../../bench/timeline-spans.ts';

const ada: Actor = { pid: 1, startMark: 'a', command: '/usr/bin/git commit' };
const bob: Actor = { pid: 2, startMark: 'b', command: 'node /srv/build.mjs' };
const someone: Actor = { pid: null, startMark: null, command: null };

function span(id: number, is: 'hold' | 'wait', actor: Actor, from: number, to: number | null, more: Partial<Span> = {}): Span {
  return { id, is, lock: '/ws/a.lock', actor, mode: 'exclusive', from, to, certainty: 'seen', blockers: [], ...more };
}

/** A page's store, with the way that spans come to it. */
class Scene {
  readonly store = new SpanStore();
  readonly locks = new Rows(this.store, 'lock');
  readonly processes = new Rows(this.store, 'process');
  readonly #encoder = new SpanEncoder((path) => ({ path, resource: path.replace('.lock', ''), kind: 'k', title: 'A lock' }));

  take(...spans: readonly Span[]): void {
    const { locks, actors, columns } = this.#encoder.encode(spans);
    this.store.locks.push(...locks);
    this.store.actors.push(...actors);
    this.store.take(columns, {
      added: (slot) => [this.locks, this.processes].forEach((rows) => rows.added(slot)),
      changed: (slot, before) => [this.locks, this.processes].forEach((rows) => rows.changed(slot, before)),
    });
  }

  slot(id: number): number {
    return this.store.slotOf(id) ?? assert.fail(`no span ${id}`);
  }

  id(slot: number | null): number | null {
    return slot === null ? null : this.store.idOf(slot);
  }
}

suite('The spans of a page', () => {
  test('come out as they went in', () => {
    const scene = new Scene();
    const spans = [span(1, 'hold', ada, 10, 20), span(2, 'wait', bob, 12.25, null, { blockers: [ada, someone], mode: 'shared', certainty: 'sampled' }), span(3, 'hold', someone, 30, 30, { certainty: 'glimpsed', lock: '/ws/b.lock' })];
    scene.take(...spans);
    assert.deepEqual(spans.map(({ id }) => scene.store.span(scene.slot(id))), spans);
    assert.deepEqual([...scene.store.open].map((slot) => scene.id(slot)), [2]);
  });

  test('change: they end, and their holder becomes known, in whose row they are then', () => {
    const scene = new Scene();
    scene.take(span(1, 'hold', someone, 10, null));
    assert.deepEqual(scene.processes.all.map(({ key }) => key), ['']);
    scene.take(span(1, 'hold', ada, 10, null));
    assert.deepEqual(scene.processes.all.map(({ label }) => label), ['git commit (1)']);
    scene.take(span(1, 'hold', ada, 10, 40));
    assert.equal(scene.store.open.size, 0);
    assert.equal(scene.processes.all[0]?.holds[0]?.reachAt(0), 40);
    assert.equal(scene.locks.all[0]?.holds[0]?.reachAt(0), 40);
  });

  test('stay within their bound; the oldest go, those that last do not', () => {
    const scene = new Scene();
    scene.take(span(1, 'hold', ada, 1, null, { lock: '/ws/open.lock' }), ...busySpans(500, 5, 1000, 900).map((one) => ({ ...one, id: one.id + 1 })));
    const gone = scene.store.trim(100);
    for (const rows of [scene.locks, scene.processes]) rows.forget(gone);
    assert.equal(scene.store.size, 100);
    assert.deepEqual([scene.store.slotOf(1) === undefined, scene.store.slotOf(2), scene.store.slotOf(501) === undefined], [false, undefined, false]);
    const inRows = (rows: Rows): number => rows.all.flatMap(({ lanes }) => lanes).reduce((sum, lane) => sum + lane.size, 0);
    assert.deepEqual([inRows(scene.locks), inRows(scene.processes)], [100, 100]);
    scene.take(span(900, 'hold', bob, 2000, 2001));
    assert.deepEqual(scene.store.span(scene.slot(900)), span(900, 'hold', bob, 2000, 2001), 'a slot that is used again');
  });
});

suite('The rows of the timeline', () => {
  test('have a lane more for what happens at once, up to four', () => {
    const scene = new Scene();
    scene.take(span(1, 'hold', ada, 10, 20), span(2, 'hold', ada, 20, 30), ...Array.from({ length: 9 }, (_, at) => span(3 + at, 'wait', bob, 10 + at, 100)));
    const [row] = scene.locks.all;
    assert.deepEqual([row?.holds.length, row?.waits.length, row?.waits.reduce((sum, { size }) => sum + size, 0)], [1, 4, 9]);
    assert.equal(row?.waiters(1e6)?.most, 9, 'all are counted, drawn in a lane of their own or not');
  });

  test('stand below each other, lanes within them, and are found by their height', () => {
    const scene = new Scene();
    scene.take(span(1, 'hold', ada, 10, 20), span(2, 'wait', bob, 10, 20), span(3, 'hold', ada, 1, 2, { lock: '/ws/b.lock' }));
    const placed = placeRows(scene.locks.all, ({ key }) => key === '/ws/b.lock');
    const [first, second] = [placed[0] ?? assert.fail(), placed[1] ?? assert.fail()];
    assert.ok(second.height < first.height);
    assert.deepEqual([0, first.height - 1, first.height, first.height + second.height, -1].map((y) => rowAt(placed, y)?.row.key), ['/ws/a.lock', '/ws/a.lock', '/ws/b.lock', undefined, undefined]);
    const [hold, wait] = [laneStrip(first, 'hold', 0), laneStrip(first, 'wait', 0)];
    assert.ok(hold.top + hold.height < wait.top && wait.top + wait.height < first.height);
  });

  test('are gone through by keys: every bar once, in the order of starts', () => {
    const scene = new Scene();
    scene.take(...busySpans(300, 1, 1000, 900));
    const [row] = scene.locks.all;
    assert.ok(row);
    const seen: number[] = [];
    for (let slot = outermost(row, scene.store, 'first'); slot !== null; slot = neighbour(row, scene.store, slot, 1)) seen.push(scene.store.idOf(slot));
    assert.deepEqual(seen, Array.from({ length: 300 }, (_, at) => at + 1));
    const back: number[] = [];
    for (let slot = outermost(row, scene.store, 'last'); slot !== null; slot = neighbour(row, scene.store, slot, -1)) back.push(scene.store.idOf(slot));
    assert.deepEqual(back, seen.toReversed());
  });

  test('offer the bar that goes on at a time, else the last before it, else the first', () => {
    const scene = new Scene();
    scene.take(span(1, 'hold', ada, 10, 20), span(2, 'hold', ada, 30, 90), span(3, 'hold', ada, 95, 96));
    const [row] = scene.locks.all;
    assert.ok(row);
    assert.deepEqual([5, 25, 50, 99].map((time) => scene.id(barNear(row, scene.store, time))), [1, 1, 2, 3]);
  });
});

suite('Who kept whom waiting', () => {
  test('are the holds during the wait, those of the blockers that were told first', () => {
    const scene = new Scene();
    scene.take(span(1, 'hold', ada, 0, 50), span(2, 'hold', bob, 50, 58), span(3, 'wait', someone, 40, 61), span(4, 'wait', someone, 55, 57), span(5, 'wait', someone, 40, 61, { blockers: [bob] }));
    const ids = (slots: readonly number[]): readonly (number | null)[] => slots.map((slot) => scene.id(slot));
    assert.deepEqual([3, 4, 5].map((id) => ids(blockersOf(scene.slot(id), scene.store, scene.locks))), [[1, 2], [2], [2]]);
    assert.deepEqual(ids(keptWaitingBy(scene.slot(1), scene.store, scene.locks)).toSorted((a, b) => Number(a) - Number(b)), [3, 5]);
  });

  test('are not the waiter itself, nor readers for a reader', () => {
    const scene = new Scene();
    scene.take(span(1, 'hold', ada, 0, 50, { mode: 'shared' }), span(2, 'wait', ada, 10, 40), span(3, 'wait', bob, 10, 40, { mode: 'shared' }), span(4, 'wait', bob, 10, 40));
    assert.deepEqual([2, 3, 4].map((id) => blockersOf(scene.slot(id), scene.store, scene.locks).length), [0, 0, 1]);
  });
});

suite('Names on the timeline', () => {
  test('of paths, processes and lengths', () => {
    assert.equal(shortPath('/home/ada/shop/.git/index'), 'shop/.git/index');
    nameWithin([{ name: 'shop', path: '/home/ada/shop' }]);
    assert.deepEqual(['/home/ada/shop/.git/index', '/home/ada/shopping/x'].map(shortPath), ['.git/index', 'ada/shopping/x']);
    nameWithin([{ name: 'shop', path: '/home/ada/shop' }, { name: 'lib', path: '/home/ada/shop/lib' }]);
    assert.equal(shortPath('/home/ada/shop/lib/a'), 'lib/a');
    nameWithin([]);
    assert.deepEqual([ada, { ...ada, command: null }, someone].map(nameActor), ['git commit (1)', 'pid 1', null]);
    assert.deepEqual([0.124, 12.34, 345.6, 3456, 34_560, 192_000, 7_500_000].map(formatLength), ['0.12 ms', '12.3 ms', '346 ms', '3.46 s', '34.6 s', '3 m 12 s', '2 h 5 m']);
    assert.deepEqual([60_000, 1000, 1, 0.01].map((step) => formatTime(new Date(2026, 1, 3, 4, 5, 6, 7).getTime() + 0.25, step)), ['04:05', '04:05:06', '04:05:06.007', '04:05:06.00725']);
  });
});
