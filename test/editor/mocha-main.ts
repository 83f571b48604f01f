// Runs inside the extension host: the given suites in mocha, with the counts written to a file.
import { writeFile } from 'node:fs/promises';
import { format } from 'node:util';
import { REPORT_MARK } from './report-mark.ts';
import type { Counts } from './counts.ts';

/** How long one test may take, in milliseconds. */
const TEST_TIMEOUT_MS = 60_000;

/**
 * Runs suites written for mocha's `tdd` interface.
 * @param load imports one suite file each.
 * @param resultFile gets the counts as JSON; without it the run has crashed.
 * @param grep runs only the tests whose full title contains it; all when empty.
 * @throws an error when a test failed, which becomes the extension host's exit code 1.
 */
export async function runSuites(
  load: readonly (() => Promise<unknown>)[],
  resultFile: string,
  grep: string,
): Promise<void> {
  // A true import: what require() makes of this ES module differs between Node 20 and 24.
  const { default: Mocha } = await import('mocha');
  // Everything in the extension host writes to one console; the mark tells the report apart.
  Mocha.reporters.Base.consoleLog = (...line: unknown[]) => console.log(REPORT_MARK + format(...line));
  const mocha = new Mocha({ ui: 'tdd', timeout: TEST_TIMEOUT_MS, reporter: 'spec', color: false });
  if (grep !== '') mocha.fgrep(grep);
  // What mocha does itself before it loads a file; our files are in this bundle already.
  mocha.suite.emit('pre-require', globalThis, resultFile, mocha);
  for (const suite of load) await suite();
  const result = await new Promise<Counts>((resolve) => {
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed: failures, skipped: pending });
    });
  });
  await writeFile(resultFile, JSON.stringify(result));
  if (result.failed > 0) throw new Error(`${result.failed} tests failed`);
}
