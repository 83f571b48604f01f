import type { RealLab } from '../../src/race/real/lab.ts';
import type { RunResult } from '../../src/race/real/result.ts';
import { runOne, seconds, type Asked } from './realruns-lab.ts';

const pauses = { pause: { share: 0.02, ms: 1500 } };

/** Each with what is asked of it: that it is violated within its time, or never. */
const cases: readonly (Asked & { readonly what: string })[] = [
  { what: 'no lock', strategy: 'none', actors: 4, length: seconds(1) },
  { what: 'stale by age, load', strategy: 'seed-stale-by-age', actors: 8, length: seconds(30) },
  { what: 'FileLock, the same', strategy: 'file-lock', actors: 8, length: seconds(30) },
  { what: 'paused, no token', strategy: 'redis-lock', actors: 4, length: seconds(10), faults: pauses },
  { what: 'paused, token', strategy: 'redis-lock-fenced', actors: 4, length: seconds(10), faults: pauses },
  { what: 'paused, no token', strategy: 'redlock', actors: 4, length: seconds(10), faults: pauses },
  { what: 'paused, token', strategy: 'redlock-fenced', actors: 4, length: seconds(10), faults: pauses },
  { what: 'one of five down', strategy: 'redlock', actors: 4, length: seconds(6), faults: { redisDown: 1 } },
  { what: 'two of five down', strategy: 'redlock', actors: 4, length: seconds(6), faults: { redisDown: 2 } },
  { what: 'three of five down', strategy: 'redlock', actors: 4, length: seconds(6), faults: { redisDown: 3 } },
];

/** What leases come to when holders stand still or servers go, without and with a token that the resource checks. */
export async function breakLeases(lab: RealLab, report: (line: string) => void): Promise<void> {
  report('Leases, and what is taken for one');
  for (const { what, ...asked } of cases) {
    const result = await runOne(lab, asked);
    report(`  ${asked.strategy.padEnd(20)} ${what.padEnd(20)} ${String(result.operations).padStart(7)} done, ${doneInLastThird(result)} of them in the last third; ${result.refused} refused, ${result.gaveUp} given up, ${result.paused} pauses: ${result.kept ? 'kept' : `${result.violations} violations, the first after ${firstBreach(result).toFixed(0)} ms`}`);
    for (const { explanation } of result.breaches.slice(0, 1)) report(`    ${explanation}`);
  }
}

function doneInLastThird({ series }: RunResult): number {
  return series.slice(Math.floor((series.length * 2) / 3)).reduce((sum, each) => sum + each, 0);
}

/** When the first case was over, by what is told of it, ms. */
function firstBreach({ breaches }: RunResult): number {
  return Math.min(...breaches.map(({ explanation }) => Math.max(...[...explanation.matchAll(/at ([\d.]+) ms/g)].map(([, ms]) => Number(ms)))));
}
