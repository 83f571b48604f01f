/**
 * What watches the churn, in a process of its own: `idle`, `chokidar` or `inventory`, and the folder.
 * Orders: `start` answers when it watches; `begin` begins to measure; `end` answers with the figures.
 */
import { watch } from 'chokidar';
import { BroadcastChannel } from 'node:worker_threads';
import { setTimeout as pause } from 'node:timers/promises';
import { ThreadedInventory } from '../../src/watch/threaded-inventory.ts';
import { Filter } from '../../src/views/locks/filter.ts';
import { LocksModel } from '../../src/views/locks/model.ts';
import { Pace } from '../../src/views/locks/pace.ts';
import { Tally } from '../../src/views/tally.ts';
import { watchLoop, type LoopDelay } from './loop-delay.ts';
import { obey } from './own-child.ts';

/** What was measured; bytes of memory. */
export interface ChurnFigures extends LoopDelay {
  readonly messages: number;
  readonly changes: number;
  /** Locks of which it was told that they appeared. */
  readonly appeared: number;
  /** Locks it had listed at most at one time, and has listed now. */
  readonly mostListed: number;
  readonly listed: number;
  readonly rss: readonly [before: number, peak: number, after: number];
  /** After collecting garbage; of all threads. */
  readonly heap: readonly [before: number, after: number];
}

const [what = '', folder = ''] = process.argv.slice(2);
/** For what is still on its way when the churn has ended, ms. */
const settleMs = 3000;

const channel = new BroadcastChannel('churn');
let [messages, changes, appeared, mostListed, drawn, peak] = [0, 0, 0, 0, 0, 0];
let listed = (): number => 0;
let before: Pick<ChurnFigures, 'rss' | 'heap'> | null = null;
let endLoop: (() => LoopDelay) | null = null;

obey((order) => (order === 'start' ? start() : order === 'begin' ? begin() : end()));

async function start(): Promise<void> {
  if (what === 'inventory') await startInventory();
  if (what === 'chokidar') await startChokidar();
  await pause(settleMs);
}

/** With what the extension attaches to it: the tree's model with its groups open, the tally, and the pace at which the view draws. */
async function startInventory(): Promise<void> {
  const inventory = new ThreadedInventory(new URL('./churn-worker.ts', import.meta.url));
  const model = new LocksModel({ grouping: 'state', filter: new Filter(''), showIdle: false, folders: [{ name: 'churn', path: folder }] });
  const tally = new Tally(inventory);
  const pace = new Pace();
  let drawing: NodeJS.Timeout | null = null;
  const draw = (): void => {
    drawing = null;
    const began = performance.now();
    drawn = model.top().flatMap((group) => model.below(group)).length;
    pace.spend(performance.now() - began);
  };
  inventory.onDidChange((batch) => {
    messages += 1;
    changes += batch.length;
    appeared += batch.filter(({ type }) => type === 'appeared').length;
    mostListed = Math.max(mostListed, tally.all);
    pace.gather(batch.length);
    model.apply(batch);
    drawing ??= setTimeout(draw, pace.next());
  });
  listed = () => Math.max(inventory.locks.length, tally.all, drawn);
  await inventory.setRoots([folder]);
}

function startChokidar(): Promise<void> {
  const known = new Set<string>();
  const watcher = watch(folder, { atomic: false });
  watcher.on('all', (event, place) => {
    messages += 1;
    changes += 1;
    if (event === 'add') appeared += 1;
    if (event === 'add') known.add(place);
    if (event === 'unlink') known.delete(place);
    mostListed = Math.max(mostListed, known.size);
  });
  listed = () => known.size;
  return new Promise((resolve) => watcher.once('ready', resolve));
}

async function begin(): Promise<void> {
  [messages, changes, appeared, mostListed] = [0, 0, 0, 0];
  const heap = await heapOfAll();
  const rss = process.memoryUsage.rss();
  peak = rss;
  before = { heap: [heap, heap], rss: [rss, rss, rss] };
  setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 100).unref();
  endLoop = watchLoop();
}

async function end(): Promise<ChurnFigures> {
  const loop = endLoop?.() ?? { p99: Number.NaN, max: Number.NaN, gap: Number.NaN, work: Number.NaN };
  await pause(settleMs);
  const [heap, rss] = [await heapOfAll(), process.memoryUsage.rss()];
  const { heap: [heapBefore], rss: [rssBefore] } = before ?? { heap: [Number.NaN, 0], rss: [Number.NaN, 0, 0] };
  return { ...loop, messages, changes, appeared, mostListed, listed: listed(), rss: [rssBefore, peak, rss], heap: [heapBefore, heap] };
}

/** After collecting garbage, bytes. */
async function heapOfAll(): Promise<number> {
  globalThis.gc?.();
  const own = process.memoryUsage().heapUsed;
  if (what !== 'inventory') return own;
  const answer = new Promise<number>((resolve) => {
    channel.addEventListener('message', (event) => resolve('data' in event ? Number(event.data) : Number.NaN), { once: true });
  });
  channel.postMessage('heap');
  return own + (await answer);
}
