import { exitCodes, UsageError, type Verb } from './terminal.ts';
import { checkVerb } from './race-check.ts';
import { compareVerb } from './race-compare.ts';
import { listScenariosVerb } from './race-list.ts';
import { replayVerb } from './race-replay.ts';
import { runVerb } from './race-run.ts';
import { strategiesVerb } from './race-strategies.ts';

const verbs: Readonly<Record<string, Verb>> = { list: listScenariosVerb, check: checkVerb, replay: replayVerb, run: runVerb, strategies: strategiesVerb, compare: compareVerb };

/** `lockscope race list|check|replay|run|strategies|compare`. @throws UsageError for any other */
export async function raceVerb([name, ...words]: readonly string[]): Promise<number> {
  const verb = name !== undefined && Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb === undefined) throw new UsageError('Usage: lockscope race list [FILE...] | check [SCENARIO[/VARIANT] | FILE] | replay SCHEDULE [FILE] | run SCENARIO --strategy NAME --actors N (--seconds S | --operations K) | strategies [SCENARIO] | compare   (each with --json)');
  return (await verb(words)) ?? exitCodes.done;
}
