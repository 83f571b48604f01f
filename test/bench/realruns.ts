import { load } from './race-clock.ts';
import { cancelManyTimes } from './realruns-cancel.ts';
import { compareClients } from './realruns-clients.ts';
import { labOfSources } from './realruns-lab.ts';
import { breakLeases } from './realruns-leases.ts';
import { runAMillion } from './realruns-million.ts';

export const name = 'Real runs: owner, lock files and kernel lock by number of clients; a million operations under kills and pauses; leases without and with fencing; a hundred times cancelled';

/** Shows what the strategies of the real runs come to on this machine. LOCKSCOPE_BENCH_PARTS names some of the parts: clients, million, leases, cancel. */
export async function run(report: (line: string) => void): Promise<void> {
  report(load());
  const parts = { clients: compareClients, leases: breakLeases, cancel: cancelManyTimes, million: runAMillion };
  const wanted = process.env['LOCKSCOPE_BENCH_PARTS']?.split(',');
  const lab = labOfSources();
  try {
    for (const [part, measure] of Object.entries(parts)) {
      if (wanted === undefined || wanted.includes(part)) await measure(lab, report);
    }
  } finally {
    await lab.close();
  }
}
