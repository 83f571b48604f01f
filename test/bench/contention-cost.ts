import { setTimeout as pause } from 'node:timers/promises';
import { ThreadedSampler } from '../../src/contention/sampling/threaded-sampler.ts';
import { Locker, type How } from '../real/contention/locker.ts';

/** One measurement, ms. */
const runMs = 1000;
const pairs = 4;

/** The share of a core that the sampler takes, when nothing is locked, somebody looks, and when something is. */
export async function cpuShares(sampler: ThreadedSampler, folder: string, report: (line: string) => void): Promise<void> {
  const share = async (): Promise<string> => {
    const [before, at] = [process.cpuUsage(), performance.now()];
    await pause(2 * runMs);
    const { user, system } = process.cpuUsage(before);
    return `${((user + system) / 10 / (performance.now() - at)).toFixed(2)} %`;
  };
  // What has just happened keeps it awake for so long.
  await pause(10_500);
  report(`share of a core, nothing locked: ${await share()}`);
  sampler.setWatched(true);
  report(`share of a core, nothing locked, somebody looks: ${await share()}`);
  sampler.setWatched(false);
  const locker = new Locker();
  await locker.lock(`${folder}/held`, 'flock');
  report(`share of a core, something has just been locked: ${await share()}`);
  await locker[Symbol.asyncDispose]();
}

/** What two processes that share a lock get done, with and without being watched; in turns. */
export async function cost(main: URL, folder: string, report: (line: string) => void): Promise<void> {
  for (const how of ['flock', 'posix'] as const) {
    report(`${how}, two that hold for 1 ms by turns: ${await ratio(main, folder, how, (locker, file) => cycles(locker, file, how))}`);
    report(`${how}, two that do nothing but lock and unlock, on ${navigator.hardwareConcurrency} cores: ${await ratio(main, folder, how, (locker, file) => locker.spin(file, how, runMs))}`);
  }
}

async function cycles(locker: Locker, file: string, how: How): Promise<number> {
  const [at, count] = [performance.now(), 300];
  await locker.cycle(file, how, { holdMs: 1, gapMs: 0, count });
  return (count * runMs) / (performance.now() - at);
}

async function ratio(main: URL, folder: string, how: How, act: (locker: Locker, file: string) => Promise<number>): Promise<string> {
  const file = `${folder}/cost-${how}`;
  const lockers = [new Locker(), new Locker()];
  const once = async (): Promise<number> => (await Promise.all(lockers.map((locker) => act(locker, file)))).reduce((sum, each) => sum + each, 0);
  const ratios: number[] = [];
  try {
    for (let i = 0; i < pairs; i++) {
      const plain = await once();
      let told = 0;
      const sampler = new ThreadedSampler(main, (happenings) => (told += happenings.length));
      sampler.setRoots([folder]);
      sampler.setWatched(true);
      await pause(300);
      const watched = await once();
      sampler.dispose();
      if (told === 0) throw new Error('nothing was seen meanwhile');
      ratios.push(watched / plain);
    }
  } finally {
    for (const locker of lockers) await locker[Symbol.asyncDispose]();
  }
  ratios.sort((a, b) => a - b);
  return `throughput when watched to not watched ${((ratios[1] ?? 0) / 2 + (ratios[2] ?? 0) / 2).toFixed(3)} (of ${pairs} turns the middle; ${ratios.map((each) => each.toFixed(3)).join(', ')})`;
}
