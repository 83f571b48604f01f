import { setTimeout as pause } from 'node:timers/promises';
import { ThreadedSampler } from '../../src/contention/sampling/threaded-sampler.ts';
import { releaseAll, temporaryFolder } from '../editor/own.ts';
import { accuracyOf, type Accuracy } from '../real/contention/accuracy.ts';
import { cannotLock, Locker, type How, type Truth } from '../real/contention/locker.ts';
import { Told } from '../real/contention/told.ts';
import { cost, cpuShares } from './contention-cost.ts';
import { measureFiles } from './contention-files.ts';
import { described } from './contention-words.ts';

export const name = 'Contention: locks as they are seen, against what the lockers say';

const main = new URL('../../src/contention/sampling/sampler-worker.ts', import.meta.url);
const hows: readonly How[] = ['flock', 'posix', 'ofd'];
const holds = [1, 2, 5, 20, 100];
/** What was seen has been told after so long, ms. */
const graceMs = 200;

/** Shows which holds and waits of real processes are told, how exactly, and what watching costs. */
export async function run(report: (line: string) => void): Promise<void> {
  if (cannotLock !== false) return report(`not here: ${cannotLock}`);
  const folder = await temporaryFolder('contention');
  const told = new Told();
  const sampler = new ThreadedSampler(main, told.take);
  try {
    sampler.setRoots([folder]);
    sampler.setWatched(true);
    await untilAwake(told, folder);
    report('targets: 98 % of holds of 1 ms and more seen, exact (within 1 ms or 2 %), every wait over 50 ms seen');
    for (const how of hows) {
      for (const holdMs of holds) report(`${how}, alone, ${holdMs} ms: ${described(await measure(told, `${folder}/${how}-${holdMs}`, how, holdMs, 1))}`);
      for (const holdMs of [5, 20, 100]) report(`${how}, three at once, ${holdMs} ms: ${described(await measure(told, `${folder}/${how}-3-${holdMs}`, how, holdMs, 3))}`);
    }
    await measureFiles(report);
    const watch = (isWatching: boolean): void => sampler.setRoots(isWatching ? [folder] : []);
    await cost({ folder, watch, told: () => told.spans.length }, report);
    watch(true);
    sampler.setWatched(false);
    await cpuShares(sampler, folder, report);
  } finally {
    sampler.dispose();
    await releaseAll();
  }
}

/** The thread takes a while to start, and what it runs for the first time is slow. */
async function untilAwake(told: Told, folder: string): Promise<void> {
  const locker = new Locker();
  await locker.lock(`${folder}/first`, 'flock');
  while (told.spans.length === 0) await pause(10);
  for (const how of hows) await locker.cycle(`${folder}/second`, how, { holdMs: 5, gapMs: 5, count: 30 });
  await locker[Symbol.asyncDispose]();
}

async function measure(told: Told, file: string, how: How, holdMs: number, lockers: number): Promise<Accuracy> {
  const crew = Array.from({ length: lockers }, () => new Locker());
  try {
    const count = Math.max(10, Math.min(150, Math.round(1500 / (holdMs + 3) / lockers)));
    const truths = await Promise.all(crew.map((locker) => locker.cycle(file, how, { holdMs, gapMs: 3, count })));
    await pause(graceMs);
    const all: Truth[] = truths.flat().toSorted((a, b) => a.got - b.got);
    return accuracyOf(all, told.spans.filter(({ lock }) => lock === file));
  } finally {
    for (const locker of crew) await locker[Symbol.asyncDispose]();
  }
}
