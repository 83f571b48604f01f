// Files of users, written anew for each test.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ThreadedLab, type LabOptions } from '../../../src/race/worker/threaded-lab.ts';

/** The thread's main module, from its source. */
export const labMain = new URL('../../../src/race/worker/worker.ts', import.meta.url);

export interface UserFolder extends Disposable {
  readonly path: string;
  /** Writes a file. @returns its path */
  write(name: string, text: string): string;
}

export function userFolder(): UserFolder {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lockscope-race-'));
  return {
    path: folder,
    write(name, text) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}

/** A lab that is closed at the end of the test. */
export function openLab(options: LabOptions = {}): ThreadedLab & Disposable {
  const lab = new ThreadedLab(labMain, options);
  return Object.assign(lab, { [Symbol.dispose]: () => lab.dispose() });
}

/** A file with one scenario of one variant; its actors begin at line 12. */
export function scenarioFile(actors: string, more = ''): string {
  return `import { counter, defineScenario, promise, type Body } from 'lockscope/core';

const sum = counter('sum', 10);

export default defineScenario({
  name: 'of-a-user', title: 'Of a user', promise: 'Both count.', topic: 'mine',
  variants: {
    plain: {
      explanation: 'It counts.', expect: 'FAILED',
      system: () => ({
        shared: [sum],
        actors: {
${actors}
        },
        finally: [{ name: 'Both count.', holds: (view) => view.of(sum) === 12 }],${more}
      }),
    },
  },
});
`;
}

/** Of such a file. */
export const plain = (file: string): { readonly file: string; readonly scenario: string; readonly variant: string } => ({ file, scenario: 'of-a-user', variant: 'plain' });

export const untilDone = new AbortController().signal;
