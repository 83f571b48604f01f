// Scenarios of a user, as the suites write them.

/** Two actors that count; its steps are in lines 4 and 5, and line 10 is its first variant's. @param step what an actor does to add one */
export function raceFile(name: string, step = 'const read = yield* sum.read();\n  yield* sum.write(read + 1);'): string {
  return `import { counter, defineScenario, type Body } from 'lockscope/core';
const sum = counter('sum', 10);
function* A(): Body {
  ${step}
}
export default defineScenario({
  name: '${name}', title: 'Mine', promise: 'Both count.', topic: 'mine',
  variants: {
    plain: {
      explanation: 'It counts.', expect: 'PROVED',
      system: () => ({ shared: [sum], actors: { A, B: A }, finally: [{ name: 'Both count.', holds: (view) => view.of(sum) === 12, says: () => 'One is lost.' }] }),
    },
    alone: {
      explanation: 'Only one counts.', expect: 'PROVED',
      system: () => ({ shared: [sum], actors: { A } }),
    },
  },
});
`;
}
