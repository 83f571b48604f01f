import type { CatalogRealScenario, CatalogStrategy } from '../race/real/catalog.ts';
import { inColumns } from './columns.ts';
import { scenarioNamed } from './race-run-choice.ts';
import { withRealLab } from './race-run-lab.ts';
import { readStrategies } from './race-run-words.ts';
import { exitCodes, print, printable } from './terminal.ts';

/** `lockscope race strategies [SCENARIO] [--json]`: what can be measured here, and what is missing for the rest. */
export async function strategiesVerb(words: readonly string[]): Promise<number> {
  const { scenario, servers, isJson } = readStrategies(words, process.env);
  const catalog = await withRealLab((lab) => lab.catalog(servers));
  const scenarios = scenario === undefined ? catalog.scenarios : [scenarioNamed(catalog, scenario)];
  if (isJson) print(JSON.stringify(scenarios, null, 2));
  else for (const line of scenarios.flatMap(linesOf)) print(printable(line));
  return exitCodes.done;
}

function linesOf({ name, title, promise, strategies }: CatalogRealScenario, at: number): readonly string[] {
  const rows = strategies.map((strategy) => [`  ${strategy.name}`, `claims ${strategy.claims}`, strategy.summary]);
  const lines = inColumns(rows, rows.length).flatMap((line, place) => [line, ...missingOf(strategies[place])]);
  return [...(at > 0 ? [''] : []), `${name}: ${title}. ${promise}`, ...lines];
}

function missingOf(strategy: CatalogStrategy | undefined): readonly string[] {
  return strategy?.availability.is === 'missing' ? [`      Cannot run here. ${strategy.availability.what} ${strategy.availability.how}`] : [];
}
