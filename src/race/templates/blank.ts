import type { Template } from './template.ts';

export const blank: Template = {
  name: 'my-race',
  title: 'Blank',
  detail: 'Two actors, one shared number and one promise, to be replaced by yours.',
  source: `// Lockscope runs this file and supplies 'lockscope/core': nothing has to be installed.
import { counter, defineScenario, type Body } from 'lockscope/core';

// What actors share. Each operation on it is one step.
const total = counter('total');

export default defineScenario({
  name: 'my-race',
  title: 'My race',
  promise: 'Both actors are counted.',
  topic: 'my scenarios',
  variants: {
    'first-try': {
      explanation: 'Each actor adds one in a single step, so that nothing can come in between.',
      // What you expect of it: 'PROVED' or 'FAILED'.
      expect: 'PROVED',
      system: () => ({
        shared: [total],
        // Every yield* is one step; between two of them anybody else can go.
        actors: {
          *A(): Body {
            yield* total.add(1);
          },
          *B(): Body {
            yield* total.add(1);
          },
        },
        // To hold where nobody can go on. What is to hold in every state goes under invariants.
        finally: [
          { name: 'Both actors are counted.', holds: (view) => view.of(total) === 2, says: (view) => \`The total is \${view.of(total)}, not 2.\` },
        ],
      }),
    },
  },
});
`,
};
