// A level that runs on node:test, in processes of plain Node.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { readCounts, type Counts } from '../counts.ts';
import { temporaryFolder } from '../own.ts';
import { runVisibly } from '../process.ts';
import { ROOT } from '../repository.ts';

/** How long one test, and a whole level, may take, in milliseconds. */
const TEST_TIMEOUT_MS = 3 * 60_000;
const LEVEL_TIMEOUT_MS = 15 * 60_000;

/**
 * Runs the test files that match a pattern.
 * @param pattern relative to the repository, such as `test/unit/**\/*.test.ts`.
 * @param isMeant whether a file of those is to be run; all of them without.
 * @param concurrency how many files at once; node's own choice without.
 * @throws an error when no file matches, or when the run did not come to its end.
 */
export async function runNodeTests(pattern: string, concurrency?: number, isMeant: (file: string) => boolean = () => true): Promise<Counts> {
  const files = globSync(pattern, { cwd: ROOT }).filter(isMeant);
  if (files.length === 0) throw new Error(`no test file matches ${pattern}`);
  const countsFile = join(await temporaryFolder('counts'), 'counts.json');
  const args = [
    '--test',
    `--test-timeout=${TEST_TIMEOUT_MS}`,
    ...(concurrency === undefined ? [] : [`--test-concurrency=${concurrency}`]),
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${join(import.meta.dirname, 'count-reporter.ts')}`,
    `--test-reporter-destination=${countsFile}`,
    ...files,
  ];
  const code = await runVisibly(process.execPath, args, { cwd: ROOT, timeout: LEVEL_TIMEOUT_MS });
  const counts = await readCounts(countsFile);
  if (counts === undefined) throw new Error(`node --test ended with ${code} before its summary`);
  if (code !== 0 && counts.failed === 0) throw new Error(`node --test ended with ${code} though no test failed`);
  return counts;
}
