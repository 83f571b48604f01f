// Runs inside the page: plays the host, and counts frames.
import type { LockName, Span } from '../../src/contention/model.ts';
import type { ToPage } from '../../src/protocol/contention.ts';
import { contentionWords } from '../../src/protocol/contention-words.ts';
import { SpanEncoder } from '../../src/protocol/span-columns.ts';
import { busySpans } from './timeline-spans.ts';

/** Of the browser. The repository is compiled without the DOM's types. */
declare function requestAnimationFrame(run: (time: number) => void): number;
declare function dispatchEvent(event: unknown): void;
declare const MessageEvent: new (type: string, init: { readonly data: ToPage }) => unknown;
declare const WheelEvent: new (type: string, init: Readonly<Record<string, unknown>>) => unknown;
declare const document: { querySelector(selector: string): { dispatchEvent(event: unknown): void } };

const chunk = 4096;
const nameOf = (path: string): LockName => ({ path, resource: path.replace(/\.lock$/, ''), kind: 'git-index', title: 'Git index lock' });
let encoder = new SpanEncoder(nameOf);

function send(data: ToPage): void {
  dispatchEvent(new MessageEvent('message', { data }));
}

const nextFrame = (): Promise<number> => new Promise((resolve) => {
  requestAnimationFrame(resolve);
});
const nextTask = (): Promise<void> => new Promise((resolve) => {
  setTimeout(resolve);
});

/** Sends spans as the host does. @returns ms until the first of them were painted, and until all were */
async function load(count: number): Promise<{ first: number; all: number }> {
  const spans = busySpans(count, 40, Date.now(), 10 * 60_000);
  encoder = new SpanEncoder(nameOf);
  const start = performance.now();
  send({ is: 'start', source: { is: 'live' }, now: Date.now(), mostSpans: count, folders: [], words: contentionWords, language: 'en' });
  for (let at = 0; at < spans.length; at += chunk) {
    send({ is: 'spans', ...encoder.encode(spans.slice(at, at + chunk)) });
    await nextTask();
  }
  send({ is: 'loaded' });
  await nextFrame();
  await nextFrame();
  const [painted] = performance.getEntriesByName('lockscope-painted');
  return { first: (painted?.startTime ?? Number.NaN) - start, all: performance.now() - start };
}

/** Turns the wheel with every frame. @returns frames a second, and the longest time between two, ms */
async function turn(seconds: number, wheel: (frame: number) => Readonly<Record<string, unknown>>): Promise<{ perSecond: number; longest: number; p95: number }> {
  const gaps: number[] = [];
  const canvas = document.querySelector('canvas');
  let before = await nextFrame();
  for (const start = before; before - start < seconds * 1000; ) {
    canvas.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, clientX: 700, clientY: 200, ...wheel(gaps.length) }));
    const now = await nextFrame();
    gaps.push(now - before);
    before = now;
  }
  gaps.sort((a, b) => a - b);
  return { perSecond: (1000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0), longest: gaps.at(-1) ?? 0, p95: gaps[Math.floor(gaps.length * 0.95)] ?? 0 };
}

/** Holds that begin and end, so many events a second, in messages as the host sends them. @returns the longest task, ms */
async function live(seconds: number, perSecond: number, firstId: number): Promise<number> {
  let longest = 0;
  let id = firstId;
  for (const start = performance.now(); performance.now() - start < seconds * 1000; ) {
    const now = Date.now();
    const spans: Span[] = Array.from({ length: perSecond / 10 }, () => ({ id: ++id, is: id % 3 === 0 ? 'wait' : 'hold', lock: `/home/ada/app/part-${id % 40}/.git/index.lock`, actor: { pid: id % 500, startMark: null, command: 'git add' }, mode: 'exclusive', from: now - 90, to: now - (id % 80), certainty: 'seen', blockers: [] }));
    const before = performance.now();
    send({ is: 'spans', ...encoder.encode(spans) });
    longest = Math.max(longest, performance.now() - before);
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  return longest;
}

Object.assign(globalThis, { lockscopeBench: { load, turn, live } });
