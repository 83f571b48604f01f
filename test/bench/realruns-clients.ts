import type { RealLab } from '../../src/race/real/lab.ts';
import { runOne, seconds } from './realruns-lab.ts';

const clients = [1, 2, 4, 8, 16, 32, 64];
const strategies = ['owner-process', 'owner-process-batched', 'flock', 'file-lock', 'proper-lockfile', 'seed-lock-file'];

/** Operations a second by number of clients: one owner of the file against a lock for each client. */
export async function compareClients(lab: RealLab, report: (line: string) => void): Promise<void> {
  report('Operations a second, and the 99th percentile of the latency in ms, by number of clients');
  report(`  ${'strategy'.padEnd(22)}${clients.map((count) => String(count).padStart(15)).join('')}`);
  const rates = new Map<string, readonly number[]>();
  for (const strategy of strategies) {
    const cells: string[] = [];
    const throughputs: number[] = [];
    for (const actors of clients) {
      const { throughput, latencyMs, violations } = await runOne(lab, { strategy, actors, length: seconds(3) });
      if (violations > 0) report(`  ${strategy} with ${actors} clients: ${violations} VIOLATIONS`);
      throughputs.push(throughput);
      cells.push(`${throughput.toFixed(0)} (${latencyMs.p99.toFixed(latencyMs.p99 < 10 ? 1 : 0)})`.padStart(15));
    }
    rates.set(strategy, throughputs);
    report(`  ${strategy.padEnd(22)}${cells.join('')}`);
  }
  const owner = rates.get('owner-process') ?? [];
  for (const [strategy, throughputs] of rates) {
    if (strategy.startsWith('owner-process')) continue;
    report(`  ${strategy.padEnd(22)}${throughputs.map((each, at) => `${(each / (owner[at] ?? 1)).toFixed(2)} x owner`.padStart(15)).join('')}`);
  }
}
