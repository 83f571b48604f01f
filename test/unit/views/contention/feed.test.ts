import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { systemClock } from '../../../../src/base/clock.ts';
import { Emitter } from '../../../../src/base/emitter.ts';
import { plain, text, type Text } from '../../../../src/base/text.ts';
import type { Troubles } from '../../../../src/contention/contention-watch.ts';
import { History } from '../../../../src/contention/history.ts';
import type { Happening, Span } from '../../../../src/contention/model.ts';
import type { DeadlockNotice, ToPage } from '../../../../src/protocol/contention.ts';
import { contentionWords } from '../../../../src/protocol/contention-words.ts';
import { readToPage } from '../../../../src/protocol/read-to-page.ts';
import { Feed } from '../../../../src/views/contention/feed.ts';
import { liveSource } from '../../../../src/views/contention/source.ts';
import { SpanStore } from '../../../../media/contention/store.ts';

function began(key: number, pid: number = key): Happening {
  return { is: 'began', key: String(key), lock: { path: `/ws/${key % 7}.lock`, resource: `/ws/${key % 7}`, kind: 'k', title: 'A lock' }, span: { is: 'hold', actor: { pid, startMark: null, command: 'c' }, mode: 'exclusive', from: key, certainty: 'seen', blockers: [] } };
}

function ended(key: number): Happening {
  return { is: 'ended', key: String(key), at: key + 1, certainty: 'seen' };
}

/** A history, its feed, and a page that takes what it is sent. */
class Scene implements Disposable, Troubles {
  readonly history = new History();
  readonly kinds: string[] = [];
  store = new SpanStore();
  deadlocks: readonly DeadlockNotice[] = [];
  readonly feed: Feed;
  readonly troubled = new Emitter<Text>();
  readonly onDidGetTrouble = this.troubled.event;
  trouble: Text | null = null;
  #wake: () => void = () => undefined;

  constructor(mostNames?: number) {
    this.feed = new Feed({
      source: liveSource(this.history, this),
      post: (message) => this.#take(structuredClone(message)),
      deadlocks: () => this.deadlocks,
      localize: plain,
      words: contentionWords,
      language: 'en',
      folders: () => [],
      clock: systemClock,
      ...(mostNames === undefined ? {} : { mostNames }),
    });
  }

  /** The spans as the page knows them. */
  get shown(): readonly Span[] {
    return [...this.store.slots()].map((slot) => this.store.span(slot)).sort((a, b) => a.id - b.id);
  }

  /** Waits until the page is as wanted. */
  async until(accept: () => boolean): Promise<void> {
    while (!accept()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  [Symbol.dispose](): void {
    this.feed.dispose();
  }

  #take(value: ToPage): void {
    const message = readToPage(value, { locks: this.store.locks.length, actors: this.store.actors.length });
    this.kinds.push(message.is);
    if (message.is === 'start') this.store = new SpanStore();
    if (message.is === 'spans') {
      this.store.locks.push(...message.locks);
      this.store.actors.push(...message.actors);
      this.store.take(message.columns, { added: () => undefined, changed: () => undefined });
    }
    this.#wake();
  }
}

suite('What a page is fed', { timeout: 20_000 }, () => {
  test('is all at first, and then what changes, in few messages', async () => {
    using scene = new Scene();
    scene.history.apply(Array.from({ length: 10_000 }, (_, key) => began(key)));
    await scene.feed.start();
    assert.deepEqual(scene.kinds, ['start', 'spans', 'spans', 'spans', 'loaded']);
    assert.deepEqual(scene.shown, scene.history.spans);
    for (let key = 0; key < 500; key++) scene.history.apply([ended(key)]);
    await scene.until(() => scene.store.open.size === 9500);
    assert.equal(scene.kinds.length, 6);
    assert.deepEqual(scene.shown, scene.history.spans);
  });

  test('is what is true in the end, also when it changes while it is sent', async () => {
    using scene = new Scene();
    scene.history.apply(Array.from({ length: 10_000 }, (_, key) => began(key)));
    const started = scene.feed.start();
    scene.history.apply([ended(9_999), began(10_001), ended(3)]);
    await started;
    assert.deepEqual(scene.shown, scene.history.spans);
  });

  test('is nothing while the page is away, and all again when it is back', async () => {
    using scene = new Scene();
    scene.history.apply([began(1)]);
    await scene.feed.start();
    scene.feed.stop();
    scene.history.apply([ended(1), began(2)]);
    assert.equal(scene.store.open.size, 1);
    await scene.feed.start();
    assert.deepEqual(scene.shown, scene.history.spans);
  });

  test('ends with the page that is shown anew before it was through', async () => {
    using scene = new Scene();
    scene.history.apply(Array.from({ length: 10_000 }, (_, key) => began(key)));
    await Promise.all([scene.feed.start(), scene.feed.start()]);
    assert.equal(scene.kinds.filter((kind) => kind === 'loaded').length, 1);
    assert.deepEqual(scene.shown, scene.history.spans);
  });

  test('tells of deadlocks when they come and when they are over', async () => {
    using scene = new Scene();
    await scene.feed.start();
    scene.deadlocks = [{ sentence: 'a waits for b', locks: ['/b'] }];
    scene.history.apply([began(1)]);
    await scene.until(() => scene.kinds.includes('deadlocks'));
    scene.history.apply([began(2)]);
    await scene.until(() => scene.store.size === 2);
    scene.deadlocks = [];
    scene.history.apply([ended(1)]);
    await scene.until(() => scene.kinds.filter((kind) => kind === 'deadlocks').length === 2);
  });

  test('tells what is not seen any more, and tells it to a page that comes back', async () => {
    using scene = new Scene();
    await scene.feed.start();
    assert.ok(!scene.kinds.includes('trouble'));
    scene.trouble = text('Blind since {when}.', { when: 'noon' });
    scene.troubled.fire(scene.trouble);
    assert.equal(scene.kinds.at(-1), 'trouble');
    scene.feed.stop();
    scene.troubled.fire(scene.trouble);
    assert.equal(scene.kinds.filter((kind) => kind === 'trouble').length, 1);
    await scene.feed.start();
    assert.equal(scene.kinds.filter((kind) => kind === 'trouble').length, 2);
  });

  test('starts over when too many processes were named', async () => {
    using scene = new Scene(50);
    await scene.feed.start();
    scene.history.apply(Array.from({ length: 60 }, (_, key) => began(key)));
    await scene.until(() => scene.kinds.filter((kind) => kind === 'loaded').length === 2);
    assert.deepEqual(scene.shown, scene.history.spans);
    scene.history.apply([ended(1)]);
    await scene.until(() => scene.store.open.size === 59);
    assert.equal(scene.kinds.filter((kind) => kind === 'start').length, 2, 'not again and again');
  });
});
