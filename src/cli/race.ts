import { exitCodes, UsageError, type Verb } from './terminal.ts';
import { checkVerb } from './race-check.ts';
import { listScenariosVerb } from './race-list.ts';
import { replayVerb } from './race-replay.ts';

const verbs: Readonly<Record<string, Verb>> = { list: listScenariosVerb, check: checkVerb, replay: replayVerb };

/** `lockscope race list|check|replay`. @throws UsageError for any other */
export async function raceVerb([name, ...words]: readonly string[]): Promise<number> {
  const verb = name !== undefined && Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb === undefined) throw new UsageError('Usage: lockscope race list [FILE...] | check [SCENARIO[/VARIANT] | FILE] | replay SCHEDULE [FILE]   (each with --json)');
  return (await verb(words)) ?? exitCodes.done;
}
