import type { Choice } from '../choice.ts';
import type { Random } from './random.ts';

/** Decides what happens next in one run. */
export interface Scheduler {
  /** @param possible what can happen; never empty. @param step how many steps were done */
  choose(possible: readonly Choice[], step: number): Choice;
}

/** Everything that can happen is as likely as everything else. */
export function uniform(random: Random): Scheduler {
  return { choose: (possible) => random.oneOf(possible) };
}

/**
 * Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte, ASPLOS 2010): whoever has the
 * highest priority goes on, and at `depth - 1` random steps the priority of who would go on drops below all others.
 * A bug that takes d orderings, of n actors and k steps, is found by one run with a chance of at least 1 / (n k^(d-1)).
 * @param moves how many moves the machine has. @param steps how many steps a run is expected to take
 */
export function byPriorities(random: Random, moves: number, steps: number, depth: number): Scheduler {
  const priorities = shuffled(random, Array.from({ length: moves }, (_move, at) => at + depth));
  const drops = new Map(Array.from({ length: depth - 1 }, (_drop, at) => [random.below(Math.max(1, steps)), at]));
  const highest = (possible: readonly Choice[]): Choice => {
    const most = Math.max(...possible.map(({ move }) => priorities[move] ?? 0));
    return random.oneOf(possible.filter(({ move }) => priorities[move] === most));
  };
  return {
    choose(possible, step) {
      const drop = drops.get(step);
      if (drop === undefined) return highest(possible);
      priorities[highest(possible).move] = drop;
      return highest(possible);
    },
  };
}

/** Fisher and Yates. */
function shuffled<T>(random: Random, all: readonly T[]): T[] {
  const mixed = [...all];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    const [one, two] = [mixed[at], mixed[other]];
    if (one !== undefined && two !== undefined) [mixed[at], mixed[other]] = [two, one];
  }
  return mixed;
}
