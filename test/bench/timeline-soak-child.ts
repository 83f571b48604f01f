/** A history with its store and the feed of a page, in a process of its own. The order is how many events to take in; the answer the figures then. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { History } from '../../src/contention/history.ts';
import type { Happening, LockName } from '../../src/contention/model.ts';
import { ContentionStore } from '../../src/contention/store.ts';
import { contentionWords } from '../../src/protocol/contention-words.ts';
import { Feed } from '../../src/views/contention/feed.ts';
import { liveSource } from '../../src/views/contention/source.ts';
import { obey } from './own-child.ts';
import { seeded } from './timeline-spans.ts';

export interface SoakFigures {
  /** Bytes in use after a collection. */
  readonly heap: number;
  readonly spans: number;
  /** Locks that the history knows. */
  readonly names: number;
  /** To the page. */
  readonly sent: number;
  readonly ms: number;
}

const perApply = 100;

const folder = mkdtempSync(path.join(tmpdir(), 'lockscope-soak-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const random = seeded(7);
const history = new History();
const store = new ContentionStore(history, path.join(folder, 'contention.jsonl'), { onTrouble: (error) => console.error(error), pauseMs: 500 });
let sent = 0;
const feed = new Feed({
  source: liveSource(history),
  post: (message) => {
    // As the editor does with what it sends to a page.
    const copy = structuredClone(message);
    if (copy.is === 'spans') sent += copy.columns.ids.length;
  },
  deadlocks: () => [],
  words: contentionWords,
  language: 'en',
  localize: ({ template }) => template,
  folders: () => [],
  clock: { now: () => Date.now() },
});
await feed.start();

let time = Date.now();
let key = 0;
const open: { readonly key: string; readonly until: number }[] = [];

/** A beginning or an end; new locks and new processes come for ever, as they do. */
function next(): Happening {
  time += 1;
  const [first] = open;
  if (first !== undefined && (first.until <= time || open.length > 40)) {
    open.shift();
    return { is: 'ended', key: first.key, at: time, certainty: 'seen' };
  }
  key += 1;
  const at = `/home/ada/app/part-${Math.floor(key / 1000)}/${Math.floor(random() * 20)}.lock`;
  const lock: LockName = { path: at, resource: at, kind: 'git-index', title: 'Git index lock' };
  open.push({ key: String(key), until: time + 5 + random() * 20 });
  const actor = { pid: 1000 + (key % 30_000), startMark: String(key), command: `git commit -m ${key}` };
  return { is: 'began', key: String(key), lock, span: { is: key % 3 === 0 ? 'wait' : 'hold', actor, mode: 'exclusive', from: time, certainty: 'seen', blockers: key % 3 === 0 ? [actor] : [] } };
}

obey(async (order) => {
  const began = performance.now();
  for (let told = 0; told < Number(order); told += perApply) {
    history.apply(Array.from({ length: perApply }, next));
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  await store.flush();
  const ms = performance.now() - began;
  globalThis.gc?.();
  return { heap: process.memoryUsage().heapUsed, spans: history.size, names: history.locks.length, sent, ms } satisfies SoakFigures;
});
