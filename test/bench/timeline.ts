// The timeline with a hundred thousand spans, in a browser.
import type { Page } from 'playwright-core';
import { releaseAll } from '../editor/own.ts';
import { clientCode, openPage } from './timeline-page.ts';

export const name = 'timeline: 100,000 spans in Chromium';

const spans = 100_000;
const liveSeconds = 60;

export async function run(report: (line: string) => void): Promise<void> {
  const { page, close } = await openPage();
  const failures: string[] = [];
  page.on('pageerror', ({ message }) => failures.push(message));
  try {
    await page.evaluate(await clientCode());
    const loaded = await ask(page, `load(${spans})`);
    report(`first paint ${ms(loaded['first'])}, all of it ${ms(loaded['all'])}`);
    const everything = `document.querySelector('[data-action="show-all"]').click()`;
    await page.evaluate(everything);
    await turned(page, report, 'pan, all in view', 'turn(4, (frame) => ({ deltaX: frame % 120 < 60 ? 8 : -8 }))');
    await turned(page, report, 'zoom, all in view and back', 'turn(4, (frame) => ({ ctrlKey: true, deltaY: frame % 200 < 100 ? -40 : 40 }))');
    await page.evaluate(`document.querySelector('[data-action="by-process"]').click()`);
    await page.evaluate(everything);
    await turned(page, report, 'pan, by process', 'turn(4, (frame) => ({ deltaX: frame % 120 < 60 ? 8 : -8 }))');
    const before = await heapOf(page);
    const longest = await page.evaluate(`lockscopeBench.live(${liveSeconds}, 1000, ${spans})`);
    const after = await heapOf(page);
    report(`live, 1,000 events a second for ${liveSeconds} s: heap ${megabytes(before)} before, ${megabytes(after)} after; a message takes ${ms(longest)} at most`);
    report(failures.length === 0 ? 'no error in the page' : `errors in the page: ${failures.join('; ')}`);
  } finally {
    await close();
    await releaseAll();
  }
}

async function turned(page: Page, report: (line: string) => void, what: string, call: string): Promise<void> {
  const frames = await ask(page, call);
  report(`${what}: ${Number(frames['perSecond']).toFixed(0)} frames a second, 95 % within ${ms(frames['p95'])}, the longest ${ms(frames['longest'])}`);
}

async function ask(page: Page, call: string): Promise<Readonly<Record<string, unknown>>> {
  const answer: unknown = await page.evaluate(`lockscopeBench.${call}`);
  return typeof answer === 'object' && answer !== null ? { ...answer } : {};
}

/** Bytes that are still in use after a collection. */
async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

function ms(value: unknown): string {
  return `${Number(value).toFixed(0)} ms`;
}

function megabytes(bytes: number): string {
  return `${(bytes / (1024 * 1024)).toFixed(1)} MB`;
}
