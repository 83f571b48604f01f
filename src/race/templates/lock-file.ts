import type { Template } from './template.ts';

export const lockFile: Template = {
  name: 'lock-file',
  title: 'Lock File',
  detail: 'Two processes change a file. Looking for the lock and then making it are two steps; the flag wx makes them one.',
  source: `// Lockscope runs this file and supplies 'lockscope/core': nothing has to be installed.
import { defineScenario, folder, retry, type Body, type Condition } from 'lockscope/core';

const files = folder('folder', { 'data.json': '10' });

const keepsBoth: Condition = {
  name: 'Both changes are kept.',
  holds: (view) => files.textIn(view.of(files), 'data.json') === '12',
  says: (view) => \`data.json says \${files.textIn(view.of(files), 'data.json')}, not 12: a change is lost.\`,
};

function* change(): Body {
  const before = Number(yield* files.read('data.json'));
  yield* files.put('data.json', String(before + 1));
  yield* files.unlink('data.lock');
}

function* lookThenMake(): Body {
  yield* files.whenGone('data.lock');
  yield* files.put('data.lock', '');
  yield* change();
}

function* makeOrWait(): Body {
  // Like open with the flag wx: it makes the file and tells true, or finds one and tells false.
  yield* retry(function* () {
    if (yield* files.create('data.lock')) return true;
    yield* files.whenGone('data.lock');
    return undefined;
  });
  yield* change();
}

export default defineScenario({
  name: 'lock-file',
  title: 'Two processes and a lock file',
  promise: 'Both changes are kept.',
  topic: 'my scenarios',
  variants: {
    'looks-then-makes': {
      explanation: 'Each process waits until there is no lock file, then makes one. Both can see that there is none.',
      expect: 'FAILED',
      fix: 'Make the file with the flag wx, which fails when it exists: looking and making are one step then.',
      system: () => ({ shared: [files], actors: { A: lookThenMake, B: lookThenMake }, finally: [keepsBoth] }),
    },
    'makes-or-waits': {
      explanation: 'The lock file is made in one step that fails when it exists, so one process at a time has it.',
      expect: 'PROVED',
      system: () => ({ shared: [files], actors: { A: makeOrWait, B: makeOrWait }, finally: [keepsBoth] }),
    },
  },
});
`,
};
