import type { CatalogRealScenario, CatalogStrategy, RealCatalog } from '../race/real/catalog.ts';
import type { Plan } from '../race/real/several.ts';
import { faultOptions, faultsIn } from './race-run-words.ts';
import { printable, UsageError } from './terminal.ts';

/** What was chosen of the catalog. */
export interface Choice {
  readonly scenario: CatalogRealScenario;
  readonly strategies: readonly CatalogStrategy[];
}

/** @throws UsageError for an unknown scenario or strategy, which names those there are, and for faults that make no sense with one */
export function choose(catalog: RealCatalog, plan: Pick<Plan, 'scenario' | 'strategies' | 'faults'>): Choice {
  const scenario = scenarioNamed(catalog, plan.scenario);
  const strategies = plan.strategies.map((name) => strategyNamed(scenario, name));
  for (const strategy of strategies) assertMakesSense(strategy, plan);
  return { scenario, strategies };
}

/** @throws UsageError that names those there are */
export function scenarioNamed({ scenarios }: RealCatalog, name: string): CatalogRealScenario {
  const scenario = scenarios.find((each) => each.name === name);
  if (scenario === undefined) throw new UsageError(`There is no scenario ${printable(name)} to run. There are ${namesOf(scenarios)}.`);
  return scenario;
}

function strategyNamed({ name: of, strategies }: CatalogRealScenario, name: string): CatalogStrategy {
  const strategy = strategies.find((each) => each.name === name);
  if (strategy === undefined) throw new UsageError(`${of} has no strategy ${printable(name)}. It has ${namesOf(strategies)}.`);
  return strategy;
}

function assertMakesSense({ name, faults: possible }: CatalogStrategy, { faults }: Pick<Plan, 'faults'>): void {
  const senseless = faultsIn(faults).filter((kind) => !possible.includes(kind));
  if (senseless.length === 0) return;
  const taken = possible.length === 0 ? 'no faults' : possible.map((kind) => `--${faultOptions[kind]}`).join(', ');
  throw new UsageError(`${name} does not take ${senseless.map((kind) => `--${faultOptions[kind]}`).join(', ')}; it takes ${taken}.`);
}

function namesOf(all: readonly { readonly name: string }[]): string {
  return all.map(({ name }) => name).join(', ');
}
