import type { Template } from './template.ts';

export const lostUpdate: Template = {
  name: 'lost-update',
  title: 'Lost Update',
  detail: 'Two actors read, add and write the same number. A mutex mends it.',
  source: `// Lockscope runs this file and supplies 'lockscope/core': nothing has to be installed.
import { counter, defineScenario, mutex, type Body, type Condition } from 'lockscope/core';

const total = counter('total', 10);
const lock = mutex('lock');

const keepsBoth: Condition = {
  name: 'Both increments are kept.',
  holds: (view) => view.of(total) === 12,
  says: (view) => \`The total is \${view.of(total)}, not 12: an increment is lost.\`,
};

function* increment(): Body {
  const before = yield* total.read();
  yield* total.write(before + 1);
}

function* incrementUnderLock(): Body {
  yield* lock.acquire();
  yield* increment();
  yield* lock.release();
}

export default defineScenario({
  name: 'lost-update',
  title: 'Two actors count',
  promise: 'Both increments are kept.',
  topic: 'my scenarios',
  variants: {
    'without-a-lock': {
      explanation: 'Each actor reads the number, adds one and writes the sum. Both can read before either writes.',
      expect: 'FAILED',
      fix: 'Let nobody read until the one before has written: a mutex around both steps.',
      system: () => ({ shared: [total], actors: { A: increment, B: increment }, finally: [keepsBoth] }),
    },
    'with-a-mutex': {
      explanation: 'The mutex lets in one actor at a time, from its read to its write.',
      expect: 'PROVED',
      system: () => ({ shared: [total, lock], actors: { A: incrementUnderLock, B: incrementUnderLock }, finally: [keepsBoth] }),
    },
  },
});
`,
};
