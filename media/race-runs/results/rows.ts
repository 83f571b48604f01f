import type { CatalogStrategy, RealCatalog } from '../../../src/race/real/catalog.ts';
import type { RunResult } from '../../../src/race/real/result.ts';
import type { Row } from './columns.ts';

/** The strategy of that name, as the catalog has it. */
export function strategyIn(catalog: RealCatalog | null, scenario: string, name: string): CatalogStrategy | null {
  return catalog?.scenarios.find((each) => each.name === scenario)?.strategies.find((strategy) => strategy.name === name) ?? null;
}

/** Results with what the catalog knows of their strategies. */
export function rowsOf(results: readonly RunResult[], catalog: RealCatalog | null): readonly Row[] {
  const names = [...new Set(results.map(seriesName))];
  return results.map((result): Row => {
    const strategy = strategyIn(catalog, result.scenario, result.strategy);
    return { result, strategy, title: strategy?.title ?? result.strategy, series: names.indexOf(seriesName(result)) };
  });
}

function seriesName({ scenario, strategy }: RunResult): string {
  return `${scenario}/${strategy}`;
}
