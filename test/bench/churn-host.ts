/**
 * What watches the churn, in a process of its own: `idle`, `chokidar` or `inventory`, and the folder.
 * Orders: `start` answers when it watches; `begin` begins to measure; `end` answers with the figures.
 */
import { watch } from 'chokidar';
import { BroadcastChannel } from 'node:worker_threads';
import { setTimeout as pause } from 'node:timers/promises';
import { ThreadedInventory } from '../../src/watch/threaded-inventory.ts';
import { LocksModel } from '../../src/views/locks/model.ts';
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
/** How often the view draws what has changed, ms; as the Locks view does. */
const drawMs = 50;
/** For what is still on its way when the churn has ended, ms. */
const settleMs = 3000;

const channel = new BroadcastChannel('churn');
let [messages, changes, appeared, mostListed, peak] = [0, 0, 0, 0, 0];
let listed = (): number => 0;
let before: Pick<ChurnFigures, 'rss' | 'heap'> | null = null;
let endLoop: (() => LoopDelay) | null = null;

obey((order) => (order === 'start' ? start() : order === 'begin' ? begin() : end()));

async function start(): Promise<void> {
  if (what === 'inventory') await startInventory();
  if (what === 'chokidar') await startChokidar();
  await pause(settleMs);
}

/** With what the extension attaches to it: the model of the tree, drawn anew at most every 50 ms, and the count in its badge. */
async function startInventory(): Promise<void> {
  const inventory = new ThreadedInventory(new URL('./churn-worker.ts', import.meta.url));
  const model = new LocksModel((a, b) => a.path.localeCompare(b.path), false);
  let drawing: NodeJS.Timeout | null = null;
  let stale = 0;
  const draw = (): void => {
    drawing = null;
    model.groups().forEach(({ state }) => model.locksIn(state));
  };
  inventory.onDidChange((batch) => {
    messages += 1;
    changes += batch.length;
    appeared += batch.filter(({ type }) => type === 'appeared').length;
    model.apply(batch);
    stale = inventory.locks.filter(({ verdict }) => verdict.state === 'stale').length;
    mostListed = Math.max(mostListed, inventory.locks.length, stale);
    drawing ??= setTimeout(draw, drawMs);
  });
  listed = () => inventory.locks.length;
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
  const loop = endLoop?.() ?? { p99: Number.NaN, max: Number.NaN, gap: Number.NaN };
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
