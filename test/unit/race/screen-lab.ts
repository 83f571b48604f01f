import { exploreVariant } from '../../../src/race/model/explore.ts';
import type { Lab } from '../../../src/race/lab.ts';
import { machineOf, replay, scheduleOf, traceOf } from '../../../src/race/model/replay.ts';
import { readMoves, readSchedule } from '../../../src/race/model/schedule.ts';
import { defineScenario, type Scenario } from '../../../src/race/model/scenario.ts';
import { ScenarioError } from '../../../src/race/model/scenario-error.ts';
import { counter, mutex } from '../../../src/race/model/objects/index.ts';
import type { Operation } from '../../../src/race/model/operation.ts';

type Step<T> = Generator<Operation, T, never>;

/** Two actors that add one each: without a lock, and with one. */
export const twoIncrements: Scenario = defineScenario({
  name: 'two-increments',
  title: 'Two increments',
  promise: 'Both increments are kept.',
  topic: 'counter race',
  variants: {
    plain: { explanation: 'Read, add, write.', expect: 'FAILED', fix: 'A lock around all three.', system: () => system(false) },
    locked: { explanation: 'The same under a lock.', expect: 'PROVED', system: () => system(true) },
  },
});

function system(isLocked: boolean): ReturnType<Scenario['variants'][string]['system']> {
  const number = counter('number', 10);
  const lock = mutex('lock');
  const increment = function* (): Step<void> {
    if (isLocked) yield* lock.acquire();
    const before = yield* number.read();
    yield* number.write(before + 1);
    if (isLocked) yield* lock.release();
  };
  return {
    shared: isLocked ? [number, lock] : [number],
    actors: { A: increment, B: increment },
    finally: [{ name: 'The number is 12.', holds: (view) => view.of(number) === 12, says: (view) => `The number is ${view.of(number)}, not 12.` }],
  };
}

/** A lab that works at once, in this thread. Only for tests. */
export class LabAtOnce implements Lab {
  readonly #scenarios: readonly Scenario[];
  traces = 0;

  constructor(scenarios: readonly Scenario[] = [twoIncrements]) {
    this.#scenarios = scenarios;
  }

  async catalog(file: string | null): ReturnType<Lab['catalog']> {
    const scenarios = this.#scenarios.map(({ name, title, promise, topic, variants }) => ({ file, name, title, promise, topic, variants: Object.entries(variants).map(([variant, { explanation, expect, fix }]) => ({ name: variant, explanation, expect, fix: fix ?? null })) }));
    return { scenarios };
  }

  async explore(...[{ scenario, variant }, method, onProgress, signal]: Parameters<Lab['explore']>): ReturnType<Lab['explore']> {
    const exploring = exploreVariant(this.#named(scenario), variant, method ?? undefined);
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = exploring.next();
      if (done === true) return value;
      onProgress(value);
    }
  }

  async trace(...[{ scenario, variant }, schedule]: Parameters<Lab['trace']>): ReturnType<Lab['trace']> {
    this.traces += 1;
    const found = this.#named(scenario);
    return schedule === null ? traceOf(machineOf(found, variant), { scenario, variant, choices: [], loop: [] }) : replay(found, schedule);
  }

  further(...[trace, option]: Parameters<Lab['further']>): string {
    const machine = machineOf(this.#named(trace.scenario), trace.variant);
    const { choices } = readMoves(machine, readSchedule(trace.schedule).moves);
    const chosen = trace.options[option];
    if (chosen === undefined) throw new RangeError('no such option');
    return scheduleOf(machine, { scenario: trace.scenario, variant: trace.variant, choices: [...choices, chosen.choice], loop: [] });
  }

  async source(): Promise<string | null> {
    return null;
  }

  dispose(): void {
    // It owns nothing.
  }

  #named(name: string): Scenario {
    const found = this.#scenarios.find((scenario) => scenario.name === name);
    if (found === undefined) throw new ScenarioError(`No scenario is called ${name}.`);
    return found;
  }
}
