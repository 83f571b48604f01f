import type { Template } from './template.ts';

export const readWrite: Template = {
  name: 'read-write',
  title: 'Readers and a Writer',
  detail: 'A writer changes two values that belong together. Readers see one without the other, until a lock keeps them out.',
  source: `// Lockscope runs this file and supplies 'lockscope/core': nothing has to be installed.
import { counter, defineScenario, mutex, promise, type Body } from 'lockscope/core';

const width = counter('width', 1);
const height = counter('height', 1);
const lock = mutex('lock');

function* write(): Body {
  yield* width.write(2);
  yield* height.write(2);
}

function* read(): Body {
  const one = yield* width.read();
  const other = yield* height.read();
  // What an actor must find to be so; it is no step of its own.
  promise(one === other, \`A reader saw \${one} by \${other}: half of the change.\`);
}

function* writeUnderLock(): Body {
  yield* lock.acquire();
  yield* write();
  yield* lock.release();
}

function* readUnderLock(): Body {
  yield* lock.acquire();
  yield* read();
  yield* lock.release();
}

export default defineScenario({
  name: 'read-write',
  title: 'Readers and a writer of two values',
  promise: 'Nobody sees half of a change.',
  topic: 'my scenarios',
  variants: {
    'without-a-lock': {
      explanation: 'The writer changes one value after the other, and readers read in between.',
      expect: 'FAILED',
      fix: 'A lock around both writes and around both reads. It must be the same for all of them.',
      system: () => ({ shared: [width, height], actors: { writer: write, reader: read, 'other reader': read } }),
    },
    'with-a-lock': {
      explanation: 'Whoever has the lock sees and changes both values, and nobody else does meanwhile.',
      expect: 'PROVED',
      system: () => ({ shared: [width, height, lock], actors: { writer: writeUnderLock, reader: readUnderLock, 'other reader': readUnderLock } }),
    },
  },
});
`,
};
