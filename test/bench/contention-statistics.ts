import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { csvOf } from '../../src/contention/export/csv.ts';
import { markdownReport } from '../../src/contention/export/markdown.ts';
import { readTrace } from '../../src/contention/export/read-trace.ts';
import { traceOf } from '../../src/contention/export/trace-event.ts';
import { History } from '../../src/contention/history.ts';
import type { Actor, Happening, Span } from '../../src/contention/model.ts';
import { statisticsOf, waitersOverTime } from '../../src/contention/statistics.ts';
import { ContentionStore } from '../../src/contention/store.ts';

export const name = 'Contention: history, statistics, store and export';

const epoch = 1_764_000_000_000;
const commands = ['git commit -m x', '/usr/bin/make all', 'node build.mjs', 'cargo build --release'];

/** Shows what 100,000 holds and waits cost; the best of seven, as others may use the machine. */
export async function run(report: (line: string) => void): Promise<void> {
  for (const locks of [1, 10, 1000]) {
    const spans = load(100_000, locks);
    const range = { from: epoch, to: epoch + 200_000 };
    report(`100,000 spans of ${locks} locks: statistics ${best(() => statisticsOf(spans, range))} ms, waiters over time ${best(() => waitersOverTime(spans, range, 1000))} ms`);
  }
  taking(report);
  await storing(report);
  exporting(report);
}

/** Holds one after the other, each waited for; half of the spans are waits. */
function load(count: number, locks: number): readonly Span[] {
  return Array.from({ length: count }, (_none, at) => {
    const isHold = at % 2 === 0;
    const pair = Math.floor(at / 2);
    const at0 = epoch + pair * 4;
    return { id: at + 1, is: isHold ? 'hold' : 'wait', lock: `/ws/${pair % locks}.lock`, actor: actorOf(pair + (isHold ? 0 : 1)), mode: 'exclusive', from: isHold ? at0 : at0 + 1, to: isHold ? at0 + 3.5 : at0 + 3.6, certainty: 'seen', blockers: isHold ? [] : [actorOf(pair)] };
  });
}

function actorOf(which: number): Actor {
  return { pid: 1000 + (which % 500), startMark: String(which % 500), command: commands[which % 4] ?? null };
}

function taking(report: (line: string) => void): void {
  const history = new History();
  const batches = Array.from({ length: 1200 }, (_none, batch) => happenings(batch * 50, 50));
  collect();
  const before = process.memoryUsage().heapUsed;
  const spent: number[] = [];
  for (const batch of batches) {
    const from = performance.now();
    history.apply(batch);
    spent.push(performance.now() - from);
  }
  collect();
  const grown = (process.memoryUsage().heapUsed - before) / 1024 / 1024;
  report(`a minute of 1,000 holds a second, in batches of 50: ${sum(spent).toFixed(0)} ms in all, the longest batch ${Math.max(...spent).toFixed(1)} ms; ${history.size} spans, ${grown.toFixed(0)} MB`);
  for (let batch = 0; batch < 4000; batch++) history.apply(happenings(60_000 + batch * 50, 50));
  collect();
  report(`after four more minutes: ${history.size} spans, ${((process.memoryUsage().heapUsed - before) / 1024 / 1024).toFixed(0)} MB`);
  report(`all spans by id: ${best(() => (history.apply(happenings(500_000, 1)), history.spans))} ms`);
}

function happenings(first: number, count: number): readonly Happening[] {
  return Array.from({ length: count }, (_none, at): readonly Happening[] => {
    const [key, from, lock] = [`key ${first + at}`, epoch + first + at, `/ws/${at % 10}.lock`];
    return [
      { is: 'began', key, lock: { path: lock, resource: lock, kind: 'kernel-lock', title: 'Kernel lock' }, span: { is: 'hold', actor: actorOf(at), mode: 'exclusive', from, certainty: 'seen', blockers: [] } },
      { is: 'ended', key, at: from + 0.5, certainty: 'seen' },
    ];
  }).flat();
}

async function storing(report: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lockscope-bench-'));
  const file = path.join(folder, 'contention.jsonl');
  const troubles: unknown[] = [];
  const options = { onTrouble: (error: unknown) => troubles.push(error) };
  const history = new History();
  const store = new ContentionStore(history, file, options);
  for (let batch = 0; batch < 2000; batch++) history.apply(happenings(batch * 50, 50));
  const saved = await blocking(() => store.flush());
  const loaded = await blocking(async () => new ContentionStore(new History(), file, options).load());
  report(`20,000 of 100,000 spans stored, ${(statSync(file).size / 1024).toFixed(0)} KiB: ${saved}; loaded: ${loaded}; ${troubles.length} troubles`);
  store.dispose();
  await store.flush();
  rmSync(folder, { recursive: true });
}

/** How long it took and for how long it let nobody else have a turn, the second time. */
async function blocking(act: () => Promise<unknown>): Promise<string> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await pause(20);
  delay.reset();
  const from = performance.now();
  await act();
  const ms = performance.now() - from;
  await pause(5);
  delay.disable();
  return `${ms.toFixed(0)} ms, others waited ${(delay.max / 1e6).toFixed(1)} ms at most`;
}

function exporting(report: (line: string) => void): void {
  const spans = load(100_000, 10);
  const locks = [...new Set(spans.map(({ lock }) => lock))].map((lock) => ({ path: lock, resource: lock, kind: 'kernel-lock', title: 'Kernel lock' }));
  const timed = <T>(act: () => T): readonly [T, string] => {
    const from = performance.now();
    const result = act();
    return [result, `${(performance.now() - from).toFixed(0)} ms`];
  };
  const [trace, traced] = timed(() => traceOf({ spans, locks }, epoch + 200_000));
  const [read, reading] = timed(() => readTrace(trace));
  const [csv, csvTook] = timed(() => csvOf({ spans, locks }));
  const [, reported] = timed(() => markdownReport({ spans, locks }, epoch + 200_000));
  report(`100,000 spans as trace ${traced} (${(trace.length / 1024 / 1024).toFixed(0)} MB), read again ${reading} (${read.spans.length}), as CSV ${csvTook} (${(csv.length / 1024 / 1024).toFixed(0)} MB), as report ${reported}`);
}

function best(act: () => unknown): string {
  const times = Array.from({ length: 7 }, () => {
    const from = performance.now();
    act();
    return performance.now() - from;
  });
  return Math.min(...times).toFixed(0);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}

/** Where node runs with --expose-gc. */
function collect(): void {
  globalThis.gc?.();
}
