import { formatDuration } from '../../../src/base/duration.ts';
import type { CatalogStrategy } from '../../../src/race/real/catalog.ts';
import type { RunProgress } from '../../../src/race/real/lab.ts';
import type { RunResult } from '../../../src/race/real/result.ts';
import type { Standing } from '../../../src/protocol/race-runs.ts';
import { grouped, measured, say } from '../say.ts';

const phaseWords = { servers: 'phaseServers', actors: 'phaseActors', ending: 'phaseEnding', judging: 'phaseJudging' } as const;

/** What is claimed of a strategy. */
type Claiming = Pick<CatalogStrategy, 'claims'>;

/** "Lock file of the seed, 4 actors" */
export function runName(strategy: string, actors: number): string {
  return say(actors === 1 ? 'runNameOne' : 'runName', { strategy, actors });
}

/** How far a run is, in a few words. */
export function standingWords(standing: Standing, strategy: Claiming | null): string {
  switch (standing.is) {
    case 'waiting': return say('waiting');
    case 'cancelled': return say('cancelled');
    case 'failed': return say('failed');
    case 'done': return promiseWords(standing.result, strategy);
    case 'running': return phaseText(standing.progress?.phase ?? 'actors');
  }
}

/** What is done before and after; the run itself is shown by its bar. */
function phaseText(phase: RunProgress['phase']): string {
  return phase === 'running' ? '' : say(phaseWords[phase]);
}

/** "kept", or "broken, not as claimed". @param strategy null where it is not known any more */
export function promiseWords(result: RunResult, strategy: Claiming | null): string {
  const claim = claimWords(result, strategy);
  const verdict = say(result.kept ? 'kept' : 'broken');
  return claim === null ? verdict : `${verdict}, ${claim}`;
}

/** Whether that is what was to be expected; null where there is nothing to say: it was kept, as claimed. */
export function claimWords({ kept, asClaimed }: RunResult, strategy: Claiming | null): string | null {
  if (!asClaimed) return say('notAsClaimed');
  if (kept) return null;
  return say(strategy?.claims === 'kept' ? 'asClaimedWithFaults' : 'asClaimed');
}

/** How many operations were done, and how long it still takes. */
export function progressWords(standing: Standing): string {
  if (standing.is === 'done') return `${say('operationsSoFar', { count: grouped(standing.result.operations) })}, ${measured(standing.result.throughput)} ${say('throughputShort')}`;
  if (standing.is !== 'running' || standing.progress === null) return '';
  const { operations, leftMs, phase } = standing.progress;
  const counted = operations === 0 ? '' : say('operationsSoFar', { count: grouped(operations) });
  const left = leftMs === null || phase !== 'running' ? '' : leftWords(leftMs);
  return [counted, left].filter((words) => words !== '').join(', ');
}

/** "12 s left". Whoever waits would rather wait a second less than was said. */
export function leftWords(ms: number): string {
  return say('left', { time: formatDuration(Math.ceil(ms / 1000) * 1000) });
}

/** Which part of a run is done, 0 to 1; null when nobody can know. */
export function shareOf(progress: RunProgress | null): number | null {
  if (progress === null || progress.leftMs === null) return null;
  const whole = progress.elapsedMs + progress.leftMs;
  return whole > 0 ? Math.min(progress.elapsedMs / whole, 1) : null;
}
