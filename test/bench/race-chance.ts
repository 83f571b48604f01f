import { asyncProperty, check, scheduler as anyScheduler, __version as version, type RunDetails, type Scheduler } from 'fast-check';
import { countInterleavings } from '../../src/race/model/explicit/interleavings.ts';
import { defaultLimits } from '../../src/race/model/exploration.ts';
import { exploreVariant } from '../../src/race/model/explore.ts';
import { Machine } from '../../src/race/model/machine/machine.ts';
import { counter } from '../../src/race/model/objects/index.ts';
import { defineScenario, type System } from '../../src/race/model/scenario.ts';
import { median } from './figures-spread.ts';
import { load, ms, timed, timedAsync } from './race-clock.ts';
import { ran } from './race-run.ts';

const rounds = 15;
const runs = 20_000;

/** What the actors raise: one number all of them, or each its own, which comes to the same sum without a race. */
type Cells = 'shared' | 'own';

/** fast-check's scheduler and our engine on the same programs, by turns: actors read a number, then write one more. */
export async function compareByChance(report: (line: string) => void): Promise<void> {
  report(`fast-check ${version}, its scheduler, seeds 1 to ${rounds}, shrinking left out; Lockscope from the scenario on, all states, with the proof that nothing shorter fails; medians of ${rounds} by turns, processor time`);
  for (const actors of [2, 3, 4]) {
    const [theirs, ours, proofs]: [number[], number[], number[]] = [[], [], []];
    let [orders, tried] = [0, 0];
    for (let round = 1; round <= rounds; round += 1) {
      const { result, processor } = await timedAsync(() => byChance(actors, 'shared', round));
      if (!result.failed) throw new Error('fast-check found no lost update');
      theirs.push(processor);
      tried = Math.max(tried, result.numRuns);
      ours.push(explored(actors, 'shared', 'FAILED'));
      proofs.push(explored(actors, 'own', 'PROVED'));
    }
    const seen = new Set<string>();
    const { result, processor } = await timedAsync(() => byChance(actors, 'own', 1, seen));
    if (result.failed) throw new Error('fast-check found fault with what has none');
    orders = Number(countInterleavings(new Machine(systemOf(actors, 'own')), defaultLimits));
    report(`lost update, ${actors} actors: found by fast-check in ${ms(median(theirs))} (at most ${tried} runs), by Lockscope in ${ms(median(ours))}`);
    report(`  repaired: proved by Lockscope in ${ms(median(proofs))}; fast-check cannot prove it: ${result.numRuns} runs in ${ms(processor)} (${(result.numRuns / processor).toFixed(0)} a second) covered ${seen.size} of ${orders} orders, which it does not know; ${load()}`);
  }
}

function explored(actors: number, cells: Cells, expect: 'PROVED' | 'FAILED'): number {
  const { result, processor } = timed(() => ran(exploreVariant(defineScenario({
    name: 'lost-update', title: '', promise: '', topic: '',
    variants: { it: { explanation: '', expect, system: () => systemOf(actors, cells) } },
  }), 'it')));
  if (result.verdict !== expect) throw new Error(`Lockscope found ${result.verdict}, not ${expect}`);
  return processor;
}

function systemOf(actors: number, cells: Cells): System {
  const numbers = Array.from({ length: cells === 'shared' ? 1 : actors }, (_none, at) => counter(`x${at}`));
  return {
    shared: numbers,
    actors: Object.fromEntries(Array.from({ length: actors }, (_none, actor) => [`a${actor}`, function* () {
      const mine = numbers[actor % numbers.length];
      if (mine === undefined) return;
      const found = yield* mine.read();
      yield mine.write(found + 1);
    }])),
    finally: [{ name: 'Every increment is kept.', holds: (view) => numbers.reduce((total, each) => total + view.of(each), 0) === actors }],
  };
}

/** @param seen is filled with the orders that came about */
function byChance(actors: number, cells: Cells, seed: number, seen?: Set<string>): Promise<RunDetails<[Scheduler]>> {
  return Promise.resolve(check(asyncProperty(anyScheduler(), async (scheduler) => {
    const numbers = Array.from({ length: cells === 'shared' ? 1 : actors }, () => 0);
    let order = '';
    const increment = async (actor: number): Promise<void> => {
      const mine = actor % numbers.length;
      await scheduler.schedule(Promise.resolve());
      const found = numbers[mine] ?? 0;
      order += actor;
      await scheduler.schedule(Promise.resolve());
      numbers[mine] = found + 1;
      order += actor;
    };
    const all = Promise.all(Array.from({ length: actors }, (_none, actor) => increment(actor)));
    await scheduler.waitIdle();
    await all;
    seen?.add(order);
    return numbers.reduce((total, each) => total + each, 0) === actors;
  }), { seed, numRuns: runs, endOnFailure: true }));
}
