import type { RealLab } from '../../src/race/real/lab.ts';
import { leftOf } from '../real/race/lab.ts';
import { requestOf, scale, type Asked } from './realruns-lab.ts';

/** Of each kind: files alone, an owner, stopped actors, threads, five servers, a server with a folder of its own. */
const kinds: readonly Asked[] = [
  { strategy: 'file-lock', actors: 4, length: { is: 'seconds', seconds: 60 } },
  { strategy: 'owner-process', actors: 4, length: { is: 'seconds', seconds: 60 } },
  { strategy: 'flock', actors: 3, length: { is: 'seconds', seconds: 60 }, faults: { pause: { share: 0.5, ms: 5000 }, kill: 0.1 } },
  { scenario: 'shared-memory', strategy: 'mutex', actors: 3, length: { is: 'seconds', seconds: 60 } },
  { strategy: 'redlock', actors: 3, length: { is: 'seconds', seconds: 60 }, faults: { redisRestartMs: 200 } },
  { strategy: 'postgresql-for-update', actors: 3, length: { is: 'seconds', seconds: 60 } },
];

/** Cancels at random times, in whatever phase, and looks what is left. */
export async function cancelManyTimes(lab: RealLab, report: (line: string) => void): Promise<void> {
  const times = Math.ceil(100 * scale);
  let clean = 0;
  const phases = new Map<string, number>();
  for (let each = 0; each < times; each++) {
    const asked = kinds[each % kinds.length];
    if (asked === undefined) continue;
    const left = await cancelOnce(lab, asked, phases);
    if (left.length === 0) clean += 1;
    else report(`  ${asked.strategy}: LEFT ${left.join(', ')}`);
  }
  report(`Cancelled at any time, of six kinds of runs: nothing left ${clean} of ${times} times (in the phases ${[...phases].map(([phase, count]) => `${phase} ${count}`).join(', ')})`);
}

async function cancelOnce(lab: RealLab, asked: Asked, phases: Map<string, number>): Promise<readonly string[]> {
  const stop = new AbortController();
  let folder: string | null = null;
  let phase = 'none';
  const run = lab.run(requestOf(asked), {
    onProgress: (progress) => {
      phase = progress.phase;
    },
    onFolder: (made) => {
      folder = made;
    },
  }, stop.signal);
  const timer = setTimeout(() => stop.abort(new Error('cancelled')), Math.random() * 3000);
  await run.catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  clearTimeout(timer);
  phases.set(phase, (phases.get(phase) ?? 0) + 1);
  return leftOf(folder);
}
