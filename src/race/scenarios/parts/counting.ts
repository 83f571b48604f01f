import type { Body } from '../../model/loop.ts';
import type { Register } from '../../model/objects/index.ts';
import type { Condition } from '../../model/scenario.ts';

/** What a counter comes to. @param name of what is counted, as in "increment" */
export function endsAt(counter: Register<number>, expected: number, name = 'increment'): Condition {
  return {
    name: `In the end the ${counter.name} is ${expected}.`,
    holds: (view) => view.of(counter) === expected,
    says: (view) => {
      const lost = expected - view.of(counter);
      return `The ${counter.name} is ${view.of(counter)}, not ${expected}${lost > 0 ? `: ${lost === 1 ? `one ${name} is` : `${lost} ${name}s are`} lost` : ''}.`;
    },
  };
}

/** Adds as code does that reads, adds and writes: two steps on what is shared. */
export function* addInSteps(counter: Register<number>, amount: number): Body {
  const before = yield* counter.read();
  yield* counter.write(before + amount);
}
