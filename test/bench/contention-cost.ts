import { setTimeout as pause } from 'node:timers/promises';
import type { ThreadedSampler } from '../../src/contention/sampling/threaded-sampler.ts';
import { Locker, type How } from '../real/contention/locker.ts';

/** One measurement, ms. */
const runMs = 600;
const pairs = 7;
/** The thread hears what it is told, and tells what it has seen, a little later, ms. */
const graceMs = 200;

/** The share of a core that the sampler takes, when nothing is locked, somebody looks, and when something is. */
export async function cpuShares(sampler: ThreadedSampler, folder: string, report: (line: string) => void): Promise<void> {
  const share = async (): Promise<string> => {
    const [before, at] = [process.cpuUsage(), performance.now()];
    await pause(2000);
    const { user, system } = process.cpuUsage(before);
    return `${((user + system) / 10 / (performance.now() - at)).toFixed(2)} %`;
  };
  // What has just happened keeps it awake for so long.
  await pause(10_500);
  report(`share of a core, nothing locked: ${await share()}`);
  sampler.setWatched(true);
  report(`share of a core, nothing locked, somebody looks: ${await share()}`);
  const locker = new Locker();
  await locker.lock(`${folder}/held`, 'flock');
  report(`share of a core, something has just been locked: ${await share()}`);
  await locker[Symbol.asyncDispose]();
}

/** A sampler that can be made blind: told() is what it has told so far. */
export interface Watching {
  readonly folder: string;
  readonly watch: (isWatching: boolean) => void;
  readonly told: () => number;
}

/** What processes that lock get done, with and without being watched; in turns. */
export async function cost(watching: Watching, report: (line: string) => void): Promise<void> {
  for (const how of ['flock', 'posix'] as const) {
    report(`${how}, two that hold for 1 ms by turns: ${await ratio(watching, how, 2, (locker, file) => cycles(locker, file, how))}`);
    report(`${how}, one that does nothing but lock and unlock: ${await ratio(watching, how, 1, (locker, file) => locker.spin(file, how, runMs))}`);
  }
}

async function cycles(locker: Locker, file: string, how: How): Promise<number> {
  const [at, count] = [performance.now(), runMs / 3];
  await locker.cycle(file, how, { holdMs: 1, gapMs: 0, count });
  return (count * runMs) / (performance.now() - at);
}

async function ratio({ folder, watch, told }: Watching, how: How, count: number, act: (locker: Locker, file: string) => Promise<number>): Promise<string> {
  const file = `${folder}/cost-${how}`;
  const lockers = Array.from({ length: count }, () => new Locker());
  const once = async (isWatched: boolean): Promise<number> => {
    watch(isWatched);
    await pause(graceMs);
    const before = told();
    const done = await Promise.all(lockers.map((locker) => act(locker, file)));
    await pause(graceMs);
    if (isWatched !== told() > before) throw new Error(isWatched ? 'nothing was seen meanwhile' : 'it was seen all the same');
    return done.reduce((sum, each) => sum + each, 0);
  };
  const ratios: number[] = [];
  try {
    await once(true);
    for (let i = 0; i < pairs; i++) {
      const plain = await once(false);
      ratios.push((await once(true)) / plain);
    }
  } finally {
    for (const locker of lockers) await locker[Symbol.asyncDispose]();
  }
  ratios.sort((a, b) => a - b);
  return `throughput when watched to not watched ${(ratios[pairs >> 1] ?? 0).toFixed(3)} (of ${pairs} turns the middle, from ${(ratios[0] ?? 0).toFixed(3)} to ${(ratios.at(-1) ?? 0).toFixed(3)})`;
}
