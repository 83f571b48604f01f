// How many tests passed and failed, as it travels between processes in a file.
import { readFile } from 'node:fs/promises';

/** What a run came to. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * Reads the counts that a test run has left.
 * @returns undefined when there are none: the run did not come to its end.
 */
export async function readCounts(file: string): Promise<Counts | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const value: unknown = text === '' ? undefined : JSON.parse(text);
  return isCounts(value) ? value : undefined;
}

function isCounts(value: unknown): value is Counts {
  if (typeof value !== 'object' || value === null) return false;
  return ['passed', 'failed', 'skipped'].every((key) => Number.isInteger(Reflect.get(value, key)));
}
