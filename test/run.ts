// All tests: `npm test`, or some levels of them: `npm test -- unit real`.
import type { Counts } from './editor/counts.ts';
import { single, sum, summaryLine, type Level } from './editor/levels/level.ts';
import { LEVELS, needsEditor, startProvisioning } from './editor/levels/levels.ts';
import { main } from './editor/own.ts';

function matches(level: Level, name: string): boolean {
  return level.name === name || level.name.startsWith(`${name}-`);
}

/** The levels named on the command line; `editor` stands for both editors, nothing for all levels. */
function chooseLevels(names: readonly string[]): readonly Level[] {
  const unknown = names.filter((name) => !LEVELS.some((level) => matches(level, name)));
  if (unknown.length > 0) {
    throw new Error(`no such level: ${unknown.join(', ')}; there are ${LEVELS.map(({ name }) => name).join(', ')}.`);
  }
  const chosen = LEVELS.filter((level) => names.length === 0 || names.some((name) => matches(level, name)));
  // What is shown in an editor has to be built.
  return LEVELS.filter((level) => chosen.includes(level) || (level.name === 'build' && chosen.some(needsEditor)));
}

/** Runs one level. One that crashes or runs no test at all has failed, as a single test. */
async function runLevel(level: Level): Promise<Counts> {
  console.log(`\n== ${level.name} ==`);
  try {
    const counts = await level.run();
    if (counts.passed + counts.failed > 0) return counts;
    console.log(`${level.name}: no test was run.`);
    return sum([counts, single(false)]);
  } catch (error) {
    console.log(`${level.name}: ${error instanceof Error ? error.message : String(error)}`);
    return single(false);
  }
}

async function runAll(): Promise<number> {
  const levels = chooseLevels(process.argv.slice(2));
  startProvisioning(levels);
  const results: Counts[] = [];
  const lines: string[] = [];
  for (const level of levels) {
    const start = performance.now();
    const counts = await runLevel(level);
    const seconds = Math.round((performance.now() - start) / 1000);
    results.push(counts);
    lines.push(`${level.name.padEnd(14)} ${summaryLine(counts)}  (${seconds} s)`);
  }
  const total = sum(results);
  console.log(`\n${lines.join('\n')}\n`);
  console.log(summaryLine(total));
  return total.failed === 0 ? 0 : 1;
}

await main(runAll);
