import { isSameActor, type Actor, type Certainty } from './model.ts';

/** So many who kept one wait waiting are named at most. */
export const mostBlockers = 32;

const byTrust: readonly Certainty[] = ['seen', 'sampled', 'glimpsed'];

/** What is known of a length when its beginning is known so well, and its end so well. */
export function worse(a: Certainty, b: Certainty): Certainty {
  return byTrust.indexOf(a) > byTrust.indexOf(b) ? a : b;
}

/** Those known and those told since, each once and with the better name, up to a bound. */
export function moreActors(known: readonly Actor[], told: readonly Actor[]): readonly Actor[] {
  const all = [...known];
  for (const actor of told) {
    const at = all.findIndex((each) => isSameActor(each, actor));
    const before = all[at];
    if (before !== undefined) all[at] = { ...actor, startMark: actor.startMark ?? before.startMark, command: actor.command ?? before.command };
    else if (all.length < mostBlockers) all.push(actor);
  }
  return all;
}

/** Commands are cut there, in characters: they are to be recognised, and some are megabytes long. */
const longestCommand = 1000;

/** The same process with a command of bounded length. */
export function bounded(actor: Actor): Actor {
  const { command } = actor;
  return command === null || command.length <= longestCommand ? actor : { ...actor, command: `${command.slice(0, longestCommand - 1)}…` };
}
