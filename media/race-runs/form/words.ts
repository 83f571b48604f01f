import type { FaultKind } from '../../../src/race/real/request.ts';
import { limits } from '../../../src/race/real/request.ts';
import { mostRuns } from '../../../src/protocol/race-runs-to-host.ts';
import type { PlannedRun } from '../../../src/protocol/race-runs.ts';
import type { RunsWord } from '../../../src/protocol/race-runs-words.ts';
import { formatDuration } from '../../../src/base/duration.ts';
import { grouped, say } from '../say.ts';
import { numberFields, type NumberFieldName } from './fields.ts';
import type { Wrong } from './plan.ts';

/** What each field is called. */
export const fieldWords = {
  seconds: 'length',
  operations: 'length',
  kill: 'faultKill',
  pause: 'faultPause',
  pauseMs: 'faultPause',
  slowMs: 'faultSlow',
  clockOffsetMs: 'faultClock',
  redisDown: 'faultRedisDown',
  redisRestartMs: 'faultRedisRestart',
  seed: 'seed',
  leaseMs: 'lease',
} as const satisfies Record<NumberFieldName, RunsWord>;

/** What each kind of fault does. */
export const faultHelp = {
  kill: 'faultKillHelp',
  pause: 'faultPauseHelp',
  slowMs: 'faultSlowHelp',
  clockOffsetMs: 'faultClockHelp',
  redisDown: 'faultRedisDownHelp',
  redisRestartMs: 'faultRedisRestartHelp',
} as const satisfies Record<FaultKind, RunsWord>;

/** What stands behind a field. */
export const unitWords: Readonly<Partial<Record<NumberFieldName, RunsWord>>> = {
  kill: 'percentOfOperations',
  pause: 'percentOfOperations',
  pauseMs: 'ms',
  slowMs: 'ms',
  clockOffsetMs: 'ms',
  redisDown: 'servers',
  redisRestartMs: 'ms',
  leaseMs: 'ms',
};

/** Why nothing can be started. */
export function wrongWords(wrong: Wrong): string {
  switch (wrong.is) {
    case 'strategies': return say('wrongStrategies');
    case 'actors': return say('wrongActors', { most: limits.actors });
    case 'many': return say('wrongMany', { runs: grouped(wrong.runs), most: grouped(mostRuns) });
    case 'number': {
      const { least, most } = numberFields[wrong.field];
      return say('wrongNumber', { name: say(fieldWords[wrong.field]), least: grouped(least), most: grouped(most) });
    }
  }
}

/** Starting and ending a run takes about so long, ms. */
const aroundMs = 700;

/** How many runs there will be, and how long they take, where that is known. */
export function plannedWords(runs: readonly PlannedRun[]): string {
  const ms = runs.reduce((sum, { length }) => (length.is === 'seconds' ? sum + 1000 * length.seconds + aroundMs : Number.NaN), 0);
  const [one, many] = Number.isNaN(ms) ? (['oneRunPlannedOpen', 'runsPlannedOpen'] as const) : (['oneRunPlanned', 'runsPlanned'] as const);
  return say(runs.length === 1 ? one : many, { runs: grouped(runs.length), time: formatDuration(ms) });
}
