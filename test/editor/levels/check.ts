// The level that runs nothing: the compiler's and the linter's opinion.
import { join } from 'node:path';
import type { Counts } from '../counts.ts';
import { runVisibly } from '../process.ts';
import { ROOT } from '../repository.ts';
import { single, sum } from './level.ts';

/** The entry scripts of tools, run on our Node: no shell and no .cmd file in between. */
const TOOLS = [
  ['tsc --noEmit', 'typescript/bin/tsc', '--noEmit'],
  ['tsc --noEmit -p media', 'typescript/bin/tsc', '--noEmit', '-p', 'media'],
  ['oxlint --type-aware', 'oxlint/bin/oxlint', '--type-aware', '--deny-warnings'],
] as const;

/** Type-checks and lints the repository; each counts as one test. */
export async function check(): Promise<Counts> {
  const results: Counts[] = [];
  for (const [title, script, ...args] of TOOLS) {
    const code = await runVisibly(process.execPath, [join(ROOT, 'node_modules', script), ...args], { cwd: ROOT });
    console.log(`${code === 0 ? '✔' : '✖'} ${title}`);
    results.push(single(code === 0));
  }
  return sum(results);
}
