import { readFileSync } from 'node:fs';
import path from 'node:path';
import { errnoCode, messageOf } from '../base/errors.ts';
import { instant } from '../base/instant.ts';
import { ContentionWatch } from '../contention/contention-watch.ts';
import type { Exported } from '../contention/export/exported.ts';
import { readTrace, type Trace } from '../contention/export/read-trace.ts';
import { TraceError } from '../contention/export/trace-error.ts';
import { sortStatistics, statisticsOf, type AtLeast, type LengthsAtLeast } from '../contention/statistics.ts';
import { plain, watchLocks, type Inventory } from '../core.ts';
import { createMachine } from '../system/this-machine.ts';
import { statsTable } from './stats-table.ts';
import { exitCodes, print, printable, readWords, UsageError, warn, type Words } from './terminal.ts';

const defaultSeconds = 10;
const mostSeconds = 24 * 3600;

/** `lockscope stats [folder...] [--json] [--for SECONDS | --from FILE]`: watches for a while, until Ctrl+C at the latest. */
export async function statsVerb(words: readonly string[]): Promise<number> {
  const given = readWords(words, ['json'], ['for', 'from']);
  const trace = await traceOf(given);
  const statistics = sortStatistics(statisticsOf(trace.spans, trace.range), 'waitTotal', 'descending');
  if (!given.flags.json) {
    for (const line of statsTable(statistics)) print(line);
    return exitCodes.done;
  }
  const names = new Map(trace.locks.map((lock) => [lock.path, lock]));
  const { from, to } = trace.range;
  const reports = statistics.map(({ lock, acquisitions, glimpsed, holds, waits, utilisation, contendedShare, isAtLeast, atLeast, blocking }) => {
    const { resource = lock, kind = null, title = null } = names.get(lock) ?? {};
    return { path: lock, resource, kind, title, from, to, acquisitions, glimpsed, holdMs: holds, waitMs: waits, utilisation, contendedShare, atLeast: isAtLeast, atLeastOf: namesOf(atLeast), blocking };
  });
  print(JSON.stringify(reports, null, 2));
  return exitCodes.done;
}

/** The figures that are bounds, by their names in the report: "acquisitions", "holdMs.max". */
function namesOf({ holds, waits, ...others }: AtLeast): readonly string[] {
  const named = { ...others, ...within('holdMs', holds), ...within('waitMs', waits) };
  return Object.entries(named).flatMap(([figure, isAtLeast]) => (isAtLeast ? [figure] : []));
}

function within(name: string, bounds: LengthsAtLeast): Readonly<Record<string, boolean>> {
  return Object.fromEntries(Object.entries(bounds).map(([figure, isAtLeast]) => [`${name}.${figure}`, isAtLeast]));
}

async function traceOf({ operands, settings }: Words): Promise<Trace> {
  const file = settings.get('from');
  if (file === undefined) return watched(operands.length === 0 ? ['.'] : operands, secondsIn(settings.get('for')) * 1000);
  if (operands.length > 0 || settings.has('for')) throw new UsageError('--from FILE takes neither folders nor --for: its figures are those of the trace.');
  return traceIn(file);
}

/** @throws UsageError when it cannot be read, or is no trace of ours */
function traceIn(file: string): Trace {
  try {
    return readTrace(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof TraceError) throw new UsageError(`${printable(file)}: ${error.message}`, { cause: error });
    if (errnoCode(error) !== undefined) throw new UsageError(`${printable(file)} cannot be read: ${messageOf(error)}`, { cause: error });
    throw error;
  }
}

/** @throws UsageError */
function secondsIn(word: string | undefined): number {
  if (word === undefined) return defaultSeconds;
  const seconds = /^\d+(\.\d+)?$/.test(word) ? Number(word) : NaN;
  if (seconds > 0 && seconds <= mostSeconds) return seconds;
  throw new UsageError(`--for takes a number of seconds above 0 and up to ${mostSeconds}.`);
}

async function watched(folders: readonly string[], ms: number): Promise<Trace> {
  const watches: ContentionWatch[] = [];
  const begin = (inventory: Inventory): void => {
    const watch = new ContentionWatch(inventory, createMachine(), samplerMain());
    watch.setWatched(true);
    watch.setRoots(folders.map((folder) => path.resolve(folder)));
    watch.onDidGetTrouble((trouble) => warn(`lockscope: ${printable(plain(trouble))}`));
    watches.push(watch);
    inventory.onDidChangeTroubles((troubles) => {
      for (const { message } of troubles) warn(`lockscope: ${printable(plain(message))}`);
    });
  };
  const inventory = await watchLocks(folders, begin);
  const from = instant();
  if (process.stderr.isTTY) warn(`Watching for ${ms / 1000} s; Ctrl+C shows what there is so far.`);
  await untilOver(ms);
  const to = instant();
  // What is known of the last ms is told with the next look.
  await inventory.refresh();
  const seen = watches.map(({ history: { spans, locks } }): Exported => ({ spans, locks }));
  for (const watch of watches) watch.dispose();
  inventory.dispose();
  return { range: { from, to }, spans: seen.flatMap(({ spans }) => spans), locks: seen.flatMap(({ locks }) => locks) };
}

/** Resolves when the time is over, or somebody wants it to be. */
function untilOver(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end);
  });
}

/** Beside the bundle of this, or in the source. */
function samplerMain(): URL {
  const here = import.meta.url;
  return here.endsWith('.ts') ? new URL('../contention/sampling/sampler-worker.ts', here) : new URL('sampler.mjs', here);
}
