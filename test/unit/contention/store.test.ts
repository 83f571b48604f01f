import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { History } from '../../../src/contention/history.ts';
import { ContentionStore } from '../../../src/contention/store.ts';
import { began, epoch, lockName, span } from './make.ts';

describe('a stored history', () => {
  let folder: string;
  let file: string;
  let stores: ContentionStore[];
  before(() => (process.env['LOCKSCOPE_STATE_DIR'] = path.join(os.tmpdir(), `lockscope-store-${process.pid}`)));
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'lockscope-store-'));
    file = path.join(folder, 'of', 'workspace', 'contention.jsonl');
    stores = [];
  });
  afterEach(async () => {
    for (const store of stores) {
      store.dispose();
      await store.flush();
    }
    rmSync(folder, { recursive: true });
  });
  after(() => {
    rmSync(process.env['LOCKSCOPE_STATE_DIR'] ?? '', { recursive: true, force: true });
    delete process.env['LOCKSCOPE_STATE_DIR'];
  });

  function stored(history: History, pauseMs?: number): { readonly store: ContentionStore; readonly troubles: unknown[] } {
    const troubles: unknown[] = [];
    const store = new ContentionStore(history, file, { onTrouble: (error) => troubles.push(error), ...(pauseMs === undefined ? {} : { pauseMs }) });
    stores.push(store);
    return { store, troubles };
  }

  function add(history: History, from: number, to = from + 1): void {
    history.apply([began('k', span({ is: 'hold', from: epoch + from, to: null })), { is: 'ended', key: 'k', at: epoch + to, certainty: 'seen' }]);
  }

  test('comes back as it was', async () => {
    const history = new History();
    const { store, troubles } = stored(history);
    for (let at = 0; at < 1234; at++) add(history, at);
    await store.flush();
    const again = new History();
    assert.deepEqual(await stored(again).store.load(), { is: 'loaded', spans: 1234 });
    assert.deepEqual([again.spans, again.locks, troubles], [history.spans, [lockName('/ws/a.lock')], []]);
  });

  test('comes back without the locks that are not kept, which take no place from others', async () => {
    const history = new History();
    const store = new ContentionStore(history, file, { onTrouble: (error) => assert.fail(String(error)), isKept: (lock) => lock !== '/tmp/run/a.lock' });
    stores.push(store);
    add(history, 1);
    history.apply([began('r', span({ is: 'hold', lock: '/tmp/run/a.lock', from: epoch + 2, to: null }))]);
    add(history, 3);
    await store.flush();
    const again = new History();
    await stored(again).store.load();
    assert.deepEqual([again.spans.map(({ lock }) => lock), again.locks], [['/ws/a.lock', '/ws/a.lock'], [lockName('/ws/a.lock')]]);
  });

  test('is saved some time after a change, by itself, and not again without one', async () => {
    const history = new History();
    stored(history, 1);
    add(history, 1);
    while (!existsSync(file)) await pause(5);
    const { ino } = statSync(file, { bigint: true });
    add(history, 2);
    while (statSync(file, { bigint: true }).ino === ino) await pause(5);
    const { ino: last } = statSync(file, { bigint: true });
    await stores[0]?.flush();
    assert.equal(statSync(file, { bigint: true }).ino, last);
  });

  test('is saved once for many changes', async () => {
    const history = new History();
    const { store } = stored(history, 60_000);
    for (let at = 0; at < 100; at++) add(history, at);
    assert.ok(!existsSync(file));
    store.dispose();
    await store.flush();
    assert.equal(readFileSync(file, 'utf8').trimEnd().split('\n').length, 2);
  });

  test('that was only loaded is not written again', async () => {
    const history = new History();
    const { store } = stored(history);
    add(history, 1);
    await store.flush();
    const { ino } = statSync(file, { bigint: true });
    const other = stored(new History()).store;
    await other.load();
    await other.flush();
    assert.equal(statSync(file, { bigint: true }).ino, ino);
  });

  test('is bounded, the newest of it', async () => {
    const history = new History();
    const { store } = stored(history);
    for (let at = 0; at < 20_500; at++) add(history, at);
    await store.flush();
    const again = new History();
    await stored(again).store.load();
    assert.deepEqual([again.spans.length, again.spans[0]?.from], [20_000, epoch + 500]);
  });

  test('is nothing where there is none, and says what stands there instead', async () => {
    const history = new History();
    const { store } = stored(history);
    assert.deepEqual(await store.load(), { is: 'absent' });
    mkdirSync(path.dirname(file), { recursive: true });
    for (const garbage of ['', '\0\0\0', '[]', '{"version":99}\n{}', 'x'.repeat(1000)]) {
      writeFileSync(file, garbage);
      assert.equal((await store.load()).is, 'unreadable', JSON.stringify(garbage));
    }
    truncateSync(file, 65 * 1024 * 1024);
    assert.deepEqual(await store.load(), { is: 'unreadable', why: 'it is too large' });
    rmSync(file);
    mkdirSync(file);
    assert.equal((await store.load()).is, 'unreadable');
    assert.deepEqual(history.spans, []);
  });

  test('cut short is what came before the cut', async () => {
    const history = new History();
    const { store } = stored(history);
    for (let at = 0; at < 1200; at++) add(history, at);
    await store.flush();
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.slice(0, -20));
    assert.deepEqual(await stored(new History()).store.load(), { is: 'loaded', spans: 1000 });
    const [head, , second] = whole.split('\n');
    writeFileSync(file, `${head}\n{"half\n${second}\n`);
    assert.deepEqual(await stored(new History()).store.load(), { is: 'loaded', spans: 0 });
  });

  test('that cannot be saved is told, and tried again', async () => {
    const history = new History();
    const { store, troubles } = stored(history);
    mkdirSync(file, { recursive: true });
    add(history, 1);
    await store.flush();
    assert.equal(troubles.length, 1);
    rmSync(file, { recursive: true });
    await store.flush();
    assert.deepEqual(await stored(new History()).store.load(), { is: 'loaded', spans: 1 });
  });

  test('of two windows is whole, whoever was last', async () => {
    const histories = [new History(), new History()];
    const both = histories.map((history) => stored(history).store);
    for (const [which, history] of histories.entries()) for (let at = 0; at < 700; at++) add(history, which * 10_000 + at);
    await Promise.all(both.flatMap((store) => [store.flush(), store.flush()]));
    const again = new History();
    assert.deepEqual(await stored(again).store.load(), { is: 'loaded', spans: 700 });
    assert.ok(histories.some((history) => history.spans[0]?.from === again.spans[0]?.from));
  });
});
