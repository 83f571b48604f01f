import type { CatalogScenario, Lab } from '../race/lab.ts';
import { fileNamed, withLab } from './race-lab.ts';
import { exitCodes, print, printable, readWords } from './terminal.ts';

/** `lockscope race list [FILE...] [--json]`: the scenarios that come with Lockscope, or those of some files. */
export async function listScenariosVerb(words: readonly string[]): Promise<number> {
  const { operands, flags } = readWords(words, ['json']);
  const files = operands.length === 0 ? [null] : operands.map(fileNamed);
  const scenarios = await withLab((lab) => scenariosIn(lab, files));
  if (flags.json) print(JSON.stringify(scenarios, null, 2));
  else for (const line of scenarios.flatMap(linesOf)) print(printable(line));
  return exitCodes.done;
}

async function scenariosIn(lab: Lab, files: readonly (string | null)[]): Promise<readonly CatalogScenario[]> {
  const catalogs = await Promise.all(files.map((file) => lab.catalog(file)));
  return catalogs.flatMap(({ scenarios }) => scenarios);
}

function linesOf({ name, title, promise, variants }: CatalogScenario, at: number): readonly string[] {
  const width = Math.max(...variants.map((variant) => variant.name.length));
  const each = variants.map((variant) => `  ${name}/${variant.name.padEnd(width)}  ${variant.expect}`);
  return [...(at > 0 ? [''] : []), `${title}. ${promise}`, ...each];
}
