import { statSync } from 'node:fs';
import path from 'node:path';
import type { Lab } from '../race/lab.ts';
import { ThreadedLab } from '../race/worker/threaded-lab.ts';
import { printable, UsageError } from './terminal.ts';

/** Runs with the race lab, which is closed afterwards. What scenarios print goes to standard error, out of the way of what is asked for. */
export async function withLab<T>(act: (lab: Lab) => Promise<T>): Promise<T> {
  const lab = new ThreadedLab(labMain(), { onOutput: (text) => process.stderr.write(text) });
  try {
    return await act(lab);
  } finally {
    lab.dispose();
  }
}

/** Beside the bundle of this, or in the source. */
function labMain(): URL {
  const here = import.meta.url;
  return here.endsWith('.ts') ? new URL('../race/worker/worker.ts', here) : new URL('race-worker.mjs', here);
}

/** The file of a user. @throws UsageError when it is not there */
export function fileNamed(word: string): string {
  const file = path.resolve(word);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) throw new UsageError(`There is no file ${printable(word)}.`);
  return file;
}

/** Whether a word names a file rather than a scenario, whose names have neither dots nor backslashes. */
export function looksLikeFile(word: string): boolean {
  return /[.\\]/.test(word) || word.startsWith('/');
}
